"""The search of one index: what is kept between searches, and which of equal passages is first."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index import retrieval
from index.articles.article import Article
from index.articles.passages import Filters, Hit
from index.collection import Index
from index.errors import ModelError
from index.keeping.store import KEPT, Kept
from index.models.embedder import Embedder
from index.models.vectors import Vectors
from index.search.segments.aside import Aside
from index.store import kept_articles

Articles = Callable[..., Article]


def _ids(index: Index, query: str, k: int = 10, filters: Filters | None = None) -> list[str]:
    return [hit.article.id for hit in index.search(query, k, filters or Filters())]


def test_equally_good_passages_are_ordered_by_date_and_identifier(
    small_index: Index, make_article: Articles
) -> None:
    dates = {"d": None, "c": "2020-01-02", "a": "2021", "b": "2020-01-02"}
    made = [
        make_article("Ice in the harbour.", "Ice", id=name, **({"date": date} if date else {}))
        for name, date in dates.items()
    ]
    small_index.add_articles(made)
    (hit,) = small_index.search("ice", 10)  # the others repeat it
    assert (hit.article.id, hit.also_in) == ("b", ("a", "c", "d"))


def test_a_query_is_read_as_texts_are_stored(small_index: Index, make_article: Articles) -> None:
    small_index.add_articles([make_article("Ice in the harbour.", "Ice", id="ice")])
    assert _ids(small_index, "\u202eh\u00adar\u200bbour\x00 \udcff") == ["ice"]


def test_passages_of_articles_are_told_by_how_near_they_are(
    small_index: Index, make_article: Articles
) -> None:
    assert small_index.passage_cosines("ice", {"one"}) == {}
    long = "Ice. " * 300 + "\n\n" + "Salt. " * 300
    made = [make_article(long, "One", id="one"), make_article("Ice.", "Two", id="two")]
    small_index.add_articles([*made, make_article("Ice.", "Three", id="three")])
    found = small_index.passage_cosines("ice", {"one", "two", "gone"})
    assert found.keys() == {"one", "two"}
    spans = [span for span, _ in found["one"]]
    assert spans == [passage.span for passage in small_index.passages_of("one")]
    cosines = [cosine for _, cosine in found["one"]]
    assert cosines[0] == max(cosines) > cosines[-1]
    hits = {hit.passage.span: hit.dense for hit in small_index.search("ice", 10)}
    (near,) = found["two"]
    assert near[1] == pytest.approx(hits[near[0]])
    small_index.remove(["two"])
    assert small_index.passage_cosines("ice", {"two"}) == {}


@pytest.mark.parametrize("candidates", [2, 3, 100])
def test_the_cut_among_equals_does_not_depend_on_when_they_came(
    small_index: Index,
    make_article: Articles,
    monkeypatch: pytest.MonkeyPatch,
    candidates: int,
) -> None:
    monkeypatch.setattr(retrieval, "CANDIDATES", candidates)
    for name in "dbac":
        small_index.add_articles([make_article("Ice in the harbour.", "Ice", id=name)])
    assert _ids(small_index, "ice", 1) == ["a"]


def test_a_filter_lets_through_what_came_after_it_was_first_used(
    small_index: Index, make_article: Articles
) -> None:
    ann = Filters(author="ann")
    small_index.add_articles([make_article("Ice.", "One", id="one", author="Bo")])
    assert _ids(small_index, "ice", filters=ann) == []
    small_index.add_articles([make_article("Ice and salt.", "Two", id="two", author="Ann")])
    assert _ids(small_index, "ice", filters=ann) == ["two"]
    small_index.remove(["two"])
    assert _ids(small_index, "ice", filters=ann) == []


def test_few_articles_and_filters_are_kept(
    small_index: Index, make_article: Articles, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(5_000)
    monkeypatch.setattr(kept_articles, "KEPT", kept)
    monkeypatch.setattr(retrieval, "_KEPT_FILTERS", 2)
    small_index.add_articles(
        make_article(f"Word{n} stands alone.", f"T{n}", id=f"a{n}", author=f"Ann{n}")
        for n in range(4)
    )
    for _ in range(2):
        for n in range(4):
            assert _ids(small_index, f"word{n}", 1, Filters(author=f"ann{n}")) == [f"a{n}"]
    assert 1 <= len(kept) < 4
    assert kept.bytes <= kept.limit
    assert len(small_index._retriever._filters) <= 2


def test_a_word_alone_or_a_meaning_alone_is_enough(
    small_index: Index, make_article: Articles
) -> None:
    texts = {"ice": "The ice froze.", "salt": "Salt rose.", "bridge": "A bridge closed."}
    small_index.add_articles(make_article(text, name, id=name) for name, text in texts.items())
    hits = small_index.search("ice", 3)
    assert hits[0].article.id == "ice"
    assert hits[0].lexical is not None
    assert {hit.article.id for hit in hits} == set(texts)  # by their cosines
    assert [hit.lexical for hit in hits[1:]] == [None, None]
    assert [hit.rank for hit in hits] == [1, 2, 3]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def _shown(hits: list[Hit]) -> list[tuple[object, ...]]:
    return [(one.article.id, one.passage, one.score, one.dense, one.lexical) for one in hits]


def test_a_question_is_embedded_beside_the_search_by_words(
    tmp_path: Path,
    make_article: Articles,
    word_counts: Callable[..., Embedder],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    embedder, threads = word_counts(), []
    with Index.open(tmp_path, create=True, embedder=embedder) as index:
        made = [make_article(f"Ice {n} and salt.", f"No. {n}", id=f"a{n}") for n in range(30)]
        index.add_articles(made)
        expected = [_shown(index.search(query, 5)) for query in ("ice 7", "salt", "title")]
        embed = embedder.embed_questions

        def noting(texts: Sequence[str]) -> Vectors:
            threads.append(threading.get_ident())
            if "none" in texts:
                raise ModelError("There is no model.")
            return embed(texts)

        monkeypatch.setattr(embedder, "embed_questions", noting)
        monkeypatch.setattr(retrieval, "_WORTH_A_THREAD", 0)
        monkeypatch.setattr(retrieval, "ASIDE", Aside(1))
        KEPT.clear()  # forget their vectors
        found = [_shown(index.search(query, 5)) for query in ("ice 7", "salt", "title")]
        assert found == expected
        assert threading.get_ident() not in threads
        assert len(threads) == 3
        with pytest.raises(ModelError, match="no model"):
            index.search("none", 5)
        together = index.search_many(["ice 7", "", "salt"], 5)
        assert [_shown(hits) for hits in together] == [expected[0], [], expected[1]]
