"""Words, phrases, sentences and quotation marks of a text. Pure."""
