"""Articles fetched from addresses that the user named."""
