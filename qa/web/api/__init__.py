"""The API: routes, what they take and give, failures, streams."""
