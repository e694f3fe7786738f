"""Everybody who speaks in the articles of an index: one entry each, whatever they are called."""
