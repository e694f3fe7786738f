"""Words of requests."""
