"""What of an index is kept on another machine: it follows the truth, and can be done without."""
