"""The terms of passages as numbers, kept in files of our own beside the engine's."""
