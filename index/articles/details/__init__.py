"""Metadata and editors: what an article lacks or has in doubt, and what was corrected of it."""
