"""What the database of an index holds, a table or two to each file."""
