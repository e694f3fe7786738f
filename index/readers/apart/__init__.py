"""Files read in a process of their own, within limits."""
