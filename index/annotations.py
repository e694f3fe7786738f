"""What an annotator finds in articles: stored at indexing, found again where its rules changed.

The index knows nothing of what is found but its offsets. Finding comes after an article is safe:
what is lost to an interruption, or was found by other rules, is found again when it is asked for.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from index.articles.article import Article
from index.articles.statement import Statement
from index.errors import IndexDamaged, IndexProblem
from index.store.storage import Storage
from index.store.tables.statements import StatementSet

_LOG = logging.getLogger(__name__)

_AT_ONCE = 256
"""Articles read, and their statements stored, in one go."""


class Annotator(Protocol):
    """Finds what is stored beside an article. Deterministic; safe to call from many threads.

    >>> class Shouting:
    ...     fingerprint = "shouting-1"
    ...
    ...     def annotate(self, article: Article) -> Sequence[Statement]:
    ...         if not article.text.isupper():
    ...             return []
    ...         return [Statement(start=0, end=len(article.text), kind=StatementKind.DIRECT)]
    """

    @property
    def fingerprint(self) -> str:
        """Names the rules: another one whenever they may find something else."""
        ...

    def annotate(self, article: Article) -> Sequence[Statement]:
        """Return what is found, in order; offsets are of `article.text`. Never raises."""
        ...


@runtime_checkable
class Teller(Annotator, Protocol):
    """An annotator that also puts down who speaks in an article, stored with the statements."""

    @property
    def telling_rules(self) -> str:
        """Names the rules of both: another one whenever they may find or tell something else."""
        ...

    def tell(self, article: Article | None, statements: Sequence[Statement]) -> str:
        """Return who speaks in an article, given as None where it is damaged. Never raises."""
        ...


Found: TypeAlias = tuple[str, Sequence[Statement]]
"""What an annotator found in one article, after the fingerprint of its rules."""


_Fresh: TypeAlias = tuple[Article, StatementSet]


class Annotated(NamedTuple):
    """What was found in one article. `article` is None where it is damaged, or gone since."""

    name: str
    article: Article | None
    statements: tuple[Statement, ...]


class Annotations:
    """What one annotator finds in the articles of one index. Safe to share among threads."""

    def __init__(self, storage: Storage, annotator: Annotator) -> None:
        self._storage = storage
        self._annotator = annotator
        self._teller = annotator if isinstance(annotator, Teller) else None

    def of(self, articles: Sequence[Article]) -> list[tuple[Statement, ...]]:
        """Return the statements of each article: those stored, else found now and stored.

        Where they cannot be stored (a folder that is only read, a full disk, another process that
        writes), they are returned all the same.
        """
        names = [article.id for article in articles]
        stored = self._sets(names)
        fresh: list[_Fresh] = []
        found = []
        for article in articles:
            kept = stored.get(article.id)
            if kept is None or not _belongs(kept, article):
                kept = self._found(article)
                fresh.append((article, kept))
            found.append(kept.statements)
        self._keep(fresh)
        return found

    @property
    def annotator(self) -> Annotator:
        """Who finds it."""
        return self._annotator

    @property
    def rules(self) -> str:
        """What tells the present rules from others."""
        return self._annotator.fingerprint

    def unread(self, articles: Collection[str] | None = None, *, after: int = 0) -> list[str]:
        """Return the articles, of these or of all, that the present rules have not read.

        Args:
            articles: identifiers; all articles when left out.
            after: a row number up to which they have read all.
        """
        names = [name for _, name in self._unread(after)]
        return names if articles is None else [name for name in names if name in articles]

    def renew(
        self, articles: Collection[str] | None = None, *, after: int = 0
    ) -> Iterator[Annotated]:
        """Find the statements of articles that the present rules have not read, and store them.

        Yields what was found; damaged articles are left out.

        Args:
            articles: identifiers; all articles when left out.
            after: a row number up to which they have read all.
        """
        rows = [row for row, name in self._unread(after) if articles is None or name in articles]
        for some in _portions(rows):
            loaded = list(self._storage.articles.at(some).values())
            fresh = [(article, self._found(article)) for article in loaded]
            self._keep(fresh)
            for article, kept in fresh:
                yield Annotated(article.id, article, kept.statements)

    def stored(
        self,
        *,
        articles: Collection[str] | None = None,
        speakers: Collection[str] | None = None,
    ) -> Iterator[Annotated]:
        """Yield the articles with what is stored of them, in the order they were indexed.

        Those without statements are left out; those that are damaged or gone come without text.

        Args:
            articles: identifiers; all articles when left out.
            speakers: only what is said under one of these names.
        """
        sets = self._sets(articles, speakers)
        named = {one.row: (name, one.statements) for name, one in sets.items() if one.statements}
        for some in _portions(list(named)):
            loaded = self._storage.articles.at(some)
            for row in some:
                yield self._sound(*named[row], loaded.get(row), speakers)

    def _sound(
        self,
        name: str,
        statements: tuple[Statement, ...],
        article: Article | None,
        speakers: Collection[str] | None,
    ) -> Annotated:
        if article is not None and not _fit(statements, article):
            kept = self._found(article)
            self._keep([(article, kept)])
            statements = kept.statements
            if speakers is not None:
                statements = tuple(one for one in statements if one.speaker in speakers)
        return Annotated(name, article, statements)

    def speakers(self) -> list[str]:
        """Return the names of all who speak in what is stored, in order."""
        return self._storage.statements.speakers(self._annotator.fingerprint)

    def counts(self) -> list[tuple[str, str, int]]:
        """Return article, speaker and how many statements are stored, doubtful ones left out."""
        return self._storage.statements.counts(self._annotator.fingerprint)

    def hashes(self, articles: Collection[str]) -> dict[str, str]:
        """Return the content hashes of those of these articles whose statements are stored."""
        return self._storage.statements.hashes(self._annotator.fingerprint, articles)

    def add(self, articles: Iterable[tuple[Article, Found | None]]) -> None:
        """Find and store the statements of articles that have just been stored.

        What was found elsewhere by the present rules is not looked for again.

        Raises:
            IndexProblem: they cannot be written.
        """
        fresh: list[_Fresh] = []
        for article, found in articles:
            if found is not None and found[0] == self.rules:
                fresh.append((article, StatementSet(article.content_hash, tuple(found[1]))))
            else:
                fresh.append((article, self._found(article)))
        told = self._told(fresh)
        with self._storage.writing():
            self._put(fresh, told)

    def _sets(
        self, articles: Collection[str] | None, speakers: Collection[str] | None = None
    ) -> dict[str, StatementSet]:
        with self._storage.reading():
            return self._storage.statements.sets(
                self._annotator.fingerprint, articles=articles, speakers=speakers
            )

    def _unread(self, after: int) -> list[tuple[int, str]]:
        return self._storage.statements.unread(self._annotator.fingerprint, after)

    def _found(self, article: Article) -> StatementSet:
        return StatementSet(article.content_hash, tuple(self._annotator.annotate(article)))

    def _told(self, fresh: Iterable[_Fresh]) -> dict[str, tuple[str, str]]:
        """Return what articles tell, with their content hashes, by identifier."""
        if self._teller is None:
            return {}
        return {
            article.id: (article.content_hash, self._teller.tell(article, kept.statements))
            for article, kept in fresh
        }

    def _put(self, fresh: Iterable[_Fresh], told: Mapping[str, tuple[str, str]]) -> None:
        sets = {article.id: kept for article, kept in fresh}
        self._storage.statements.put(self.rules, sets)
        if self._teller is not None:
            self._storage.tellings.put(self._teller.telling_rules, self.rules, told)

    def _keep(self, fresh: Sequence[_Fresh]) -> None:
        if not fresh or self._storage.read_only:
            return
        told = self._told(fresh)
        try:
            with self._storage.statements.impatient(), self._storage.writing():
                self._put(fresh, told)
        except IndexDamaged:
            raise
        except IndexProblem as problem:
            _LOG.info("What was found in %d articles is not stored: %s", len(fresh), problem)


def _belongs(kept: StatementSet, article: Article) -> bool:
    """Tell whether these are statements of the article as it is, with offsets that it has."""
    return kept.content_hash == article.content_hash and _fit(kept.statements, article)


def _fit(statements: Iterable[Statement], article: Article) -> bool:
    length = len(article.text)
    return all(one.fits(length) for one in statements)


def _portions(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    return (rows[first : first + _AT_ONCE] for first in range(0, len(rows), _AT_ONCE))
