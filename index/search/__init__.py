"""Passages found by meaning and by words, fused into one order."""
