"""A reader that lets a language model choose sentences, and never write."""
