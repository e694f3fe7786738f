"""Who speaks in what was found, and what tells of speech."""
