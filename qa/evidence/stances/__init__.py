"""Who is for a thing and who against it."""
