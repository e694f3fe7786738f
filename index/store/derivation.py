"""What the stores of vectors and words are told of the truth."""

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.articles.article import Article
from index.articles.passages import Passage
from index.articles.rows import Rows
from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search.lexical_store import Entry, LexicalStore
from index.search.vector_store import VectorStore
from index.store.damage import EMBED
from index.store.soundness import stored_vectors
from index.store.storage import Storage

_LOG = logging.getLogger(__name__)

_AT_ONCE = 32_768  # vectors in memory


def vector_batches(storage: Storage, dimension: int) -> Iterator[tuple[Rows, StoredVectors]]:
    """Yield every passage's row, ascending, and its vector as stored, many at a time.

    Those of an article whose vectors are damaged are zeros, which are near to nothing; how many
    there are is logged.
    """
    rows: list[Rows] = []
    vectors: list[StoredVectors] = []
    damaged = waiting = 0
    for article in storage.passages.articles():
        rows.append(storage.passages.rows([article]))
        count = len(rows[-1])
        try:
            vectors.append(stored_vectors(storage, article, dimension, count))
        except IndexDamaged:
            damaged += 1
            vectors.append(np.zeros((count, dimension), np.float16))
        waiting += count
        if waiting >= _AT_ONCE:
            yield np.concatenate(rows), np.concatenate(vectors)
            rows, vectors, waiting = [], [], 0
    if damaged:
        _LOG.warning(
            "%s: %d articles are found by their words alone, for their vectors are not as they "
            "were stored. %s", storage.path, damaged, EMBED
        )  # fmt: skip
    if waiting:
        yield np.concatenate(rows), np.concatenate(vectors)


def filled(vectors: VectorStore, storage: Storage) -> VectorStore:
    """Return an empty store with the vectors of every passage."""
    for rows, stored in vector_batches(storage, vectors.dimension):
        vectors = vectors.add(rows, stored)
    return vectors


def differences(
    storage: Storage, vectors: VectorStore, words: LexicalStore, folder: Path
) -> Iterator[str]:
    """Say which passages of the truth are not in what is derived, in `folder`, as they are."""
    missing = other = False
    for rows, stored in vector_batches(storage, vectors.dimension):
        held, found = vectors.vectors(rows)
        missing |= not held.all()
        other |= not np.array_equal(found, stored[held])
    if missing:
        yield f"{folder}: passages are missing from the vectors"
    if other:
        yield f"{folder}: the vectors are not those of {storage.path}"
    if len(np.setdiff1d(storage.passages.rows(), words.rows())):
        yield f"{folder}: passages are missing from the lexical index"


def entries(storage: Storage, rows: Rows | None = None) -> Iterator[Entry]:
    """Yield what is searched by words of some passages, or of all.

    Those of a damaged article have no words: they are never found by them, and never quoted.
    """
    wanted = None if rows is None else set(rows.tolist())
    for article_row in storage.articles.rows():
        places = storage.passages.of(article_row)
        if wanted is not None:
            places = [place for place in places if place.row in wanted]
        if not places:
            continue
        article = storage.articles.at([article_row]).get(article_row)
        for place in places:
            if article is None:
                yield Entry(place.row, article_row, "", "")
            else:
                yield entry(place.row, article_row, article, place.passage)


def entry(row: int, article_row: int, article: Article, passage: Passage) -> Entry:
    """Return what is searched by words of a passage of a sound article."""
    text = article.text[passage.start : passage.end]
    order = hashlib.sha256(f"{article.id}#{passage.number}".encode()).digest()[:6]
    return Entry(
        row=row,
        article=article_row,
        text=f"{passage.heading}\n{text}",
        title=article.info.title or "",
        order=int.from_bytes(order),
        language=article.info.lang,
    )
