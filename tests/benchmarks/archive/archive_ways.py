"""Approximate indexes of FAISS, each with exact comparison of the 500 best, for `bench_archive`."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[Any]
Making = Callable[[int], Any]
IP = faiss.METRIC_INNER_PRODUCT
DEPTH = 500
PROBES = 16


def _one_list(parts: int) -> Making:
    def make(dimension: int) -> Any:  # noqa: ANN401 - FAISS has no types
        whole = faiss.IndexFlatIP(dimension)
        whole.add(np.zeros((1, dimension), np.float32))
        index = faiss.IndexIVFPQFastScan(whole, dimension, 1, parts, 4, IP)
        index.by_residual = False
        index.referenced_objects = [whole]
        return index

    return make


def _lists(name: str) -> Making:
    def make(dimension: int) -> Any:  # noqa: ANN401
        index = faiss.index_factory(dimension, name, IP)
        faiss.extract_index_ivf(index).nprobe = PROBES
        return index

    return make


def _graph(dimension: int) -> Any:  # noqa: ANN401
    index = faiss.IndexHNSWSQ(dimension, faiss.ScalarQuantizer.QT_8bit, 16, IP)
    index.hnsw.efConstruction, index.hnsw.efSearch = 80, DEPTH
    return index


def _scan(kind: int) -> Making:
    return lambda dimension: faiss.IndexScalarQuantizer(dimension, kind, IP)


WAYS: Mapping[str, Making] = {
    "exact, float16": _scan(faiss.ScalarQuantizer.QT_fp16),
    "every passage, 8 bits a number": _scan(faiss.ScalarQuantizer.QT_8bit),
    "RaBitQ": lambda dimension: faiss.IndexRaBitQ(dimension, IP),
    "RaBitQ, fast scan": lambda dimension: faiss.IndexRaBitQFastScan(dimension, IP),
    "PQ 48 bytes, fast scan": _one_list(96),
    "PQ 64 bytes, fast scan": _one_list(128),
    "PQ 96 bytes, fast scan": _one_list(192),
    "256 lists, 16 probed, PQ 96 bytes": _lists("IVF256,PQ192x4fs"),
    "256 lists, 16 probed, RaBitQ": _lists("IVF256,RaBitQ"),
    "graph of 16 neighbours, 8 bits": _graph,
}


def _parameters(index: Any, allowed: Vectors) -> Any:  # noqa: ANN401
    selector = faiss.IDSelectorBitmap(allowed)
    if isinstance(index, faiss.IndexHNSW):
        return faiss.SearchParametersHNSW(sel=selector, efSearch=DEPTH)
    if isinstance(index, faiss.IndexRaBitQ):
        return faiss.RaBitQSearchParameters(sel=selector, qb=8)
    if isinstance(index, faiss.IndexIVFRaBitQ):
        return faiss.IVFRaBitQSearchParameters(sel=selector, qb=8, nprobe=PROBES)
    if isinstance(index, faiss.IndexIVF):
        return faiss.SearchParametersIVF(sel=selector, nprobe=index.nprobe)
    return faiss.SearchParameters(sel=selector)


def _agreement(found: Sequence[Vectors], exact: Vectors) -> str:
    # Compared exactly afterwards: what is among the 500 is found.
    both = list(zip(found, exact, strict=True))
    share = np.mean([len(np.intersect1d(rows + 1, right)) / len(right) for rows, right in both])
    first = np.mean([right[0] - 1 in rows for rows, right in both])
    return f"recall@10 {share:.4f}, first {first:.4f}"


def timed_way(
    make: Making,
    vectors: Vectors,
    asked: Vectors,
    masks: Sequence[Vectors],
    exact: Sequence[Vectors],
) -> str:
    """Return how long it takes to make, its size, how long a question takes, and its recall.

    Args:
        make: makes an index of a dimension.
        vectors: what it holds.
        asked: questions.
        masks: which vectors are looked at, for each round of questions.
        exact: the nearest of each round.
    """
    faiss.omp_set_num_threads(1)
    started = time.process_time()
    index = make(vectors.shape[1])
    if hasattr(index, "qb"):
        index.qb = 8
    step = max(1, len(vectors) // 20_480)
    index.train(np.ascontiguousarray(vectors[::step], np.float32))
    for at in range(0, len(vectors), 8192):
        index.add(np.ascontiguousarray(vectors[at : at + 8192], np.float32))
    made = time.process_time() - started
    size = len(faiss.serialize_index(index)) / len(vectors)
    told = [f"made in {made:.0f} s, {size:.0f} bytes a passage"]
    for mask, right in zip(masks, exact, strict=True):
        allowed = np.packbits(mask, bitorder="little")
        some = not mask.all()
        started, found = time.process_time(), []
        try:
            for one in asked:
                parameters = _parameters(index, allowed) if some else None
                found.append(index.search(one[None], DEPTH, params=parameters)[1][0])
        except RuntimeError:
            told.append("takes no filter")
            continue
        took = 1000 * (time.process_time() - started) / len(asked)
        told.append(f"among {100 * mask.mean():.0f} %: {took:.2f} ms, {_agreement(found, right)}")
    return "; ".join(told)
