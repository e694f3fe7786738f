"""The nearest vectors of a store's segments: exactly, or by codes and then exactly."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from index.articles.rows import NO_ROWS, Rows
from index.search.faiss_segments import Bitmap, Segment, Sums
from index.search.segments.limits import Limits
from index.search.vector_store import Cosines, Vector

_MARGIN = 28
"""Rows looked at beyond those wanted, to see whether others equal the last one."""

_ROUNDING = 1e-5
"""How far FAISS's sums of 32 bits may be off."""

ExactCosines = Callable[[Vector, Rows], Cosines]


class FaissSearch:
    """A `VectorSearch` of segments.

    Args:
        segments: their rows are disjoint.
        cosines: computes exactly.
        limits: the sizes from which codes are used.
        allowed: a bitmap of the rows to look at; None for all.
        rows: the same as row numbers, ascending.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        cosines: ExactCosines,
        limits: Limits,
        allowed: Bitmap | None,
        rows: Rows | None,
    ) -> None:
        self._cosines, self._limits, self._allowed = cosines, limits, allowed
        large = limits.large(sum(len(one.rows) for one in segments))
        self._coded = [one for one in segments if large and one.beside]
        self._exact = [one for one in segments if not (large and one.beside)]
        self._few = None if rows is None else self._held_by_coded(rows)

    def _held_by_coded(self, rows: Rows) -> Rows | None:
        """Return those of `rows` that coded segments may hold, where they are few."""
        if not self._coded:
            return NO_ROWS
        spans = [np.searchsorted(rows, (one.rows[0], one.rows[-1] + 1)) for one in self._coded]
        if sum(int(end - first) for first, end in spans) > self._limits.few:
            return None
        return np.concatenate([rows[first:end] for first, end in spans])

    def nearest(self, vector: Vector, k: int) -> tuple[Rows, Cosines]:
        """Return the `k` nearest rows and all that equal the last of them, in no order.

        Of coded segments, those whose codes are not among the best are not looked at.
        """
        return self.begun(vector, k)()

    def begun(self, vector: Vector, k: int) -> Callable[[], tuple[Rows, Cosines]]:
        """Look through the vectors, which FAISS does, and return what compares the best exactly."""
        coded = self._by_codes(vector, k) if self._coded else NO_ROWS
        rough = self._roughly(vector, k + _MARGIN) if self._exact else None
        return partial(self._compared, vector, k, coded, rough)

    def _compared(
        self, vector: Vector, k: int, coded: Rows, rough: tuple[Rows, Sums] | None
    ) -> tuple[Rows, Cosines]:
        cosines = self._cosines(vector, coded)
        held = ~np.isnan(cosines)
        rows, cosines = coded[held], cosines[held]
        if rough is not None:
            others, exact = self._exactly(vector, k, *rough)
            rows, cosines = np.concatenate([rows, others]), np.concatenate([cosines, exact])
        if len(rows) <= k:
            return rows, cosines
        kept = cosines >= np.partition(cosines, -k)[-k]
        return rows[kept], cosines[kept]

    def _by_codes(self, vector: Vector, k: int) -> Rows:
        """Return the rows of coded segments that are worth comparing."""
        if self._few is not None:
            return self._few
        depth = max(self._limits.depth, self._limits.per_wanted * k)
        rows, _ = self._best(
            [one.search(vector, depth, self._allowed, by_codes=True) for one in self._coded],
            depth,
        )
        return rows

    def _roughly(self, vector: Vector, limit: int) -> tuple[Rows, Sums]:
        found = [one.search(vector, limit, self._allowed) for one in self._exact]
        return self._best(found, limit)

    def _exactly(self, vector: Vector, k: int, rows: Rows, rough: Sums) -> tuple[Rows, Cosines]:
        """Return the nearest of the other segments, given more than `k` that are by their sums."""
        limit = k + _MARGIN
        while True:
            cosines = self._cosines(vector, rows)
            if len(rows) <= k:
                return rows, cosines
            least = np.partition(cosines, -k)[-k]
            if len(rows) < limit or rough[-1] + _ROUNDING < least:
                kept = cosines >= least
                return rows[kept], cosines[kept]
            limit *= 4
            rows, rough = self._roughly(vector, limit)

    @staticmethod
    def _best(found: Sequence[tuple[Rows, Sums]], k: int) -> tuple[Rows, Sums]:
        """Return up to `k` rows by FAISS's sums, best first, equal ones by row."""
        rows = np.concatenate([NO_ROWS, *(one[0] for one in found)])
        sums = np.concatenate([np.empty(0, np.float32), *(one[1] for one in found)])
        order = np.lexsort((rows, -sums))[:k]
        return rows[order], sums[order]
