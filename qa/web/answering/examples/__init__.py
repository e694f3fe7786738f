"""Questions to begin with: made from what is in the index, and tried before they are shown."""
