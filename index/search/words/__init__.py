"""How words are looked for: queries of tantivy, and by which words passages are found."""
