"""The connections of an index, and who uses them: none is closed under anybody's hands."""
