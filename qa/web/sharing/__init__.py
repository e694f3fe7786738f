"""Links to answers: made with an answer, opened as it was, or with what changed since."""
