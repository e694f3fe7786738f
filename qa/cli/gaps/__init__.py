"""The commands `gaps ...`, and how gaps look in a terminal."""
