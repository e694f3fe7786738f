"""How much memory kept answers may take. Values only."""

MEGABYTES = 64
"""Unless it is said otherwise."""
