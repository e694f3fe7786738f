"""Whom an index knows: its cast, their roles, and other spellings of their names."""
