"""Evidence told by the form in which articles write it: tables, rankings, introductions."""
