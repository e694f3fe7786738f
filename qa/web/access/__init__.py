"""Who gets in: sign-in, sessions, keys for programs, and what holds where none is asked for."""
