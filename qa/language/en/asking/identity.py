"""Words that ask who somebody or what something is, and words by which an article says so."""

ASKED = (
    r"(?:(?:and|so|but) )?(?:who|what)(?: (?:exactly|then))?(?: (?:is|was|are|were)|['’]s|s)"
    r"(?: exactly)? (?P<name>[^?,;:]{2,60}?)(?: again| exactly)?\s*\??"
)
IS_ONE = r",? (?:is|was|are|were) (?P<role>(?:an?|the|one of) [^.;\n]{3,120}?)(?=[.;,\n]|$)"
"""After a name: is a ..."""
APPOSED = r"(?: \([^)\n]{2,12}\))?, (?P<role>(?:an?|the) [^,.;\n“”\"]{3,90}?)(?=[,.;])"
"""After a name: , a ..., with its initials before it."""
BESIDE = r"(?:,? \(?(?:aged )?\d{1,3}\)?)?, (?P<role>[^,.;:()\n“”\"]{3,140}?)(?=[,.;)\n]|$)"
"""After a name: , head of the works, ..."""
