"""The commands about collections."""
