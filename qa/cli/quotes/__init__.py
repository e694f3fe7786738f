"""The commands for quotes to take along, and for programs that ask for them."""
