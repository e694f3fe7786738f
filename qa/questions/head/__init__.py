"""A small trained head over the question's own vector: how probable each kind of question is."""
