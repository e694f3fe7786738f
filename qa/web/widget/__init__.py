"""The widget on other sites."""
