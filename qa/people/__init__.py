"""People and bodies: their names, how they are mentioned, whom a pronoun means."""
