"""Conversations as files of word processors and as PDFs, their quotes cut from the articles."""
