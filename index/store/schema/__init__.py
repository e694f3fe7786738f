"""The schema of the database: its changes in order, and how a database gets them."""
