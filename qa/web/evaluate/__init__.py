"""Question sets run in the browser."""
