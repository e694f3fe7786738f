"""Characters of texts, whatever stands in them."""
