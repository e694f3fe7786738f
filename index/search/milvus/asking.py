"""What Milvus is asked, of which passages, and by whom what it cannot do is heard."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows, to_ranges
from index.errors import RemoteProblem
from index.search.milvus.client import Client
from index.search.milvus.collection import PassageCollection

_LISTED = 10_000
"""Articles that are named to Milvus, as row numbers; of more, others are left out of its answer."""

_RUNS = 50


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose passages are whose: articles with their first passages, ascending by these."""

    articles: Rows
    firsts: Rows

    def of(self, rows: Rows) -> Rows:
        """Return the article of each row; of one that is no passage, any article."""
        at = np.searchsorted(self.firsts, rows, side="right") - 1
        return self.articles[np.maximum(at, 0)]


FindOwners: TypeAlias = Callable[[], Owners]
"""Looks into the truth; cheap from the second time on."""


class Changing(RemoteProblem):
    """The collection was changed while it was searched."""


Found: TypeAlias = tuple[Rows, npt.NDArray[np.float64]]
"""Rows with their inner products, best first."""


@dataclass(slots=True, eq=False)
class Held:
    """A collection while it holds one generation; `valid` until it begins to be changed.

    Where it is `shared`, another process changes it, which says so in the stamp before it begins.
    `lost` hears of what goes wrong in a search, before it is raised.
    """

    collection: PassageCollection
    lost: Callable[["Held", RemoteProblem], None]
    valid: bool = True
    shared: bool = False

    def asked(self, ask: Callable[[Client], Found]) -> Found:
        """Return what the collection finds, if it was the same all the time.

        Raises:
            Changing: it was not.
            RemoteProblem: Milvus does not answer.
        """
        try:
            found = ask(self.collection.client)
            if not self.valid or (self.shared and not self.collection.unchanged()):
                raise Changing("Milvus was brought up to date in between.")
        except RemoteProblem as problem:
            self.lost(self, problem)
            raise
        return found

    @property
    def flat(self) -> bool:
        """Whether all vectors are compared in a search; raises like `asked`."""
        try:
            return self.collection.flat
        except RemoteProblem as problem:
            self.lost(self, problem)
            raise


@dataclass(frozen=True, slots=True)
class Among:
    """Which passages may be found: `rows`, those of `articles`, a `share` of all; None for all."""

    rows: Rows | None
    articles: Rows | None
    share: float = 1.0

    @property
    def expression(self) -> str:
        """What Milvus is told of it; "" where it is not told."""
        if self.articles is None:
            return ""
        runs = to_ranges(self.articles)
        if len(runs) <= _RUNS:
            return " or ".join(f"(article >= {one} and article <= {last})" for one, last in runs)
        if len(self.articles) <= _LISTED:
            return f"article in [{', '.join(map(str, self.articles.tolist()))}]"
        return ""

    def limit(self, wanted: int) -> int:
        """Return how many rows to ask for, so that about as many as are wanted may be found."""
        return wanted if self.articles is None or self.expression else int(wanted / self.share) + 1
