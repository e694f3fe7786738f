"""The collections of an index by their names: which there are, and how articles are moved."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from index.details import Opening
from index.errors import UsageError
from index.store.storage import Storage
from index.store.tables.memberships import DEFAULT

LONGEST_NAME = 80
"""Characters of a name."""

_NAMED = 20
"""Names that a message tells."""


@dataclass(frozen=True, slots=True)
class NamedCollection:
    """A collection and how many articles it has."""

    name: str
    articles: int

    def to_json(self) -> dict[str, object]:
        """Return one element of `collections` of the command line."""
        return {"name": self.name, "articles": self.articles}


def checked_name(name: str) -> str:
    """Return a name as it is stored: without white space around it.

    Raises:
        UsageError: it cannot be one.
    """
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable() or plain == "*":
        raise UsageError(
            f"{plain[:40]!r}{' …' if len(plain) > 40 else ''} cannot name a collection: take 1 to "
            f"{LONGEST_NAME} printable characters, and not * alone, which stands for all."
        )
    return plain


class NamedCollections:
    """The collections that are seen here. Safe to share among threads."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def all(self) -> list[NamedCollection]:
        """Return all in order of their names; those without articles, too."""
        counts = self._storage.memberships.counts()
        return [NamedCollection(name, count) for name, count in counts.items()]

    def names(self) -> frozenset[str]:
        """Return the names of all."""
        return frozenset(self._storage.memberships.names())

    def of(self, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the collections of articles by identifier; of several, in order of their names."""
        return self._storage.memberships.of_articles(ids)

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Return these names.

        Raises:
            UsageError: there is none of one of these names, here.
        """
        wanted = frozenset(names)
        there = self._storage.memberships.names()
        for name in sorted(wanted.difference(there)):
            raise UsageError(no_collection(name, there))
        return wanted


class CollectionChanges:
    """Changes of the collections of one index.

    Every change raises `IndexLocked` when somebody else is writing.
    """

    def __init__(self, storage: Storage, opening: Opening) -> None:
        self._storage = storage
        self._opening = opening
        self._names = NamedCollections(storage)

    def move(self, ids: Iterable[str], names: Sequence[str]) -> int:
        """Have articles in these collections and in no other; return how many were elsewhere.

        Raises:
            UnknownArticle: one of `ids` is not in the index; then none is moved.
            UsageError: a name cannot be one, or there is none.
        """
        wanted = _checked(names)
        with self._opening() as indexer:
            rows = list(map(self._storage.articles.row_known, ids))
            return indexer.placing.move(self._elsewhere(rows, wanted))

    def move_all(self, old: str, names: Sequence[str]) -> int:
        """Have all articles of a collection in others instead; return how many there were.

        Raises:
            UsageError: there is no such collection, or a name cannot be one.
        """
        wanted = _checked(names)
        with self._opening() as indexer:
            self._names.known([old])
            rows = self._storage.memberships.rows_in(old)
            now = self._storage.memberships.of_rows(rows)
            places = {
                row: tuple(sorted({*now[row], *wanted} - ({old} - set(wanted)))) for row in rows
            }
            indexer.placing.move({row: to for row, to in places.items() if to != now[row]})
            return len(rows)

    def rename(self, old: str, new: str) -> None:
        """Give a collection another name.

        Raises:
            UsageError: there is no such collection, or the name is taken or cannot be one.
        """
        name = checked_name(new)
        with self._opening() as indexer:
            self._names.known([old])
            if name in self._storage.memberships.names():
                raise UsageError(
                    f"There is a collection {name!r} already. To put all of {old!r} into it: "
                    f"pullquote collections move --all-of {old!r} --to {name!r}"
                )
            if old == DEFAULT:
                raise UsageError(
                    f"{DEFAULT!r} is where articles go that are put nowhere else, so it keeps its "
                    f"name. Move its articles: pullquote collections move --all-of {DEFAULT} --to "
                    f"{name!r}"
                )
            indexer.placing.change(lambda: self._storage.memberships.rename(old, name))

    def remove(self, name: str) -> None:
        """Take away a collection that has no article.

        Raises:
            UsageError: there is none, it has articles, or it is the default one.
        """
        with self._opening() as indexer:
            self._names.known([name])
            if name == DEFAULT:
                raise UsageError(f"{DEFAULT!r} is where articles go that are put nowhere else.")
            here = len(self._storage.memberships.rows_in(name))
            gone = self._storage.memberships.removed_in(name)
            if here:
                raise UsageError(
                    f"The collection {name!r} has {_articles(here)}. Move them first: pullquote "
                    f"collections move --all-of {name!r} --to {DEFAULT}"
                )
            if gone:
                raise UsageError(
                    f"The collection {name!r} had {_articles(gone)} that can still be brought "
                    "back. Erase them for good on the articles page first, or wait a week."
                )
            indexer.placing.change(lambda: self._storage.memberships.drop(name))

    def _elsewhere(self, rows: Sequence[int], wanted: Sequence[str]) -> dict[int, Sequence[str]]:
        now = self._storage.memberships.of_rows(rows)
        return {row: wanted for row in rows if now.get(row) != tuple(wanted)}


def _checked(names: Sequence[str]) -> list[str]:
    wanted = sorted(set(map(checked_name, names)))
    if not wanted:
        raise UsageError("Say into which collection, as in --to letters.")
    return wanted


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def no_collection(name: str, there: Sequence[str]) -> str:
    """Say that there is no collection of a name among those that are there."""
    shown = f"{name[:40]!r}{' …' if len(name) > 40 else ''}"
    if not there:
        return f"There is no collection {shown}."
    more = f" and {len(there) - _NAMED} more" if len(there) > _NAMED else ""
    return f"There is no collection {shown}; there are {', '.join(there[:_NAMED])}{more}."
