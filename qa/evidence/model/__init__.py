"""The coefficients with which sentences are weighed."""
