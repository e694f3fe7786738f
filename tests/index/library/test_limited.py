"""An index limited to collections gives what an index without the other articles gives."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.articles.article import Article
from index.articles.judgement import Judgement
from index.articles.passages import Filters, Hit
from index.collection import Index
from index.errors import IndexProblem, UnknownArticle, UsageError
from index.library.listing import Wish
from index.models.embedder import Embedder
from index.opened.reading import ReadableIndex
from index.store.database import FILE
from index.store.limited.visible import CONDITIONS

OPEN = "The ferry to Port Merrow leaves on Monday. Nobody objected. The quay is full of salt."
SECRET = (
    "The ferry was sold, and the ferry man was told to be quiet about the ferry of Port Merrow."
)


def _articles(make: Callable[..., Article]) -> tuple[list[Article], list[Article]]:
    seen = [
        make(f"{OPEN} {word} {word} of the harbour." * count, f"Ferry {word}", id=f"open-{word}",
             author="Ada Quill", date=f"2024-05-0{count}")
        for count, word in enumerate(("salt", "ice", "rope"), 1)
    ]  # fmt: skip
    hidden = [
        # The first is nearly the same as one that is seen, and each says what that one says.
        make(seen[0].text + " Sold.", "Ferry secret", id="secret-copy", author="Bo Hush"),
        *(make(f"{SECRET} {n} rope." * 3, f"Secret {n}", id=f"secret-{n}", author="Bo Hush",
               date="2024-06-01") for n in range(8)),
    ]  # fmt: skip
    return seen, hidden


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory,
    word_counts: Callable[..., Embedder],
    make_article: Callable[..., Article],
    lines: object,
) -> Iterator[tuple[Index, Index]]:
    """An index with secret articles, and one without them."""
    folder = tmp_path_factory.mktemp("limited")
    seen, hidden = _articles(make_article)
    open_ = {"create": True, "annotator": lines}
    with (
        Index.open(folder / "all", embedder=word_counts(), **open_) as whole,  # type: ignore[arg-type]
        Index.open(folder / "some", embedder=word_counts(), **open_) as alone,  # type: ignore[arg-type]
    ):
        for index in (whole, alone):
            if index is whole:
                index.add_articles(hidden[:4], collections=["tips"])
            index.add_articles(seen[:2])
            if index is whole:
                index.add_articles(hidden[4:], collections=["tips"])
            index.add_articles(seen[2:], collections=["default", "letters"])
            # Its text was another once.
            index.add_articles([make_article(f"{OPEN} Salt went.", "Ferry salt", id="open-salt",
                                             author="Ada Quill", date="2024-05-01")])  # fmt: skip
        whole.judgements.add(
            Judgement(key="k", asked="?", article=one, content_hash=text,
                      start=0, end=9, right=True, editor="Ed", at="2024-05-06")
            for one, text in (("open-ice", seen[1].content_hash),
                              ("secret-1", hidden[2].content_hash))
        )  # fmt: skip
        yield whole, alone


@pytest.fixture(scope="module")
def limited(both: tuple[Index, Index]) -> ReadableIndex:
    return both[0].limited_to(["default"])


def _told(hits: list[Hit]) -> list[tuple[object, ...]]:
    return [(h.rank, h.score, h.article, h.passage, h.dense, h.lexical, h.also_in) for h in hits]


@pytest.mark.parametrize("query", ["ferry", "ferry man sold", "rope", "salt of the quay", "secret"])
def test_hits_have_the_scores_of_an_index_without_the_others(
    both: tuple[Index, Index], limited: ReadableIndex, query: str
) -> None:
    for filters in (Filters(), Filters(author="ada"), Filters(after="2024-05-02")):
        assert _told(limited.search(query, 9, filters)) == _told(both[1].search(query, 9, filters))
    assert limited.search(query, 9, Filters(author="hush")) == []


def test_what_is_looked_up_is_what_an_index_without_the_others_has(
    both: tuple[Index, Index], limited: ReadableIndex
) -> None:
    whole, alone = both
    assert (limited.article_count, limited.passage_count) == (
        alone.article_count, alone.passage_count
    )  # fmt: skip
    assert limited.articles() == alone.articles()
    assert limited.identifiers("", 99) == alone.identifiers("", 99)
    told, others = (
        limited.library.counts(Wish(search="ferry")),
        alone.library.counts(Wish(search="ferry")),
    )
    assert told.gaps == others.gaps
    # Where one collection is seen, it tells nothing; the other has one more.
    assert told.facets == {name: of for name, of in others.facets.items() if name != "collection"}
    assert limited.library.page(Wish(search="rop")) == alone.library.page(Wish(search="rop"))
    for one in alone.article_ids():
        assert limited.article(one) == alone.article(one)
        assert limited.copies(one) == alone.copies(one)
        assert [(v.content_hash, v.text_hash) for v in limited.versions.of(one)] == [
            (v.content_hash, v.text_hash) for v in alone.versions.of(one)
        ]
        assert limited.passages_of(one) == alone.passages_of(one)
    assert [one.judgement.article for one in limited.judgements.all()] == ["open-ice"]
    assert len(whole.judgements.all()) == 2
    assert [one.name for one in limited.collections.all()] == ["default"]
    assert limited.collections.of(whole.article_ids())["open-rope"] == ("default",)


def test_statements_are_those_of_what_is_seen(
    both: tuple[Index, Index], limited: ReadableIndex, lines: object
) -> None:
    told = [
        [(one.name, one.statements) for one in index.annotations(lines).stored()]  # type: ignore[arg-type]
        for index in (limited, both[1])
    ]
    assert sorted(told[0]) == sorted(told[1])
    assert limited.annotations(lines).counts() == both[1].annotations(lines).counts()  # type: ignore[arg-type]


def test_places_of_phrases_are_those_of_what_is_seen(
    both: tuple[Index, Index], limited: ReadableIndex
) -> None:
    def near(index: ReadableIndex) -> list[tuple[str, int, int | None, float]]:
        (places,) = index.phrases.near([["the ferry man was told to leave on Monday"]], 9)
        found = index.phrases.articles([one.row for one in places])
        return [(found[one.row].id, one.start, one.end, one.share) for one in places]

    assert near(both[0]) != near(both[1])
    assert near(limited) == near(both[1])


def test_what_is_hidden_fails_as_what_is_not_there(
    both: tuple[Index, Index], limited: ReadableIndex
) -> None:
    def message(index: ReadableIndex, call: Callable[[ReadableIndex], object]) -> str:
        with pytest.raises((UnknownArticle, UsageError)) as problem:
            call(index)
        return str(problem.value)

    calls: list[Callable[[ReadableIndex], object]] = [
        lambda one: one.article("secret-1"),
        lambda one: one.copies("secret-1"),
        lambda one: one.passages_of("secret-1"),
        lambda one: one.identifier("secret"),
        lambda one: one.version("secret-1", "0" * 64),
        lambda one: one.search("ferry", 3, Filters(collections=frozenset(["tips"]))),
    ]
    alone = both[1].limited_to(["default"])
    for call in calls:
        assert message(limited, call) == message(alone, call)


def test_nothing_is_written_through_it(limited: ReadableIndex) -> None:
    with pytest.raises(IndexProblem):
        limited.set_setting("name", 1)


def test_filters_by_collection_limit_further_and_never_widen(
    both: tuple[Index, Index], limited: ReadableIndex
) -> None:
    whole = both[0]
    letters = Filters(collections=frozenset(["letters"]))
    assert {hit.article.id for hit in whole.search("ferry", 99, letters)} == {"open-rope"}
    tips = whole.search("ferry", 99, Filters(collections=frozenset(["tips"])))
    assert {hit.article.id[:6] for hit in tips} == {"secret"}
    assert limited.limited_to(["tips"]).article_ids() == []
    assert limited.limited_to(["default", "tips"]).article_ids() == limited.article_ids()
    assert whole.limited_to([]).article_count == 0
    assert whole.limited_to([]).search("ferry") == []
    assert whole.limited_to(["x'; DROP TABLE articles; --"]).article_count == 0


def test_every_table_was_decided_on_and_others_are_empty(both: tuple[Index, Index]) -> None:
    path = both[0].folder / FILE
    connection = sqlite3.connect(path)
    tables = {
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("sqlite_")
    }
    connection.close()
    assert tables == CONDITIONS.keys()


def test_a_table_of_a_later_time_is_empty(
    tmp_path: Path, word_counts: Callable[..., Embedder]
) -> None:
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        connection = sqlite3.connect(index.folder / FILE)
        connection.execute("CREATE TABLE whispers (text TEXT)")
        connection.execute("INSERT INTO whispers VALUES ('secret')")
        connection.commit()
        connection.close()
        database = index.limited_to(["default"])._storage.database
        assert database.select("SELECT text FROM whispers", ()) == []


def test_damage_of_what_is_hidden_is_nobody_elses(
    tmp_path: Path, word_counts: Callable[..., Embedder], make_article: Callable[..., Article]
) -> None:
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        index.add_articles([make_article(OPEN, "Open", id="open")])
        index.add_articles([make_article(SECRET, "Secret", id="secret")], collections=["tips"])
        connection = sqlite3.connect(index.folder / FILE)
        connection.execute("UPDATE articles SET text = 'broken' WHERE id = 'secret'")
        connection.commit()
        connection.close()
        limited = index.limited_to(["default"])
        index.search("ferry")
        assert len(index.check()) == 1
        assert [hit.article.id for hit in limited.search("ferry", 9)] == ["open"]
        assert limited.check() == []
