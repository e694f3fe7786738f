"""The chat, and the pages of articles beside it."""
