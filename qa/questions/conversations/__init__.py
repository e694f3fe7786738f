"""What was asked and answered before, and what of it a follow-up means."""
