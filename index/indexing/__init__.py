"""Articles into the index: what paths and addresses lead to is read, cut, embedded and stored."""
