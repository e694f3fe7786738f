"""Articles read and embedded by workers on several machines; one process writes them."""
