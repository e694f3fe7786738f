"""Passages are read: spans that answer, and how sure they are."""
