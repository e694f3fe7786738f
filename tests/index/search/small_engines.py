"""Both contracts in their smallest form: an array, and words counted in plain Python.

Each state is one file, which is read and written whole.
"""

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.articles.rows import NO_ROWS, Rows
from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search.engines import Engines
from index.search.lexical_store import Entry, WordScores
from index.search.vector_store import Cancelled, Cosines, MutualCosines, Tended, Vector

Record = Mapping[str, Any]


@dataclass(frozen=True)
class _File:
    """Where a state lies, and its hash; None for one in memory."""

    folder: Path
    name: str
    sha256: str

    @classmethod
    def written(cls, folder: Path | None, kind: str, data: bytes) -> "_File | None":
        if folder is None:
            return None
        digest = hashlib.sha256(data).hexdigest()
        name = f"{kind}-{digest[:16]}"
        (folder / name).write_bytes(data)
        return cls(folder, name, digest)

    def problems(self) -> Iterator[str]:
        path = self.folder / self.name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != self.sha256:
            yield f"{path} is missing or not as it was written"

    @classmethod
    def opened(cls, folder: Path, kind: str, record: Record) -> "tuple[_File, bytes]":
        if record.keys() != {kind, f"{kind}_sha256"}:
            raise IndexDamaged(f"{folder} has no {kind}")
        file = cls(folder, record[kind], record[f"{kind}_sha256"])
        for problem in file.problems():
            raise IndexDamaged(problem)
        return file, (folder / file.name).read_bytes()

    def record(self, kind: str) -> Record:
        return {kind: self.name, f"{kind}_sha256": self.sha256}


class ArrayStore:
    """A `VectorStore` in two arrays."""

    def __init__(
        self, rows: Rows, codes: StoredVectors, last: int, folder: Path | None, file: _File | None
    ) -> None:
        self._rows, self._codes, self._last = rows, codes, last
        self._folder, self._file = folder, file
        self.dimension = codes.shape[1]
        self.count = len(rows)
        self.names = frozenset([file.name] if file else ())
        self.record = file.record("array") if file else {}
        self.due = False

    @classmethod
    def saved(
        cls, rows: Rows, codes: StoredVectors, last: int, folder: Path | None
    ) -> "ArrayStore":
        data = BytesIO()
        np.savez(data, rows=rows, codes=codes, last=last)
        file = _File.written(folder, "array", data.getvalue())
        return cls(rows, codes, last, folder, file)

    def add(self, rows: Rows, vectors: StoredVectors) -> "ArrayStore":
        if vectors.dtype != np.float16 or vectors.shape != (len(rows), self.dimension):
            raise ValueError("shape")
        if np.any(np.diff(np.concatenate([[self._last], rows])) <= 0):
            raise ValueError("rows")
        both = np.concatenate([self._rows, rows]), np.concatenate([self._codes, vectors])
        return ArrayStore.saved(*both, int(max(self._last, *rows, 0)), self._folder)

    def retire(self, rows: Rows) -> "ArrayStore":
        kept = np.isin(self._rows, rows, invert=True)
        return ArrayStore.saved(self._rows[kept], self._codes[kept], self._last, self._folder)

    def tended(self, cancelled: Cancelled) -> Tended | None:
        return None

    def adopted(self, tended: Tended) -> "ArrayStore | None":
        return None

    def rows(self) -> Rows:
        return self._rows

    def vectors(self, rows: Rows) -> tuple[npt.NDArray[np.bool_], StoredVectors]:
        held = np.isin(rows, self._rows)
        return held, self._codes[np.searchsorted(self._rows, rows[held])]

    def among(self, rows: Rows | None) -> "ArraySearch":
        return ArraySearch(self, self._rows if rows is None else np.intersect1d(self._rows, rows))

    def cosines(self, vector: Vector, rows: Rows) -> Cosines:
        held, codes = self.vectors(rows)
        found = np.full(len(rows), np.nan)
        found[held] = (codes.astype(np.float64) * vector.astype(np.float64)).sum(axis=1)
        return found

    def mutual_cosines(self, rows: Rows) -> MutualCosines:
        codes = self.vectors(rows)[1].astype(np.float32)
        return np.asarray(np.einsum("id,jd->ij", codes, codes), np.float32)

    def problems(self) -> Iterator[str]:
        if self._file:
            yield from self._file.problems()


class ArraySearch:
    """A `VectorSearch` that looks at every row."""

    def __init__(self, store: ArrayStore, rows: Rows) -> None:
        self._store, self._rows = store, rows

    def nearest(self, vector: Vector, k: int) -> tuple[Rows, Cosines]:
        return _best(self._rows, self._store.cosines(vector, self._rows), k)

    def begun(self, vector: Vector, k: int) -> Callable[[], tuple[Rows, Cosines]]:
        return lambda: self.nearest(vector, k)


