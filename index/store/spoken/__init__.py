"""Who speaks in each article, as it is kept for the list of speakers, and what has changed."""
