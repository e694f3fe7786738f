"""A batch into the store, and out of it what it replaces: one transaction, one generation."""

from collections.abc import Sequence

import numpy as np

from index.indexing.batches.preparing import Batch, Signed, Taken
from index.indexing.leaving import keep_removed, keep_versions
from index.indexing.placing import Placing
from index.models.vectors import encode_vectors
from index.store.derivation import entry
from index.store.generations import Generations
from index.store.storage import Storage
from index.store.tables.articles import Known
from index.store.tables.counters import State
from index.store.tables.removed import Removal


class Committer:
    """Stores batches in one index; the caller holds the writer's lock.

    Args:
        storage: the truth.
        generations: what is derived from it; made to agree first.
        placing: says in which collections what is stored belongs.
    """

    def __init__(self, storage: Storage, generations: Generations, placing: Placing) -> None:
        self._storage = storage
        self._generations = generations
        self._placing = placing

    def commit(
        self,
        batch: Batch,
        signed: Sequence[Signed],
        gone: dict[str, Known],
        removal: Removal | None = None,
    ) -> None:
        """Store a batch, and take out what is `gone`; with `removal` that is kept with it."""
        storage, generations, taken = self._storage, self._generations, batch.articles
        ready = [one.prepared for one in signed]
        manifest = generations.reconciled()
        old = storage.counters.state()
        first_article = old.last_article + 1
        first = max(old.last_passage, manifest.last_row) + 1
        firsts = first + np.cumsum([0, *(len(one.passages) for one in ready)])
        state = State(
            generation=max(old.generation, manifest.generation) + 1,
            last_article=old.last_article + len(ready),
            last_passage=int(firsts[-1]) - 1,
        )
        leaving = [*(one.known.row for one in taken if one.known), *(k.row for k in gone.values())]
        dead = storage.passages.rows(leaving)
        entries = [
            entry(int(firsts[at]) + number, first_article + at, one.article, passage)
            for at, one in enumerate(ready)
            for number, passage in enumerate(one.passages)
        ]
        codes = [
            np.frombuffer(encode_vectors(one.vectors), "<f2").reshape(one.vectors.shape)
            for one in ready
        ]
        rows = np.arange(first, state.last_passage + 1, dtype=np.int64)
        generations.grow(state, rows, np.concatenate(codes) if codes else None, entries)
        with storage.writing():
            storage.sources.forget(leaving if gone else [])
            keep_versions(storage, taken)
            keep_removed(storage, gone, removal)
            self._carry_judgements(taken)
            storage.memberships.remember(leaving)
            storage.articles.delete(leaving)
            for at, one in enumerate(signed):
                row, passage = first_article + at, int(firsts[at])
                storage.insert(row, passage, one.prepared, self._placing.collections)
                storage.near_copies.put(row, one.signature)
            storage.removed.drop([one.removed.number for one in taken if one.removed])
            self._put_notes(batch)
            storage.counters.set(state)
        generations.settle(dead)

    def put_notes(self, batch: Batch) -> None:
        """Store what goes with a batch that has no articles."""
        with self._storage.writing():
            self._put_notes(batch)

    def _put_notes(self, batch: Batch) -> None:
        self._storage.sources.put(batch.stamps)
        self._storage.fetches.put(batch.fetches)
        for article, corrections in batch.corrections.items():
            self._storage.corrections.put(article, corrections)

    def _carry_judgements(self, taken: Sequence[Taken]) -> None:
        """Let what was said of articles hold where their text stays; call in the transaction."""
        for one in taken:
            if one.known:
                self._storage.judgements.carry(one.article, one.known.content_hash)
