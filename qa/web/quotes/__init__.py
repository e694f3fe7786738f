"""Pages of single quotes: to be linked to for good, copied, embedded and printed."""
