"""What an index is searched with: one engine for vectors, one for words."""

from dataclasses import dataclass

from index.search.lexical_store import LexicalEngine
from index.search.vector_store import VectorEngine


@dataclass(frozen=True, slots=True)
class Engines:
    """Both engines of an index. What they derive must not share names in one folder."""

    vectors: VectorEngine
    words: LexicalEngine


def built_in_engines() -> Engines:
    """Return FAISS for vectors and tantivy for words."""
    from index.search.faiss_store import FaissEngine
    from index.search.tantivy_store import TantivyEngine

    return Engines(FaissEngine(), TantivyEngine())
