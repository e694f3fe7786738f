"""What language a text is in, and what its sentences need to be told apart."""
