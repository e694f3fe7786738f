"""Conversations: asking in stages, exchanges as they are kept, and shown again."""
