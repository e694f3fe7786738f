"""At which sizes vectors are merged, searched otherwise and warmed. Values alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes, in rows; measured in docs/scale.md.

    Up to `exact` rows in all, every search looks at every vector. A store of more is large: what
    its first searches need is worth reading before, and its segments of at least `coded` rows are
    searched by their codes, and the `depth` best by these (or `per_wanted` times as many as are
    wanted) are compared exactly. A filter that leaves at most `few` rows of such segments has all
    of them compared.

    While rows are added, segments are merged into ones of up to `inline` rows: that much is
    written before an addition is done, however large the store is. Larger ones are merged beside.
    """

    exact: int = 100_000
    coded: int = 16_384
    inline: int = 8_192
    depth: int = 500
    per_wanted: int = 4
    few: int = 2_000

    def large(self, size: int) -> bool:
        """Tell whether a store of `size` rows in all is large."""
        return size > self.exact
