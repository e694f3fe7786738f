"""Where words stand that follow each other: pairs of words of all articles, kept on the disk.

A quotation is found by its pairs however common its words are, which a search engine's ranking does
not promise. All of it is derived from the articles and made again when it is missing or damaged.
"""
