"""Web pages: their article, what they say of it, and what a reader does not see of them."""
