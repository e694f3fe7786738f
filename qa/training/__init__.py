"""How the shipped reader was trained; nothing here is imported when the product runs."""
