"""What `bench_peers.py` runs in a process of its own for each system.

Called with the system's name; reads {"articles", "passages", "questions", "model"} as JSON from
standard input, and writes {"versions", "index_seconds", "index_processor", "question_ms",
"question_processor_ms", "memory_mb"} as the last line of standard output. Passages are what
Pullquote makes of the articles; it gets the articles, and its time includes cutting them. Opening
the model is not timed: everybody does that once.
"""

import importlib.metadata
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HITS = 10
WARM_UP = 8

Search = Callable[[str], Any]
Build = Callable[[Sequence[str]], Search]
"""Indexes texts and returns what finds `HITS` passages for a question."""


def txtai(model: str) -> Build:
    from txtai import Embeddings

    def build(passages: Sequence[str]) -> Search:
        embeddings = Embeddings(path=model)
        embeddings.index(passages)
        return lambda question: embeddings.search(question, HITS)

    return build


def langchain(model: str) -> Build:
    from langchain_community.vectorstores import FAISS
    from langchain_huggingface import HuggingFaceEmbeddings

    embedding = HuggingFaceEmbeddings(model_name=model)

    def build(passages: Sequence[str]) -> Search:
        store = FAISS.from_texts(list(passages), embedding)
        return lambda question: store.similarity_search(question, k=HITS)

    return build


def llamaindex(model: str) -> Build:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    embedding = HuggingFaceEmbedding(model_name=model)

    def build(passages: Sequence[str]) -> Search:
        nodes = [TextNode(text=text) for text in passages]
        retriever = VectorStoreIndex(nodes, embed_model=embedding).as_retriever(
            similarity_top_k=HITS
        )
        return lambda question: retriever.retrieve(question)

    return build


def pullquote(model: str) -> Build:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from index.articles.article import Article, ArticleInfo
    from index.collection import Index
    from index.models.embedding import open_embedder

    del model  # it is the built-in one
    embedder = open_embedder()

    def build(articles: Sequence[str]) -> Search:
        index = Index.open(tempfile.mkdtemp(), create=True, embedder=embedder)
        index.add_articles(
            Article(info=ArticleInfo(id=f"a{number:05}"), text=text)
            for number, text in enumerate(articles)
        )
        return lambda question: index.search(question, HITS)

    return build


SYSTEMS = {"pullquote": pullquote, "txtai": txtai, "langchain": langchain, "llamaindex": llamaindex}

PACKAGES = {
    "pullquote": ["pullquote", "onnxruntime"],
    "txtai": ["txtai", "transformers", "torch"],
    "langchain": ["langchain-huggingface", "langchain-community", "sentence-transformers"],
    "llamaindex": ["llama-index-core", "llama-index-embeddings-huggingface"],
}


def main() -> None:
    """Do the work and print the figures."""
    name, work = sys.argv[1], json.load(sys.stdin)
    build = SYSTEMS[name](work["model"])
    texts = work["articles" if name == "pullquote" else "passages"]
    find = build(work["passages"][:WARM_UP])
    find(work["questions"][0])
    started, processor = time.perf_counter(), time.process_time()
    find = build(texts)
    took, processor = time.perf_counter() - started, time.process_time() - processor
    asked, computed = [], []
    for question in work["questions"]:
        started, before = time.perf_counter(), time.process_time()
        find(question)
        asked.append(1000 * (time.perf_counter() - started))
        computed.append(1000 * (time.process_time() - before))
    figures = {
        "versions": [f"{one} {importlib.metadata.version(one)}" for one in PACKAGES[name]],
        "index_seconds": took,
        "index_processor": processor,
        "question_ms": asked,
        "question_processor_ms": computed,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print("\n" + json.dumps(figures))


if __name__ == "__main__":
    main()
