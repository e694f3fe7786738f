"""Row numbers as runs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.articles.rows import from_ranges, to_ranges


@given(st.sets(st.integers(1, 300)))
def test_ranges_round_trip(rows: set[int]) -> None:
    ascending = np.array(sorted(rows), dtype=np.int64)
    assert from_ranges(to_ranges(ascending)).tolist() == ascending.tolist()


def test_ranges_are_runs() -> None:
    assert to_ranges(np.array([1, 2, 3, 7, 9, 10])) == [[1, 3], [7, 7], [9, 10]]
