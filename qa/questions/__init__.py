"""What is asked: questions understood, and follow-ups made to stand alone."""
