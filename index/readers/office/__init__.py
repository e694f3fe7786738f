"""Files of office programs: documents, sheets and slides, and what describes them.

They are read here, not by the packages for each: those write files, too, and lose what a quote
depends on (what is hidden, inserted, in a text box, in a note; where pages end).
"""
