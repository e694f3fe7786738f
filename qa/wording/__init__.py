"""The words that a reader of an answer reads: of quotes, short answers, layouts and refusals."""
