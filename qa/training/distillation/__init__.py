"""Trains evidence readers on pairs in device memory, by labels and by teachers."""
