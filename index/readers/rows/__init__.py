"""Rows of tables and of dumps become articles, read part by part."""
