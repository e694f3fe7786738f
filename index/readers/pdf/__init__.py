"""PDF: the words that are seen on each page, in reading order, as paragraphs."""
