"""Two scores for each candidate become one. Pure."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Scores: TypeAlias = npt.NDArray[np.floating]
"""float [n], one score for each candidate, in the same order everywhere."""


def standardised(scores: Scores) -> Scores:
    """Return z = (s - mean) / deviation of each score s; zeros when all are equal."""
    if not len(scores):
        return scores
    deviation = float(scores.std())
    if deviation < 1e-9:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / deviation)


def fuse(dense: Scores, lexical: Scores, *, dense_weight: float = 1.0) -> Scores:
    """Return the sum of both standardised scores.

    CombSUM (Fox and Shaw, "Combination of Multiple Searches", TREC-2, 1994) over z-scores (Montague
    and Aslam, "Relevance Score Normalization for Metasearch", CIKM 2001; Wu, Crestani and Bi,
    "Evaluating Score Normalization Methods in Data Fusion", AIRS 2006). Every candidate comes with
    both scores, computed exactly where only one search found it, so that nothing is imputed.

    Args:
        dense: cosines.
        lexical: BM25 scores, 0 where no word of the query occurs.
        dense_weight: how much the cosines count against BM25's 1.
    """
    return dense_weight * standardised(dense) + standardised(lexical)
