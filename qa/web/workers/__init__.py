"""Questions answered by several processes, for one server that holds all the rest."""
