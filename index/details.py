"""The metadata of articles for editors: what is missing or doubtful, and how it is corrected."""

import datetime
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TypeAlias

from index.articles.article import Article
from index.articles.details.checking import Checked, check_metadata
from index.articles.details.corrections import Change
from index.errors import ArticleDamaged
from index.indexing.indexer import Indexer
from index.store.storage import Storage

Opening: TypeAlias = Callable[[], AbstractContextManager[Indexer]]
"""Opens the index for writing."""


class Details:
    """The metadata of the articles of one index. Safe to share among threads."""

    def __init__(self, storage: Storage, opening: Opening) -> None:
        self._storage = storage
        self._opening = opening

    def checked(self) -> list[Checked]:
        """Return every article with what it lacks or has in doubt, in order of identifier."""
        with self._storage.reading():
            origins = self._storage.articles.origins()
            corrections = self._storage.corrections.by_article()
            infos = self._storage.articles.infos()
        today = datetime.datetime.now(datetime.UTC).date()
        return [
            check_metadata(info, origins.get(row, ()), corrections.get(info.id, ()), today=today)
            for row, info in infos
        ]

    def of(self, article: Article) -> Checked:
        """Return one article with what it lacks, has in doubt, and what was corrected of it."""
        corrections = self._storage.corrections.of(article.id)
        today = datetime.datetime.now(datetime.UTC).date()
        return check_metadata(article.info, article.origins, corrections, today=today)

    def correct(self, changes: Iterable[Change], editor: str) -> int:
        """Change metadata of articles, as `editor` says; return of how many.

        What is said holds until it is taken back, however often the articles are indexed. Passages
        are embedded again where a title changed.

        Raises:
            UnknownArticle: one of them is not in the index; none is changed then.
            ArticleDamaged: one of them is not as it was stored; none is changed then.
            IndexLocked: somebody else is writing.
        """
        wanted = _merged(changes)
        if not wanted:
            return 0
        with self._opening() as indexer:
            for change in wanted:
                self._check(change.article)
            indexer.correct(wanted, editor)
            indexer.annotate()
            return indexer.updated

    def _check(self, article: str) -> None:
        row = self._storage.articles.row_known(article)
        if row not in self._storage.articles.at([row]):
            message = self._storage.articles.damage_of(row) or f"Article {article} is damaged."
            raise ArticleDamaged(message, article=article)


def _merged(changes: Iterable[Change]) -> list[Change]:
    """Return one change an article; what is said later of a field counts."""
    found: dict[str, Change] = {}
    for change in changes:
        before = found.get(change.article, Change(article=change.article))
        values = {**before.values, **change.values}
        as_read = {*before.as_read, *change.as_read} - change.values.keys()
        values = {name: value for name, value in values.items() if name not in change.as_read}
        found[change.article] = Change(article=change.article, values=values, as_read=as_read)
    return list(found.values())
