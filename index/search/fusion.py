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


def lent_by_article(scores: Scores, articles: npt.NDArray[np.int64], share: float) -> Scores:
    """Return the scores with a share of the best score of each one's article added.

    An article of which one passage is about the question is likelier to answer it elsewhere than
    one of which none is (Callan, "Passage-Level Evidence in Document Retrieval", SIGIR 1994). The
    first passage stays the first.

    Args:
        scores: of passages.
        articles: the article of each, as numbers, in the same order.
        share: how much of the best score counts.
    """
    if not len(scores):
        return scores
    _, places = np.unique(articles, return_inverse=True)
    best = np.full(int(places.max()) + 1, -np.inf)
    np.maximum.at(best, places, scores)
    return np.asarray(scores + share * best[places])
