"""One collection of one Milvus, and what can go wrong as two kinds of error.

Nothing is sent to any other host: proxies of the environment are not followed, the client has no
settings of its own (`index.search.milvus.package`), and hosts that would lead it elsewhere are no
addresses (`index.search.milvus.address`).
"""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.errors import RemoteProblem, RemoteRefused, UsageError
from index.search.milvus.address import PASSWORD_VARIABLE, USER_VARIABLE, MilvusAddress
from index.search.milvus.package import pymilvus
from index.search.milvus.weights import Weights

PROPERTY: Final = "pullquote"
"""The property of a collection that says whose it is and what it holds, as JSON."""

OLDEST = (2, 5)
"""The oldest version of Milvus that is spoken to."""

_LITE = "milvus_lite-"
_OLDEST_LITE = (3, 0)

_WRITING = 60.0
"""Seconds that a call may take which is no search."""

_CONNECTING = 5.0
_WORST = 600.0  # seconds; collections are loaded and indexes made meanwhile

_FORBIDDEN = ("UNAUTHENTICATED", "PERMISSION_DENIED")
_NO_DATABASE = 800


class Client:
    """One collection of a Milvus; safe to share among threads.

    Every call raises `RemoteProblem` where Milvus does not answer in time or otherwise than
    expected, and `RemoteRefused` where it forbids.

    Args:
        address: of the Milvus.
        name: of the collection.
    """

    def __init__(self, address: MilvusAddress, name: str) -> None:
        self.address, self.name = address, name
        scheme = "https" if address.tls else "http"
        with self._errors():
            self._client = pymilvus().MilvusClient(
                uri=f"{scheme}://{address.host}:{address.port}",
                token=f"{address.user}:{address.password}" if address.password else "",
                db_name=address.database,
                timeout=_CONNECTING,
                dedicated=True,
                grpc_options={"grpc.enable_http_proxy": 0},
            )
        self._check_version()

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(Exception):
            self._client.close()

    def _check_version(self) -> None:
        with self._errors():
            said = str(self._client.get_server_version(timeout=_CONNECTING))
        oldest = _OLDEST_LITE if said.startswith(_LITE) else OLDEST
        numbers = re.match(r"v?(\d{1,4})\.(\d{1,4})", said.removeprefix(_LITE))
        if numbers is None or (int(numbers[1]), int(numbers[2])) < oldest:
            raise RemoteRefused(
                f"Milvus at {self.address.label} is of version {said[:40]!r}; it takes "
                f"{OLDEST[0]}.{OLDEST[1]} or a later one."
            )

    # The collection

    def properties(self) -> Mapping[str, str] | None:
        """Return the properties of the collection; None where there is none of its name."""
        found = self._description()
        return None if found is None else dict(found.get("properties") or {})

    def fields(self) -> dict[str, dict[str, Any]]:
        """Return the fields of the collection by name: `type` as a word, and `params`."""
        found = self._description() or {}
        return {
            one["name"]: {"type": one["type"].name, "params": one.get("params") or {}}
            for one in found.get("fields", ())
        }

    def _description(self) -> dict[str, Any] | None:
        with self._errors():
            if not self._client.has_collection(self.name, timeout=_CONNECTING):
                return None
            found: dict[str, Any] = self._client.describe_collection(self.name, timeout=_CONNECTING)
            return found

    def create(self, dimension: int, stamp: str, dense: Mapping[str, Any]) -> None:
        """Make the collection, with its indexes, and load it.

        Args:
            dimension: of vectors.
            stamp: what `PROPERTY` is to say.
            dense: index of the vectors.
        """
        kinds = pymilvus().DataType
        client = self._client
        with self._errors():
            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field("row", kinds.INT64, is_primary=True)
            schema.add_field("article", kinds.INT64)
            schema.add_field("mark", kinds.INT64)
            schema.add_field("dense", kinds.FLOAT_VECTOR, dim=dimension)
            schema.add_field("words", kinds.SPARSE_FLOAT_VECTOR)
            client.create_collection(
                self.name,
                schema=schema,
                properties={PROPERTY: stamp},
                consistency_level="Strong",
                timeout=_WRITING,
            )
            indexes = client.prepare_index_params()
            indexes.add_index("article", index_type="INVERTED", index_name="article")
            indexes.add_index("dense", metric_type="IP", index_name="dense", **dense)
            indexes.add_index(
                "words", "SPARSE_INVERTED_INDEX", index_name="words", metric_type="IP"
            )
            # Of no rows yet, nothing needs to be waited for.
            client.create_index(self.name, indexes, timeout=_WRITING, sync=False)
        self.load()

    def dense_index(self) -> str:
        """Return the type of the index of vectors, "" where there is none."""
        with self._errors():
            found = self._client.describe_index(self.name, "dense", timeout=_CONNECTING)
        return str((found or {}).get("index_type", ""))

    def index_anew(self, dense: Mapping[str, Any]) -> None:
        """Make another index of the vectors, which are searched again once it is there."""
        with self._errors():
            self._client.release_collection(self.name, timeout=_WRITING)
            self._client.drop_index(self.name, "dense", timeout=_WRITING)
            indexes = self._client.prepare_index_params()
            indexes.add_index("dense", metric_type="IP", index_name="dense", **dense)
            self._client.create_index(self.name, indexes, timeout=_WORST)
        self.load()

    def load(self) -> None:
        """Have it loaded, where it is not."""
        with self._errors():
            self._client.load_collection(self.name, timeout=_WORST)

    def drop(self) -> None:
        """Take the collection away."""
        with self._errors():
            self._client.drop_collection(self.name, timeout=_WRITING)

    def stamp(self, stamp: str) -> None:
        """Have `PROPERTY` say something else."""
        with self._errors():
            self._client.alter_collection_properties(
                self.name, properties={PROPERTY: stamp}, timeout=_WRITING
            )

    # Its rows

    def put(self, rows: Sequence[Mapping[str, Any]], *, new: bool) -> None:
        """Write rows, each a mapping of all fields; `new` where none of them can be there."""
        write = self._client.insert if new else self._client.upsert
        with self._errors():
            write(self.name, list(rows), timeout=_WRITING)

    def delete(self, rows: Sequence[int]) -> None:
        """Take rows away."""
        with self._errors():
            self._client.delete(self.name, ids=list(rows), timeout=_WRITING)

    def count(self) -> int:
        """Return how many rows there are, with all that was written before."""
        found = self._query("", ["count(*)"])
        return int(found[0]["count(*)"])

    def between(self, first: int, end: int, fields: Sequence[str]) -> list[dict[str, Any]]:
        """Return fields of the rows from `first` up to `end`, in any order."""
        return self._query(f"row >= {first} and row < {end}", list(fields))

    def _query(self, expression: str, fields: list[str]) -> list[dict[str, Any]]:
        with self._errors():
            found = self._client.query(
                self.name,
                filter=expression,
                output_fields=fields,
                consistency_level="Strong",
                timeout=_WRITING,
            )
            return list(found)

    # Searching

    def nearest(
        self, vector: Sequence[float], limit: int, depth: int, expression: str
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return up to `limit` rows with their inner products, best first.

        Args:
            vector: what is searched for.
            limit: how many.
            depth: how many an approximate index looks at.
            expression: which rows may be found; "" for all.
        """
        return self._search("dense", vector, limit, {"ef": depth}, expression)

    def best(
        self, words: Weights, limit: int, expression: str
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return up to `limit` rows with the inner products of their words, best first."""
        return self._search("words", words, limit, {"drop_ratio_search": 0.0}, expression)

    def _search(
        self, field: str, data: object, limit: int, params: Mapping[str, object], expression: str
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        with self._errors():
            hits = self._client.search(
                self.name,
                data=[data],
                anns_field=field,
                limit=limit,
                filter=expression,
                output_fields=["row"],
                search_params={"metric_type": "IP", "params": dict(params)},
                consistency_level="Session",
                timeout=self.address.seconds,
            )[0]
            rows = np.array([int(hit["row"]) for hit in hits], np.int64)
            return rows, np.array([float(hit["distance"]) for hit in hits])

    # What can go wrong

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """Raise whatever the client raises as an error of ours, without what may be a secret."""
        try:
            yield
        except (RemoteProblem, UsageError):
            raise
        except Exception as error:
            raise self._problem(error) from None

    def _problem(self, error: Exception) -> RemoteProblem:
        where = f"Milvus at {self.address.label}"
        codes = _codes(error)
        if any(code in _FORBIDDEN for code in codes):
            return RemoteRefused(
                f"{where} does not let user {self.address.user!r} in; set ${PASSWORD_VARIABLE} "
                f"(and ${USER_VARIABLE} for another than root) to what it knows."
            )
        if getattr(error, "code", None) == _NO_DATABASE:
            return RemoteRefused(
                f"{where} has no database {self.address.database!r}. Make it there, or leave it "
                "out of the address."
            )
        if "UNIMPLEMENTED" in codes:
            return RemoteRefused(f"{where} does not know what is asked of it: another version?")
        if "DEADLINE_EXCEEDED" in codes or "timeout" in str(error).lower():
            return RemoteProblem(f"{where} did not answer in time.")
        if "UNAVAILABLE" in codes or "Fail connecting" in str(error):
            return RemoteProblem(f"{where} cannot be reached: look whether it runs there.")
        return RemoteProblem(f"{where} did not do what was asked ({self._told(error)}).")

    def _told(self, error: Exception) -> str:
        """Return the beginning of what the client says, without the password."""
        text = " ".join(str(getattr(error, "message", None) or error).split())
        if self.address.password:
            text = text.replace(self.address.password, "…")
        return text[:200]


def _codes(error: BaseException | None) -> list[str]:
    """Return the names of the status codes of gRPC that an error came from."""
    found = []
    for _ in range(8):
        if error is None:
            break
        code = getattr(error, "code", None)
        with contextlib.suppress(Exception):
            code = code() if callable(code) else code
            found.append(str(getattr(code, "name", code)))
        error = error.__cause__ or error.__context__
    return found
