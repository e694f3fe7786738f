"""Articles that are nearly the same text: found at indexing, the earliest first.

The same report in several newspapers is one text, published first by whom it is dated earliest.
"""

from collections.abc import Iterator, Sequence

from index.articles.article import ArticleInfo
from index.search.near_copies import signature
from index.store.storage import Storage

_AT_ONCE = 256
"""Articles read, and their signatures stored, in one go."""


def near_copies(storage: Storage, article_row: int) -> list[ArticleInfo]:
    """Return the near copies of an article in the order of publication."""
    rows = storage.near_copies.of(article_row)
    return sorted(storage.articles.infos_of(rows), key=published) if rows else []


def published(info: ArticleInfo) -> tuple[str, str]:
    """Return what puts articles in the order of publication: those without a date come last."""
    return (info.date or "9999", info.id)


def sign(storage: Storage, rows: Sequence[int]) -> Iterator[int]:
    """Sign articles that are stored, damaged ones passed over; yield how many were looked at."""
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        found = storage.articles.at(some)
        signed = {row: signature(article.text) for row, article in found.items()}
        with storage.writing():
            for row, made in signed.items():
                storage.near_copies.put(row, made)
        yield len(some)
