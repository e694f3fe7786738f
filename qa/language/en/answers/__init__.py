"""Words that answers are told by: corrections, figures, and what is said around questions."""
