"""Models: where their weights are, the graph, the engine, the embedder."""
