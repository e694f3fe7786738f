"""Checking a draft in the browser and over HTTP."""
