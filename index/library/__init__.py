"""The articles of an index for those who keep it: listed, counted, taken out and brought back."""
