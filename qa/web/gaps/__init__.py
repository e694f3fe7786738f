"""Questions that got no answer, kept for editors where the owner says so."""
