"""Large segments of vectors: how they are laid out, searched by small codes, and merged."""
