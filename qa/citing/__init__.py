"""A quote as something that can be cited: its permanent link, hashes, and forms of citation."""
