"""Sentences as evidence: what was read in them, who speaks in them, and how likely they answer."""
