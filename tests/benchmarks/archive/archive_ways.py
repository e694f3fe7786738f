"""Approximate indexes of FAISS, each with exact comparison of the 500 best, for `bench_archive`."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[Any]
Making = Callable[[int], Any]
IP = faiss.METRIC_INNER_PRODUCT
DEPTH = 500


def _one_list(parts: int) -> Making:
    def make(dimension: int) -> Any:  # noqa: ANN401 - FAISS has no types
        whole = faiss.IndexFlatIP(dimension)
        whole.add(np.zeros((1, dimension), np.float32))
        index = faiss.IndexIVFPQFastScan(whole, dimension, 1, parts, 4, IP)
        index.by_residual = False
        index.kept = whole
        return index

    return make


def _lists(name: str, probes: int) -> Making:
    def make(dimension: int) -> Any:  # noqa: ANN401
        index = faiss.index_factory(dimension, name, IP)
        faiss.extract_index_ivf(index).nprobe = probes
        return index

    return make


def _graph(dimension: int) -> Any:  # noqa: ANN401
    index = faiss.IndexHNSWSQ(dimension, faiss.ScalarQuantizer.QT_8bit, 16, IP)
    index.hnsw.efConstruction, index.hnsw.efSearch = 80, DEPTH
    return index


WAYS: Mapping[str, Making] = {
    "exact, float16": lambda d: faiss.IndexScalarQuantizer(d, faiss.ScalarQuantizer.QT_fp16, IP),
    "exact scan, 8 bits": lambda d: faiss.IndexScalarQuantizer(
        d, faiss.ScalarQuantizer.QT_8bit, IP
    ),
    "RaBitQ, fast scan": lambda d: faiss.IndexRaBitQFastScan(d, IP),
    "PQ 48 bytes, fast scan": _one_list(96),
    "PQ 64 bytes, fast scan": _one_list(128),
    "PQ 96 bytes, fast scan": _one_list(192),
    "1,024 lists, 32 probed, PQ 96 bytes": _lists("IVF1024,PQ192x4fs", 32),
    "1,024 lists, 32 probed, RaBitQ": _lists("IVF1024,RaBitQ", 32),
    "graph of 16 neighbours, 8 bits": _graph,
}


def timed_way(make: Making, vectors: Vectors, asked: Vectors, exact: Vectors) -> str:
    """Return how long it takes to make, its size, how long a question takes, and its recall."""
    faiss.omp_set_num_threads(1)
    started = time.process_time()
    index = make(vectors.shape[1])
    step = max(1, len(vectors) // 40_960)
    index.train(np.ascontiguousarray(vectors[::step], np.float32))
    for at in range(0, len(vectors), 8192):
        index.add(np.ascontiguousarray(vectors[at : at + 8192], np.float32))
    made = time.process_time() - started
    size = len(faiss.serialize_index(index)) / len(vectors)
    started = time.process_time()
    found = [index.search(one[None], DEPTH)[1][0] for one in asked]
    took = 1000 * (time.process_time() - started) / len(asked)
    # Compared exactly afterwards: what is among the 500 is found.
    both = list(zip(found, exact, strict=True))
    share = np.mean([len(np.intersect1d(rows + 1, right)) / len(right) for rows, right in both])
    first = np.mean([right[0] - 1 in rows for rows, right in both])
    recall = f"recall@10 {share:.4f}, first the same {first:.4f}"
    return f"made in {made:.0f} s, {size:.0f} bytes a passage, {took:.2f} ms; {recall}"
