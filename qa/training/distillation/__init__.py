"""Trains evidence readers for many rounds over pairs in device memory, and by teachers."""
