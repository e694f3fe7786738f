"""Questions that the articles do not answer: what is kept of them, and what closes them."""
