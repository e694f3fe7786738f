"""Which passages count in a search by words, where an index holds others beside them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows


@dataclass(frozen=True, slots=True)
class Counted:
    """Which passages count: not those of the rows `without`, and of the articles `among` alone.

    Both are ascending; `among` is None for all. `within` and `but` are the same as queries.
    """

    without: Rows
    among: Rows | None
    within: Any
    but: Any

    def keeps(self, rows: Rows, articles: Rows) -> npt.NDArray[np.bool_]:
        """Return which of some passages count, of their rows and their articles."""
        kept = ~_held(rows, self.without)
        return kept if self.among is None else kept & _held(articles, self.among)


def _held(values: Rows, known: Rows) -> npt.NDArray[np.bool_]:
    places = np.minimum(np.searchsorted(known, values), max(len(known) - 1, 0))
    return known[places] == values if len(known) else np.zeros(len(values), np.bool_)
