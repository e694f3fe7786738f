"""The command `check`, and how its report looks in a terminal."""
