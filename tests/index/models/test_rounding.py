"""Rounding to 8 bits: never off by more than half a step, and zero stays zero."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.models.rounding import (
    LARGEST,
    LARGEST_OF_7_BITS,
    Array,
    rounded_matrix,
    smoothing,
    steps_of_bytes,
)

_NUMBERS = st.floats(-100, 100, width=32)
_MATRICES = arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=_NUMBERS)


@given(_MATRICES, st.sampled_from([LARGEST, LARGEST_OF_7_BITS]))
def test_a_matrix_is_off_by_half_a_step_at_most(matrix: Array, largest: int) -> None:
    rounded, steps = rounded_matrix(matrix, largest)
    assert (rounded.dtype, steps.dtype) == (np.int8, np.float32)
    assert steps.shape == matrix.shape[1:]
    assert np.abs(rounded.astype(int)).max() <= largest
    off = np.abs(rounded * steps.astype(np.float64) - matrix)
    assert (off <= steps * 0.5001 + 1e-9).all()


def test_each_column_uses_its_whole_range() -> None:
    rounded, _ = rounded_matrix(np.array([[1, -100], [0.5, 30]], np.float32))
    assert np.abs(rounded.astype(int)).max(axis=0).tolist() == [127, 127]


@given(arrays(np.float32, (2, 4), elements=_NUMBERS))
def test_bytes_reach_from_the_least_to_the_greatest_and_hold_zero(bounds: Array) -> None:
    least, greatest = bounds.min(axis=0), bounds.max(axis=0)
    step, zero = steps_of_bytes(least, greatest)
    low, high = -float(zero) * float(step), (255 - float(zero)) * float(step)
    assert low <= 0 <= high
    assert low - float(step) <= least.min() * 1.0001
    assert greatest.max() * 0.9999 <= high + float(step)
    assert (step.shape, zero.dtype) == ((), np.uint8)


@given(_MATRICES, st.integers(0, 100))
def test_smoothing_moves_nothing_but_the_difficulty(matrix: Array, seed: int) -> None:
    chance = np.random.default_rng(seed)
    activations = chance.normal(size=(7, matrix.shape[0])).astype(np.float32)
    factors = smoothing(activations.min(axis=0), activations.max(axis=0), [matrix])
    assert (factors > 0).all()
    assert factors.mean() == pytest.approx(1, rel=1e-3)
    smoothed = (activations / factors) @ (matrix * factors[:, None])
    assert smoothed == pytest.approx(activations @ matrix, rel=1e-3, abs=1e-2)


def test_channels_with_large_activations_are_divided_by_more() -> None:
    weights = np.ones((3, 2), np.float32)
    factors = smoothing(np.array([-1, -9, 0.0]), np.array([1, 1, 0.1]), [weights])
    assert factors[1] > factors[0] > factors[2]


def test_two_products_of_7_bits_fit_in_16() -> None:
    assert 2 * 255 * LARGEST_OF_7_BITS < 2**15 < 2 * 255 * LARGEST
