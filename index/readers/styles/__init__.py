"""What the styles of a page hide: declarations, rules, media, visibility."""
