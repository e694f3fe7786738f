"""The collection of one index: found or made, filled, and read again to be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.errors import RemoteProblem, RemoteRefused
from index.search.lexical_store import Entry
from index.search.milvus.client import PROPERTY, Client
from index.search.milvus.stamp import Newer, NotOurs, Stamp, read_stamp
from index.search.milvus.weights import Averages, assumed_from, passage_weights

EXACT = 100_000
"""Passages up to which all vectors are compared; beyond, an approximate index is asked."""

_FLAT: Final = {"index_type": "FLAT", "params": {}}
_GRAPH: Final = {"index_type": "HNSW", "params": {"M": 16, "efConstruction": 200}}

_AT_ONCE = 500  # rows in one message, at most about 2 MB
_DELETED_AT_ONCE = 5_000
_READ_AT_ONCE = 1_000
_LISTED_AT_ONCE = 10_000
_LARGEST = 2**63 - 1

_AGAIN = "`pullquote verify --repair` with the same --vectors makes it again from the articles."


Marks: TypeAlias = npt.NDArray[np.int64]
"""int64 [n]: of each row a number that is another one as soon as it stands for anything else."""


class Misshapen(RemoteRefused):
    """A collection is this index's, but not as Pullquote makes it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as it is kept; `vector` is float16 [dimension]."""

    entry: Entry
    vector: npt.NDArray[np.float16]
    mark: int


class PassageCollection:
    """The passages of one index in Milvus. Raises like `Client`.

    Args:
        client: of a collection that is there and is this index's.
        stamp: what it says of itself.
        exact: passages up to which all vectors are compared.
    """

    def __init__(self, client: Client, stamp: Stamp, exact: int = EXACT) -> None:
        self.client, self.stamp, self._exact = client, stamp, exact
        self._flat: bool | None = None

    @property
    def flat(self) -> bool:
        """Whether all vectors are compared in a search."""
        if self._flat is None:
            self._flat = self.client.dense_index() == _FLAT["index_type"]
        return self._flat

    def unchanged(self) -> bool:
        """Tell whether it still says of itself what it said when it was found."""
        return (self.client.properties() or {}).get(PROPERTY) == self.stamp.to_text()

    # Changing

    def begin(self) -> None:
        """Say that it is being changed, from here on until `done`."""
        self._say(replace(self.stamp, changing=True))

    def done(self, generation: int, last_row: int, count: int, digest: str) -> None:
        """Say which generation it holds, and what only its passages have.

        Raises:
            RemoteProblem: it does not have as many rows.
        """
        found = self.client.count()
        if found != count:
            raise RemoteProblem(
                f"Milvus at {self.client.address.label} has {found} rows in {self.client.name} "
                f"instead of {count}."
            )
        if self.flat and count > self._exact:
            self.client.index_anew(_GRAPH)
            self._flat = None
        self._say(
            replace(
                self.stamp,
                generation=generation,
                last_row=last_row,
                count=count,
                digest=digest,
                changing=False,
            )
        )

    def _say(self, stamp: Stamp) -> None:
        self.client.stamp(stamp.to_text())
        self.stamp = stamp

    def put(self, rows: Iterable[Row], *, new: bool = False) -> None:
        """Write passages; `new` where none of them can be there."""
        waiting = iter(rows)
        while batch := list(islice(waiting, _AT_ONCE)):
            self.client.put([_fields(row, self.stamp.averages) for row in batch], new=new)

    def delete(self, rows: Rows) -> None:
        """Take passages away."""
        for at in range(0, len(rows), _DELETED_AT_ONCE):
            self.client.delete(rows[at : at + _DELETED_AT_ONCE].tolist())

    # Reading

    def marks(self, last: int) -> tuple[Rows, Marks]:
        """Return every row that it has, ascending, and their marks.

        All up to `last` are looked through; those beyond it, which nobody gave out, come too.
        """
        found: dict[int, int] = {}
        edges = [-_LARGEST, *range(1, last + 1, _LISTED_AT_ONCE), last + 1, _LARGEST]
        for first, end in pairwise(edges):
            some = self.client.between(first, end, ["row", "mark"])
            found |= {int(one["row"]): int(one["mark"]) for one in some}
        rows = np.array(sorted(found), np.int64)
        return rows, np.array([found[row] for row in rows.tolist()], np.int64)

    def differing(self, rows: Sequence[Row]) -> tuple[Rows, Rows]:
        """Return which of these passages are missing, and which are kept otherwise.

        They are ascending; vectors are compared to the last bit, and the words by their weights.
        """
        missing, other = [], []
        for at in range(0, len(rows), _READ_AT_ONCE):
            some = rows[at : at + _READ_AT_ONCE]
            first, end = some[0].entry.row, some[-1].entry.row + 1
            held = {int(one["row"]): one for one in self.client.between(first, end, _FIELDS)}
            for row in some:
                kept = held.get(row.entry.row)
                if kept is None:
                    missing.append(row.entry.row)
                elif not _same(kept, _fields(row, self.stamp.averages)):
                    other.append(row.entry.row)
        return np.array(missing, np.int64), np.array(other, np.int64)


