"""Articles added, corrected and removed in the browser."""
