"""Documents of Word (.docx): their styles, their numbering, and the walk through their text."""
