from hypothesis import given
from hypothesis import strategies as st

from index.models.batching import batches


@given(st.lists(st.integers(0, 300)), st.integers(1, 1000))
def test_every_row_is_in_one_batch_of_rows_of_its_length(lengths: list[int], budget: int) -> None:
    found = list(batches(lengths, budget=budget))
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    for batch in found:
        assert len({lengths[row] for row in batch}) == 1
        assert len(batch) == 1 or len(batch) * lengths[batch[0]] <= budget


def test_longest_first_and_in_order_within_a_length() -> None:
    assert list(batches([3, 9, 3, 3], budget=6)) == [[1], [0, 2], [3]]
