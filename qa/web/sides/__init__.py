"""Both sides: the page, its files and the API."""