class ArrayEngine:
    """A `VectorEngine`."""

    def wants_warming(self, count: int) -> bool:
        return False

    def new(self, folder: Path | None, dimension: int) -> ArrayStore:
        return ArrayStore.saved(NO_ROWS, np.empty((0, dimension), np.float16), 0, folder)

    def open(
        self, folder: Path, record: Record, dimension: int, before: object = None
    ) -> ArrayStore:
        file, data = _File.opened(folder, "array", record)
        arrays = np.load(BytesIO(data))
        if arrays["codes"].shape[1] != dimension:
            raise IndexDamaged("another dimension")
        return ArrayStore(arrays["rows"], arrays["codes"], int(arrays["last"]), folder, file)


class CountingStore:
    """A `LexicalStore` in a dictionary."""

    settled = True

    def __init__(
        self, entries: Mapping[int, Entry], folder: Path | None, file: _File | None
    ) -> None:
        self._entries, self._folder, self._file = entries, folder, file
        self.count = len(entries)
        self.names = frozenset([file.name] if file else ())
        self.record = file.record("entries") if file else {}
        self.record_while_changing = self.record  # no file is ever changed

    @classmethod
    def saved(cls, entries: Mapping[int, Entry], folder: Path | None) -> "CountingStore":
        data = json.dumps([asdict(one) for one in entries.values()]).encode()
        return cls(entries, folder, _File.written(folder, "entries", data))

    def update(self, add: Iterable[Entry] = (), remove: Iterable[int] = ()) -> "CountingStore":
        gone = set(remove)
        kept = {row: one for row, one in self._entries.items() if row not in gone}
        return CountingStore.saved(kept | {one.row: one for one in add}, self._folder)

    def rows(self) -> Rows:
        return np.array(sorted(self._entries), np.int64)

    def search(self, without: Rows, among: Rows | None = None) -> "CountingSearch":
        left_out = set(without.tolist())
        wanted = None if among is None else set(among.tolist())
        return CountingSearch(
            [
                one
                for one in self._entries.values()
                if one.row not in left_out and (wanted is None or one.article in wanted)
            ]
        )

    def problems(self) -> Iterator[str]:
        if self._file:
            yield from self._file.problems()


class CountingSearch:
    """A `LexicalSearch`: BM25 of every passage, one by one."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def best(
        self, query: str, k: int, articles: Sequence[int] | None = None
    ) -> tuple[Rows, WordScores]:
        scores = self._scores(query)
        found = np.array(
            [
                one.row
                for one in sorted(self._entries, key=lambda one: one.row)
                if scores[one.row] and (articles is None or one.article in articles)
            ],
            np.int64,
        )
        return _best(found, np.array([scores[row] for row in found.tolist()]), k)

    def scores(self, query: str, rows: Rows, *, held: bool = False) -> WordScores:
        scores = self._scores(query)
        return np.array([scores[row] for row in rows.tolist()], np.float64)

    def articles(self, word: str, *, beginning: bool = False) -> Rows:
        wanted = _words(word)
        last = len(wanted) - 1

        def fits(entry: Entry) -> bool:
            words = _words(f"{entry.text} {entry.title}")
            return all(
                piece in words or (beginning and at == last and any(
                    one.startswith(piece) for one in words))
                for at, piece in enumerate(wanted)
            )  # fmt: skip

        return np.unique(
            np.array([one.article for one in self._entries if wanted and fits(one)], np.int64)
        )

    def _scores(self, query: str) -> dict[int, float]:
        scores = dict.fromkeys((one.row for one in self._entries), 0.0)
        for weight, field in ((1.0, "text"), (0.5, "title")):
            counts = {one.row: Counter(_words(getattr(one, field))) for one in self._entries}
            average = sum(map(Counter.total, counts.values())) / max(len(counts), 1)
            for word in dict.fromkeys(_words(query)):
                having = [row for row, words in counts.items() if words[word]]
                rarity = math.log(1 + (len(counts) - len(having) + 0.5) / (len(having) + 0.5))
                for row in having:
                    damper = 1.2 * (0.25 + 0.75 * counts[row].total() / average)
                    found = counts[row][word]
                    scores[row] += weight * rarity * 2.2 * found / (found + damper)
        return scores


class CountingEngine:
    """A `LexicalEngine`."""

    def new(self, folder: Path | None) -> CountingStore:
        return CountingStore.saved({}, folder)

    def open(
        self, folder: Path, record: Record, before: object = None, *, read_only: bool = False
    ) -> CountingStore:
        file, data = _File.opened(folder, "entries", record)
        entries = [Entry(**one) for one in json.loads(data)]
        return CountingStore({one.row: one for one in entries}, folder, file)


def small_engines() -> Engines:
    """Both."""
    return Engines(ArrayEngine(), CountingEngine())


def _best(
    rows: Rows, scores: npt.NDArray[np.float64], k: int
) -> tuple[Rows, npt.NDArray[np.float64]]:
    if len(rows) <= k:
        return rows, scores
    kept = scores >= np.partition(scores, -k)[-k]
    return rows[kept], scores[kept]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
