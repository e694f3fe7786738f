"""What editors said of spans of articles: stored in the truth, and seen at once by every reader."""

from collections.abc import Collection, Iterable, Sequence

from index.articles.article import Article
from index.articles.judgement import Judged, Judgement
from index.errors import UsageError
from index.store.storage import Storage


class Judgements:
    """The judgements of one index. Safe to share among threads and processes.

    Nothing is kept in memory: another process may have said something a moment ago.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def of(self, keys: Collection[str]) -> list[Judged]:
        """Return what still holds of what was said under any of these keys, earliest first."""
        with self._storage.reading():
            found = self._with_articles(self._storage.judgements.of(keys))
        return [one for one in found if one.article is not None]

    def all(self) -> list[Judged]:
        """Return all that was said, earliest first."""
        with self._storage.reading():
            return self._with_articles(self._storage.judgements.all())

    def add(self, judgements: Iterable[Judgement]) -> list[int]:
        """Store judgements, all or none, and return their numbers.

        Raises:
            IndexProblem: they cannot be written.
        """
        with self._storage.writing():
            return [self._storage.judgements.put(one) for one in judgements]

    def remove(self, numbers: Collection[int]) -> None:
        """Take judgements back, all or none.

        Raises:
            UsageError: there is none of one of these numbers.
            IndexProblem: it cannot be written.
        """
        with self._storage.writing():
            known = {one.number for one in self._storage.judgements.at(numbers)}
            for number in sorted(set(numbers) - known):
                raise UsageError(
                    f"There is no judgement {number}; `pullquote feedback list` lists them."
                )
            self._storage.judgements.drop(known)

    def _with_articles(self, judgements: Sequence[Judgement]) -> list[Judged]:
        articles = {name: self._article(name) for name in {one.article for one in judgements}}
        return [Judged(one, _same(one, articles[one.article])) for one in judgements]

    def _article(self, name: str) -> Article | None:
        row = self._storage.articles.row_of(name)
        return None if row is None else self._storage.articles.at([row]).get(row)


def _same(judgement: Judgement, article: Article | None) -> Article | None:
    return article if article is not None and judgement.is_of(article) else None
