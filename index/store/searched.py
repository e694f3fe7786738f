"""What a search needs of both stores in one state, wherever they are, and who has it."""

from typing import Protocol

from index.articles.rows import Rows
from index.search.lexical_store import LexicalSearch
from index.search.vector_store import Cosines, MutualCosines, Vector, VectorSearch
from index.store.manifest import Manifest
from index.store.tables.counters import State


class SearchedVectors(Protocol):
    """The part of a `VectorStore` that changes nothing."""

    @property
    def count(self) -> int:
        """How many rows are held."""
        ...

    def among(self, rows: Rows | None) -> VectorSearch:
        """Prepare a search among some rows; None for all."""
        ...

    def cosines(self, vector: Vector, rows: Rows) -> Cosines:
        """Return the cosine of `vector` with each of `rows`; NaN for those not held."""
        ...

    def mutual_cosines(self, rows: Rows) -> MutualCosines:
        """Return the cosines among `rows`, each once and held."""
        ...


class SearchedWords(Protocol):
    """The part of a `LexicalStore` that changes nothing."""

    @property
    def count(self) -> int:
        """How many passages are held."""
        ...

    def rows(self) -> Rows:
        """Return every row held, ascending."""
        ...

    def search(self, without: Rows, among: Rows | None = None) -> LexicalSearch:
        """Prepare a search of all passages but some rows, of some articles or of all."""
        ...


class Searched(Protocol):
    """Both stores in one state; unchanging, shared by threads."""

    @property
    def manifest(self) -> Manifest:
        """What the state is of."""
        ...

    @property
    def vectors(self) -> SearchedVectors:
        """The vectors."""
        ...

    @property
    def words(self) -> SearchedWords:
        """The words."""
        ...

    def agrees(self, generation: int, last_passage: int) -> bool:
        """Whether it holds the passages of this generation of the truth and no others."""
        ...


class States(Protocol):
    """Has the state that a generation is searched in."""

    def covering(self, state: State) -> Searched | None:
        """Return the generation of `state` to search; None when `catch_up` must be called first."""
        ...

    def catch_up(self) -> None:
        """Have `covering` find the latest generation; call outside any transaction."""
        ...

    def distrust(self, view: Searched) -> None:
        """Have a state not be used again in which a search found damage: it is made again."""
        ...
