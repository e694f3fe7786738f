"""Help on the command line: examples of each command, and completion in the shell."""
