"""Pages of speakers: the list of all, and everything that one of them says."""
