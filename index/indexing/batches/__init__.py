"""Articles in batches on their way into the store: made ready, prepared beside, committed."""
