"""Text becomes sentences, and sentences passages. Pure."""
