"""Electronic books: their contents, and their chapters as articles."""
