"""Drafts checked: each quotation of a text compared with what the articles have. No HTTP here."""
