"""Passages in a collection of Milvus: candidates for searches, by vectors and by words."""
