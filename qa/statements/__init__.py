"""Who said what: speech found in an article, with its speaker."""
