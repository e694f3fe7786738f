"""An index limited to collections, where vectors are searched by codes: as without the others."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.articles.article import Article
from index.articles.passages import Filters, Hit
from index.collection import Index
from index.models.embedder import Embedder
from index.search.engines import Engines
from index.search.faiss_store import FaissEngine, FaissStore
from index.search.segments.limits import Limits
from index.search.tantivy_store import TantivyEngine

LARGE = Limits(exact=150, coded=60, inline=30, depth=300, few=12)
EXACT = Limits(exact=10**9)

WORDS = [
    "ferry", "quay", "salt", "harbour", "council", "bridge", "toll", "winter", "school", "budget",
    "river", "storm", "market", "garden", "museum", "strike", "train", "letter", "mayor", "flood",
]  # fmt: skip

QUERIES = ["ferry at the quay", "winter budget", "the mayor and the flood", "salt", "storm train"]


def _articles(make: Callable[..., Article], count: int, first: int, author: str) -> list[Article]:
    chance = random.Random(first)
    return [
        make(
            " ".join(chance.choices(WORDS, k=12)).capitalize() + ".",
            f"{chance.choice(WORDS)} {number}",
            id=f"{author}-{number:03}",
            author=author,
            date=f"2024-{number % 12 + 1:02}-01",
        )
        for number in range(first, first + count)
    ]


def _open(folder: Path, embedder: Embedder, limits: Limits) -> Index:
    engines = Engines(FaissEngine(limits), TantivyEngine())
    return Index.open(folder, create=True, embedder=embedder, engines=engines)


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory,
    word_counts: Callable[..., Embedder],
    make_article: Callable[..., Article],
) -> Iterator[tuple[Index, Index, Index]]:
    """Everything, searched by codes; what is open of it alone, and the few tips, both exactly."""
    folder = tmp_path_factory.mktemp("limited-codes")
    open_ = _articles(make_article, 120, 0, "Ada")
    hidden = _articles(make_article, 180, 200, "Bo")
    tips = _articles(make_article, 9, 500, "Cy")
    with (
        _open(folder / "all", word_counts(), LARGE) as whole,
        _open(folder / "open", word_counts(), EXACT) as alone,
        _open(folder / "tips", word_counts(), EXACT) as few,
    ):
        whole.add_articles(hidden[:90], collections=["secret"])
        whole.add_articles(open_[:70])
        whole.add_articles([*tips[:4], *tips[6:]], collections=["tips"])
        whole.add_articles(hidden[90:], collections=["secret"])
        whole.add_articles(open_[70:])
        whole.add_articles(tips[4:6], collections=["tips"])
        whole.remove([one.id for one in hidden[5:15]])
        whole._generations._merging._background.wait()
        alone.add_articles(open_)
        few.add_articles(tips)
        yield whole, alone, few


def _told(hits: list[Hit]) -> list[tuple[object, ...]]:
    return [(h.rank, h.score, h.article, h.passage, h.dense, h.lexical, h.also_in) for h in hits]


def test_there_are_codes(both: tuple[Index, Index, Index]) -> None:
    store = both[0]._generations._load(None)[0].vectors
    assert isinstance(store, FaissStore)
    assert sum(len(one.rows) for one in store.segments if one.beside) > LARGE.exact


@pytest.mark.parametrize("query", QUERIES)
def test_hits_have_the_scores_of_an_index_without_the_others(
    both: tuple[Index, Index, Index], query: str
) -> None:
    whole, alone, few = both
    for filters in (Filters(), Filters(author="ada"), Filters(after="2024-04", before="2024-09")):
        limited = whole.limited_to(["default"]).search(query, 9, filters)
        assert _told(limited) == _told(alone.search(query, 9, filters))
    assert whole.limited_to(["default"]).search(query, 9, Filters(author="bo")) == []
    tips = whole.limited_to(["tips"]).search(query, 9)
    assert _told(tips) == _told(few.search(query, 9))
    assert len(tips) == 9


def test_so_they_have_after_a_change(
    both: tuple[Index, Index, Index], make_article: Callable[..., Article]
) -> None:
    whole, alone, few = both
    new = _articles(make_article, 5, 900, "Ada")
    whole.add_articles(new)
    alone.add_articles(new)
    whole.add_articles(_articles(make_article, 5, 950, "Bo"), collections=["secret"])
    for query in QUERIES[:2]:
        limited = whole.limited_to(["default"]).search(query, 9)
        assert _told(limited) == _told(alone.search(query, 9))
        assert _told(whole.limited_to(["tips"]).search(query, 9)) == _told(few.search(query, 9))
