"""What stands around the text of a file that a site is made of: its head, its name, its tags."""
