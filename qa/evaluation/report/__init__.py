"""A run as a page, as lines, as JUnit."""
