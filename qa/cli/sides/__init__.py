"""The command that sets side by side what several said."""
