"""Hits are those of all candidates, however few of their articles are read."""

import random
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Passage
from index.hits import Candidate, hits_of
from index.search.duplicates import collapse
from index.search.faiss_store import FaissEngine
from index.search.tantivy_store import TantivyEngine
from index.store.derived_files import View
from index.store.manifest import Manifest
from index.store.tables.passages import StoredPassage

_NO_MANIFEST = Manifest(
    index_id="", generation=1, floor=1, last_row=40, dimension=8, vectors={}, words={}
)


def _made(seed: int, count: int) -> tuple[View, list[Candidate], dict[int, Article]]:
    """Return candidates in order, of which some repeat others, and the articles that are there."""
    chance = random.Random(seed)
    kinds = [chance.randrange(chance.choice((4, 40))) for _ in range(count)]
    texts = [f"Ice {kind} lay in the harbour, said witness {kind}, all winter." for kind in kinds]
    owners = [chance.randrange(1, count + 1) for _ in range(count)]
    near = np.random.default_rng(seed).standard_normal((41, 8))
    vectors = near[kinds] + chance.choice((0.0, 0.3)) * near[:count]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = np.arange(1, count + 1)
    store = FaissEngine().new(None, 8).add(rows, vectors.astype(np.float16))
    joined = dict.fromkeys(owners, "")
    candidates = []
    for row, (text, owner) in enumerate(zip(texts, owners, strict=True), 1):
        start = len(joined[owner])
        joined[owner] += text
        passage = Passage(number=row, start=start, end=start + len(text))
        place = StoredPassage(row, owner, passage, ("", str(owner), row))
        candidates.append(Candidate(1 / row, 0.5, 0.0, place))
    articles = {
        owner: Article(info=ArticleInfo(id=f"a{owner}", title=""), text=text)
        for owner, text in joined.items()
        if chance.random() < chance.choice((0.8, 1.0))
    }
    return View(_NO_MANIFEST, store, TantivyEngine().new(None)), candidates, articles


@given(seed=st.integers(0, 10**6), count=st.integers(0, 30), k=st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_they_are_what_all_candidates_come_to(seed: int, count: int, k: int) -> None:
    view, candidates, articles = _made(seed, count)
    read: set[int] = set()

    def reading(rows: Sequence[int]) -> dict[int, Article]:
        read.update(rows)
        return {row: articles[row] for row in rows if row in articles}

    found = [
        (hit.rank, hit.article.id, hit.passage.number, hit.also_in)
        for hit in hits_of(candidates, k, view, reading)
    ]
    there = [one for one in candidates if one.place.article in articles]
    sources = [articles[one.place.article] for one in there]
    texts = [
        source.text[one.place.passage.start : one.place.passage.end]
        for source, one in zip(sources, there, strict=True)
    ]
    names = [source.id for source in sources]
    rows = np.array([one.place.row for one in there], np.int64)
    kept = collapse(texts, names, view.vectors.mutual_cosines(rows))
    assert found == [
        (
            rank,
            names[at],
            there[at].place.passage.number,
            tuple(sorted({names[one] for one in more})),
        )
        for rank, (at, more) in enumerate(kept[:k], 1)
    ]
    assert read <= {one.place.article for one in candidates}


def test_articles_of_which_no_hit_is_made_are_not_read() -> None:
    view, candidates, articles = _made(3, 30)
    far = np.eye(8, dtype=np.float16)
    store = FaissEngine().new(None, 8).add(np.arange(1, 9), far)
    read: list[int] = []

    def reading(rows: Sequence[int]) -> dict[int, Article]:
        read.extend(rows)
        return articles

    first = [one for one in candidates[:8] if one.place.article in articles]
    hits = hits_of(first, 2, View(view.manifest, store, view.words), reading)
    assert len(hits) == 2
    assert set(read) == {one.place.article for one in first[:2]}
