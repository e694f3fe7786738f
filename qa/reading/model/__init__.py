"""Weights and coefficients shipped with the package; read, never run."""
