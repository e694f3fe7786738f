"""Forms of question sets, each read into the same records."""
