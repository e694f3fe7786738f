"""Question sets are asked, scored, recorded and compared."""
