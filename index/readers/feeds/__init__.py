"""Feeds, exports of WordPress, and sitemaps: files that list articles."""
