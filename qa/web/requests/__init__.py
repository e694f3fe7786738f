"""What every request passes: where it comes from, what it may, whose turn it is."""
