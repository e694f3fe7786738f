"""Passages of the truth as they are kept elsewhere: which there are, and some at a time."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows, of_runs
from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search.lexical_store import Entry
from index.search.milvus.asking import Owners
from index.search.milvus.collection import Marks, Row
from index.store.derivation import entry
from index.store.soundness import stored_vectors
from index.store.storage import Storage
from index.store.tables.counters import State

_AT_ONCE = 1_000  # rows


@dataclass(frozen=True, slots=True)
class Truth:
    """The passages of one generation of the truth: their rows, ascending, and their marks."""

    state: State
    rows: Rows
    marks: Marks

    @property
    def digest(self) -> str:
        """What only these very passages have, in hex."""
        return hashlib.sha256(self.rows.tobytes() + self.marks.tobytes()).hexdigest()


def truth_of(storage: Storage) -> Truth:
    """Return the passages that there are.

    A mark is a number from the hashes of an article and of its vectors and the row: another one as
    soon as a row stands for anything else.
    """
    with storage.reading():
        state, runs = storage.counters.state(), storage.passages.runs()
    firsts = np.array([run[1] for run in runs], np.int64)
    counts = np.array([run[2] for run in runs], np.int64)
    seeds = np.array([_seed(run[3], run[4]) for run in runs], np.uint64)
    rows = of_runs(firsts, firsts + counts - 1)
    return Truth(state, rows, _mixed(np.repeat(seeds, counts), rows))


def owners_of(storage: Storage) -> Owners:
    """Return whose passages are whose."""
    runs = storage.passages.runs()
    pairs = np.array([run[:2] for run in runs], np.int64).reshape(-1, 2)
    return Owners(pairs[:, 0], pairs[:, 1])


def _seed(content_hash: str, digest: bytes) -> int:
    found = hashlib.blake2b(content_hash.encode() + digest, digest_size=8).digest()
    return int.from_bytes(found, "little")


def _mixed(seeds: npt.NDArray[np.uint64], rows: Rows) -> Marks:
    """Return int64 numbers that depend on every bit of both (the mixing of splitmix64)."""
    with np.errstate(over="ignore"):
        mixed = seeds + rows.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
    return mixed.view(np.int64)


def passages(storage: Storage, rows: Rows, marks: Marks) -> Iterator[list[Row]]:
    """Yield passages of these rows, ascending, many at a time; those that are gone are left out.

    As in what is derived in the folder, those of a damaged article have no words, and vectors that
    are damaged are zeros.
    """
    for at in range(0, len(rows), _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        with storage.reading():
            found = _passages(storage, rows[some], marks[some])
        if found:
            yield found


def _passages(storage: Storage, rows: Rows, marks: Marks) -> list[Row]:
    places = storage.passages.at(rows.tolist())
    owners = sorted({place.article for place in places.values()})
    articles = storage.articles.at(owners)
    found: list[Row] = []
    for owner in owners:
        every = storage.passages.rows([owner])
        wanted = np.intersect1d(every, rows, assume_unique=True)
        vectors = _vectors(storage, owner, every)[np.searchsorted(every, wanted)]
        article = articles.get(owner)
        entries = [
            Entry(row, owner, "", "")
            if article is None
            else entry(row, owner, article, places[row].passage)
            for row in wanted.tolist()
        ]
        kept = marks[np.searchsorted(rows, wanted)].tolist()
        found += map(Row, entries, vectors, kept)
    return sorted(found, key=lambda one: one.entry.row)


def _vectors(storage: Storage, article: int, rows: Rows) -> StoredVectors:
    dimension = storage.settings.dimension()
    try:
        return stored_vectors(storage, article, dimension, len(rows))
    except IndexDamaged:
        return np.zeros((len(rows), dimension), np.float16)
