"""Vectors as they are stored: two bytes a number, and nothing else."""

import doctest

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.errors import IndexDamaged
from index.models import embedder
from index.models.vectors import decode_vectors, encode_vectors

_UNIT = st.floats(-1, 1, width=32)


@given(arrays(np.float32, st.tuples(st.integers(0, 5), st.integers(1, 6)), elements=_UNIT))
def test_vectors_come_back_rounded_to_16_bits(vectors: npt.NDArray[np.float32]) -> None:
    data = encode_vectors(vectors)
    assert len(data) == 2 * vectors.size
    decoded = decode_vectors(data, vectors.shape[1])
    assert decoded.dtype == np.float16
    assert decoded.tobytes() == vectors.astype(np.float16).tobytes()
    assert encode_vectors(decoded.astype(np.float32)) == data  # nothing is rounded a second time


@given(st.integers(0, 2**32 - 1))
def test_rounding_hardly_moves_a_cosine(seed: int) -> None:
    pair = np.random.default_rng(seed).standard_normal((2, 384)).astype(np.float32)
    pair /= np.linalg.norm(pair, axis=1, keepdims=True)
    stored = decode_vectors(encode_vectors(pair), 384).astype(np.float32)
    assert float(stored[0] @ stored[1]) == pytest.approx(float(pair[0] @ pair[1]), abs=5e-4)


def test_bytes_are_little_endian() -> None:
    assert encode_vectors(np.array([[1.0, -2.0]], np.float32)).hex() == "003c00c0"


@pytest.mark.parametrize(("size", "dimension"), [(3, 1), (6, 2), (2, 0), (0, 0), (2, -1)])
def test_no_whole_number_of_vectors_is_damage(size: int, dimension: int) -> None:
    with pytest.raises(IndexDamaged, match=f"{size} bytes"):
        decode_vectors(bytes(size), dimension)


def test_the_example_of_an_embedder_is_true() -> None:
    (example,) = [one for one in doctest.DocTestFinder().find(embedder) if one.examples]
    assert doctest.DocTestRunner().run(example).failed == 0
