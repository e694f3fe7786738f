"""In which collections articles are put, while they are written and afterwards."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from index.articles.rows import NO_ROWS
from index.store.generations import Generations
from index.store.storage import Storage
from index.store.tables.articles import Known


class Placing:
    """Puts articles of one index into collections; the caller holds the writer's lock.

    Args:
        storage: the truth.
        generations: what is derived from it.
    """

    def __init__(self, storage: Storage, generations: Generations) -> None:
        self._storage = storage
        self._generations = generations
        self._staying: set[int] = set()
        self.collections: tuple[str, ...] = ()
        """Where what is met now belongs; empty for where it is, of new ones the default."""

    def stays(self, articles: Iterable[Known]) -> None:
        """Have articles that are as they were put where all that is met now belongs."""
        if self.collections:
            self._staying.update(known.row for known in articles)

    def place(self) -> int:
        """Put what stayed as it was where it belongs; return how many articles moved."""
        rows, self._staying = self._staying, set()
        wanted = tuple(sorted(set(self.collections)))
        now = self._storage.memberships.of_rows(rows) if rows else {}
        return self.move({row: wanted for row in sorted(rows) if now.get(row) != wanted})

    def move(self, places: Mapping[int, Sequence[str]]) -> int:
        """Have articles, by row number, in these collections; return how many there are."""
        if places:
            put = self._storage.memberships.put
            self.change(lambda: [put(row, names) for row, names in places.items()])
        return len(places)

    def change(self, work: Callable[[], object]) -> None:
        """Do what changes no text, in one transaction, as a generation of its own."""
        manifest, old = self._generations.reconciled(), self._storage.counters.state()
        state = replace(old, generation=max(old.generation, manifest.generation) + 1)
        self._generations.grow(state, NO_ROWS, None, [])
        with self._storage.writing():
            work()
            self._storage.counters.set(state)
        self._generations.settle(NO_ROWS)
