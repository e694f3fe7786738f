"""Hits of the best candidates, without those that repeat a better one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from index.articles.article import Article
from index.articles.passages import Hit
from index.search.duplicates import ALIKE, collapse
from index.search.vector_store import MutualCosines
from index.store.searched import Searched
from index.store.tables.passages import StoredPassage

ReadArticles: TypeAlias = Callable[[Sequence[int]], dict[int, Article]]
"""Returns the articles of some row numbers; those gone or damaged are left out."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found, with its scores."""

    score: float
    dense: float
    lexical: float
    place: StoredPassage


def hits_of(
    candidates: Sequence[Candidate], k: int, view: Searched, read: ReadArticles
) -> list[Hit]:
    """Return up to `k` hits.

    Args:
        candidates: best first, without others between them.
        k: how many are wanted.
        view: has the passages' vectors.
        read: reads articles.
    """
    rows = np.array([one.place.row for one in candidates], np.int64)
    cosines = view.vectors.mutual_cosines(rows)
    # Few passages repeat another. Where none of the first k does, those after them only matter if
    # they may repeat one, and the articles of the others need not be read.
    first = list(range(min(k, len(candidates))))
    alike = np.flatnonzero((np.triu(cosines, 1) >= ALIKE).any(axis=0)).tolist()
    some = sorted({*first, *alike})
    made = _made(candidates, some, k, cosines, read)
    if [at for at, _ in made] == first:
        return [hit for _, hit in made]
    every = list(range(len(candidates)))
    return [hit for _, hit in _made(candidates, every, k, cosines, read)]


def _made(
    candidates: Sequence[Candidate],
    places: Sequence[int],
    k: int,
    cosines: MutualCosines,
    read: ReadArticles,
) -> list[tuple[int, Hit]]:
    """Return up to `k` hits of the candidates at some places, each with its place."""
    articles = read(sorted({candidates[at].place.article for at in places}))
    places = [at for at in places if _quotable(candidates[at].place, articles)]
    some = [candidates[at] for at in places]
    sources = [articles[one.place.article] for one in some]
    texts = [
        source.text[one.place.passage.start : one.place.passage.end]
        for source, one in zip(sources, some, strict=True)
    ]
    kept = collapse(texts, [source.id for source in sources], cosines[np.ix_(places, places)])
    return [
        (
            places[at],
            Hit(
                rank=rank,
                score=some[at].score,
                article=sources[at],
                passage=some[at].place.passage,
                dense=some[at].dense,
                lexical=some[at].lexical or None,
                also_in=tuple(sorted({sources[one].id for one in repeated})),
            ),
        )
        for rank, (at, repeated) in enumerate(kept[:k], 1)
    ]


def _quotable(place: StoredPassage, articles: dict[int, Article]) -> bool:
    """Tell whether a passage's article is sound and the passage lies within it."""
    article = articles.get(place.article)
    return article is not None and 0 <= place.passage.start < place.passage.end <= len(article.text)
