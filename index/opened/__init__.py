"""What an index that is open is made of: what it answers, and the model it was made with."""
