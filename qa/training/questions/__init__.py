"""Trains and measures the head that tells the kinds of questions."""
