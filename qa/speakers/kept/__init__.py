"""Who speaks in an index, kept in memory and brought up to date by what has changed."""
