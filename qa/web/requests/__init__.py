"""What every request passes: whose it is, what it may, and how it is refused."""
