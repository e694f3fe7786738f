"""The links that a server's readers made."""
