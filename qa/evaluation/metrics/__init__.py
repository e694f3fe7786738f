"""Figures of questions and of whole runs. Pure."""
