"""Archives, and whatever else holds files: each member is read by its own reader."""
