"""Requests, comparisons, keywords and two questions in one: what is asked without asking."""
