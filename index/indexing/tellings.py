"""What articles tell of who speaks in them: read once, and then what has changed.

Stored with the statements; asked for anew where that was lost to an interruption, or other rules
were asked.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.annotations import Annotations, Teller
from index.errors import IndexDamaged, IndexProblem
from index.store.spoken.changes import State
from index.store.spoken.tellings import Telling
from index.store.storage import Storage

_LOG = logging.getLogger(__name__)

_AT_ONCE = 256
"""Articles that are asked, and what they tell stored, in one go."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What is otherwise since a state: the rows of these articles, and those that are there now.

    `rows` is None where it may be all; `there` are then all articles.
    """

    state: State
    rows: Sequence[int] | None
    there: Sequence[Telling]


class Tellings:
    """What the articles of one index tell. Safe to share among threads."""

    def __init__(self, storage: Storage, teller: Teller) -> None:
        self._storage = storage
        self._teller = teller
        self._annotations = Annotations(storage, teller)

    def state(self) -> State:
        """Return what is another one once something has changed."""
        return self._storage.speaker_changes.state()

    def since(self, state: State | None) -> Changed:
        """Return what has changed since a state; everything where there is none."""
        rules, table = self._teller.telling_rules, self._storage.tellings
        with self._storage.reading():
            now = self.state()
            rows = self._storage.speaker_changes.since(state) if state else None
            found = table.all(rules) if rows is None else table.at(rules, rows)
        untold = {one.row: one for one in found if one.told is None}
        if untold:
            told = dict(self.asked(list(untold.values())))
            found = [one._replace(told=told.get(one.row, one.told)) for one in found]
        return Changed(now, rows, found)

    def untold(self, after: int = 0) -> list[Telling]:
        """Return the articles behind a row number that the present rules have not been asked."""
        with self._storage.reading():
            rows = self._storage.tellings.untold(self._teller.telling_rules, after)
            return self._storage.tellings.at(self._teller.telling_rules, rows)

    def wrong(self) -> list[Telling]:
        """Return the articles of which something else is stored than they tell, in order.

        Articles that are damaged are left out.
        """
        rules, found = self._teller.telling_rules, []
        rows = self._storage.tellings.rows_told(rules)
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE]
            loaded = self._storage.articles.at(some)
            names = [article.id for article in loaded.values()]
            sets = self._storage.statements.sets(self._teller.fingerprint, articles=names)
            for one in self._storage.tellings.at(rules, list(loaded)):
                statements = sets[one.article].statements if one.article in sets else ()
                if one.told != self._teller.tell(loaded[one.row], statements):
                    found.append(one)
        return found

    def renew(self, articles: Sequence[Telling]) -> None:
        """Ask articles again, whatever is stored of them."""
        with self._storage.writing():
            self._storage.tellings.drop(one.row for one in articles)
        for _ in self.asked(articles):
            pass

    def asked(self, articles: Sequence[Telling]) -> Iterator[tuple[int, str]]:
        """Yield row and what it tells for each article, stored where that is possible.

        Those that are gone, or damaged before their statements were found, are left out.
        """
        for first in range(0, len(articles), _AT_ONCE):
            some = articles[first : first + _AT_ONCE]
            loaded = self._storage.articles.at([one.row for one in some])
            found = self._annotations.of(list(loaded.values()))
            told = {
                row: (article, self._teller.tell(article, statements))
                for (row, article), statements in zip(loaded.items(), found, strict=True)
            }
            self._keep({one.id: (one.content_hash, text) for one, text in told.values()})
            yield from ((row, text) for row, (_, text) in told.items())
            yield from self._damaged([one for one in some if one.row not in loaded])

    def _damaged(self, articles: Sequence[Telling]) -> Iterator[tuple[int, str]]:
        if articles:
            rules, names = self._teller.fingerprint, [one.article for one in articles]
            stored = self._storage.statements.sets(rules, articles=names)
            for kept in stored.values():
                yield kept.row, self._teller.tell(None, kept.statements)

    def _keep(self, told: dict[str, tuple[str, str]]) -> None:
        if not told or self._storage.read_only:
            return
        try:
            with self._storage.statements.impatient(), self._storage.writing():
                rules, fingerprint = self._teller.telling_rules, self._teller.fingerprint
                self._storage.tellings.put(rules, fingerprint, told)
        except IndexDamaged:
            raise
        except IndexProblem as problem:
            _LOG.info("What %d articles tell is not stored: %s", len(told), problem)
