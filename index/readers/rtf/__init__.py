"""Rich Text Format: its tokens, what holds in its groups, and the text that comes of them."""
