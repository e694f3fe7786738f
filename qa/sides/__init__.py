"""What two or more said about a thing, side by side by date: shown, never judged."""
