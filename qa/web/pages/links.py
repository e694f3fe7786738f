"""Links into the original page of an article: those of `qa.citing.links`, for pages."""

from qa.citing.links import host_of, quote_link, safe_url

__all__ = ["host_of", "quote_link", "safe_url"]
