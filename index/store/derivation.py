"""What the stores of vectors and words are told of the truth."""

import hashlib
import logging
from collections.abc import Iterator

import numpy as np

from index.articles.article import Article
from index.articles.passages import Passage
from index.articles.rows import NO_ROWS, Rows
from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search.lexical_store import Entry
from index.store.damage import EMBED
from index.store.soundness import stored_vectors
from index.store.storage import Storage

_LOG = logging.getLogger(__name__)


def all_vectors(storage: Storage, dimension: int) -> tuple[Rows, StoredVectors]:
    """Return every passage's row, ascending, and its vector as stored.

    Those of an article whose vectors are damaged are zeros, which are near to nothing; how many
    there are is logged.
    """
    rows: list[Rows] = [NO_ROWS]
    vectors: list[StoredVectors] = [np.empty((0, dimension), np.float16)]
    damaged = 0
    for article in storage.articles.rows():
        rows.append(storage.passages.rows([article]))
        count = len(rows[-1])
        try:
            vectors.append(stored_vectors(storage, article, dimension, count))
        except IndexDamaged:
            damaged += 1
            vectors.append(np.zeros((count, dimension), np.float16))
    if damaged:
        _LOG.warning(
            "%s: %d articles are found by their words alone, for their vectors are not as they "
            "were stored. %s", storage.path, damaged, EMBED
        )  # fmt: skip
    found = np.concatenate(rows)
    order = np.argsort(found, kind="stable")
    return found[order], np.concatenate(vectors)[order]


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
