"""Question sets: read, checked, and made of what readers said."""
