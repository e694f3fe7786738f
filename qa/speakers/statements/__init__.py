"""What one speaker says: all of it in the order of time, by month, and about what."""
