"""What commands print for people: lists of articles, and what was done."""
