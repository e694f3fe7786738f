"""What a connection sees that is limited to some collections."""
