"""What articles were before they were changed, so that a quote of then can still be shown."""

from dataclasses import dataclass

from index.articles.article import Article
from index.errors import UnknownArticle
from index.store.storage import Storage
from index.store.tables.versions import Version, names

MOST = 100
"""Versions of an article that are kept where nobody said otherwise."""

KEPT = "versions_kept"
"""The setting with how many are kept instead."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article as it was until `replaced`, when another text took its place; None for now."""

    article: Article
    replaced: str | None


class Versions:
    """The versions of the articles of one index. Safe to share among threads and processes."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def of(self, article_id: str) -> list[Version]:
        """Return what an article was before, the latest first; nothing where it never changed."""
        return self._storage.versions.of(article_id)

    def find(self, article_id: str, stamp: str) -> Found:
        """Return an article as it was.

        Args:
            article_id: of the article.
            stamp: its content hash, or the hash of its text, then, or how either begins.

        Raises:
            UnknownArticle: there is, or was, none such, or it is no longer kept.
        """
        row = self._storage.articles.row_of(article_id)
        present = None if row is None else self._storage.articles.at([row]).get(row)
        if present is not None and names(stamp, present):
            return Found(present, None)
        for version in self.of(article_id):
            article = self._storage.versions.article(version) if names(stamp, version) else None
            if article is not None:
                return Found(article, version.replaced)
        raise UnknownArticle(
            f"No version {stamp[:64]!r} of article {article_id!r} is kept. `pullquote show "
            f"{article_id} --json` lists those that are."
        )

    @property
    def kept(self) -> int:
        """How many versions of an article are kept."""
        stored = self._storage.settings.get(KEPT)
        return stored if type(stored) is int and stored >= 0 else MOST