_FIELDS: Final = ("row", "article", "mark", "dense", "words")


def _fields(row: Row, averages: Averages) -> dict[str, Any]:
    return {
        "row": row.entry.row,
        "article": row.entry.article,
        "mark": row.mark,
        # No loss: what is rounded to 16 bits is the same in 32.
        "dense": row.vector.astype(np.float32),
        "words": passage_weights(row.entry, averages),
    }


def _same(kept: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    dense = np.array(kept["dense"], np.float32)
    words = {int(at): float(np.float32(value)) for at, value in dict(kept["words"]).items()}
    return (
        all(int(kept[name]) == wanted[name] for name in ("article", "mark"))
        and np.array_equal(dense, wanted["dense"])
        and words == wanted["words"]
    )


def found_collection(
    client: Client, index_id: str, dimension: int, *, exact: int = EXACT
) -> PassageCollection | None:
    """Return the collection of an index; None where there is none of its name.

    Raises:
        RemoteRefused: one of its name is another's, or made by a newer version. It is left alone.
        Misshapen: it is this index's, but for vectors of another length.
    """
    collection = owned_collection(client, index_id, exact=exact)
    if collection is None:
        return None
    fields = client.fields()
    length = str(fields.get("dense", {}).get("params", {}).get("dim", ""))
    if set(fields) != set(_FIELDS) or length != str(dimension):
        wrong = (
            f"its vectors have {length or 'no'} numbers instead of {dimension}"
            if length != str(dimension)
            else "it has other fields"
        )
        raise Misshapen(
            f"The collection {client.name} of Milvus at {client.address.label} is not as Pullquote "
            f"makes it: {wrong}. {_AGAIN}"
        )
    return collection


def owned_collection(
    client: Client, index_id: str, *, exact: int = EXACT
) -> PassageCollection | None:
    """Return the collection of an index in whatever form; raises like `found_collection`."""
    properties = client.properties()
    if properties is None:
        return None
    where = f"The collection {client.name} of Milvus at {client.address.label}"
    try:
        stamp = read_stamp(properties.get(PROPERTY))
    except NotOurs:
        raise RemoteRefused(
            f"{where} was not made by Pullquote, and is left alone. Rename it there, or name "
            f"another database: milvus://HOST:PORT/DATABASE"
        ) from None
    except Newer:
        raise RemoteRefused(
            f"{where} was made by a newer version of Pullquote, and is left alone. Update this one."
        ) from None
    if stamp.index_id != index_id:
        raise RemoteRefused(
            f"{where} belongs to another index ({stamp.index_id[:12]}, not {index_id[:12]}), and "
            f"is left alone. Name another database: milvus://HOST:PORT/DATABASE"
        )
    return PassageCollection(client, stamp, exact)


def made_collection(
    client: Client, index_id: str, dimension: int, averages: Averages, *, exact: int, count: int
) -> PassageCollection:
    """Make the collection of an index, of which there is none, empty and changing."""
    stamp = Stamp(
        index_id=index_id,
        dimension=dimension,
        averages=assumed_from(averages),
        generation=0,
        last_row=0,
        count=0,
        digest="",
        changing=True,
    )
    client.create(dimension, stamp.to_text(), _FLAT if count <= exact else _GRAPH)
    return PassageCollection(client, stamp, exact)
