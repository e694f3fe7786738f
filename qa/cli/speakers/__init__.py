"""The command `speakers`."""
