"""What is on disk: the truth in SQLite, and the files derived from it."""
