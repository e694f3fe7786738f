"""What was made of texts, kept for a while within a number of bytes."""
