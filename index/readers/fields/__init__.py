"""Fields of an article from values with names: columns of a table, keys of a head."""
