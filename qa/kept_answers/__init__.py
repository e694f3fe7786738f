"""Answers kept for whoever asks the same again, until anything changes that they are made from."""
