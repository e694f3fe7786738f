"""How the evidence reader is trained; nothing here is imported when the product runs."""
