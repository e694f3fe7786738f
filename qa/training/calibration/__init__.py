"""How sentences are weighed and how sure an answer is, fitted on news of our own."""
