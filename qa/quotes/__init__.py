"""Which sentences are quoted, in which order, as whose words."""
