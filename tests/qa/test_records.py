"""What is answered about articles without reading all records is what all of them say."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from index.models.embedder import Progress
from index.models.vectors import Vectors
from index.search.filtering import matches
from qa import small_talk
from qa.metadata_answers import (
    answer_from_archive,
    answer_from_sound_records,
    authors_in,
    records_for,
)
from qa.questions.article_questions import ArticleAsk, Field

ABOUT = (
    None,
    "harbour fares",
    "the studies of cities",
    "U.N. talks",
    "mayor's 3.5 % levy",
    "zebras",
)
BY = (None, "Rita Moss", "Ash")
WHERE = ((None, None), ("Herald", "2024-02"), (None, "2024-01"))
FILTERS = (
    Filters(),
    Filters(source="quay"),
    Filters(after="2024-02", before="2024-03-05"),
    Filters(articles=frozenset(["a03", "a11", "a25"])),
)


class _Alike:
    """An embedder to which all texts are alike."""

    name, fingerprint, dimension = "alike", "3" * 64, 8

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.embed_questions(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 8), 8**-0.5, np.float32)


def _articles() -> Iterator[Article]:
    titles = (
        "Harbour fares rise", "Fare of the harbour", "A study of a city", "UN talks end",
        "Talks at the U.N.", "The mayor and a levy of 3.5 %", None, "Rain",
    )  # fmt: skip
    authors = ("Moss, Rita", "Rita Moss and Tom Ash", "Tom Ash", None, "Bo Hush")
    for at in range(42):
        info = ArticleInfo(
            title=titles[at % 8],
            id=f"a{at:02}",
            author=authors[at % 5],
            publication=("The Quay Herald", None, "Wire")[at % 3],
            date=None if at % 7 == 6 else f"2024-0{at % 3 + 1}-{at % 28 + 1:02}",
            url=f"https://quay.example/{at}" if at % 2 else None,
        )
        told = "fares in the harbour" if at % 9 == 4 else "weather"
        yield Article(info=info, text=f"Article {at} tells of {told}.")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(tmp_path_factory.mktemp("records"), create=True, embedder=_Alike()) as made:
        made.add_articles(_articles())
        yield made


@pytest.mark.parametrize("field", list(Field))
def test_answers_are_those_from_all_records(index: Index, field: Field) -> None:
    given = 0
    found = {about: index.search(about, 12) if about else [] for about in ABOUT}
    for about, by, (source, dated), filters in product(ABOUT, BY, WHERE, FILTERS[:3]):
        ask = ArticleAsk(field=field, about=about, by=by, source=source, dated=dated)
        hits = found[about]
        infos = [info for info in index.articles() if matches(filters, info)]
        expected = answer_from_sound_records(ask, infos, hits, index.article)
        assert answer_from_archive(ask, index, filters, hits) == expected, (ask, filters)
        given += expected is not None
    assert given > 15


def test_few_records_are_read(index: Index) -> None:
    scope = index.library.scope
    about = ArticleAsk(field=Field.AUTHOR, about="harbour fares")
    assert len(records_for(about, scope, Filters(), []).infos) < 15
    every = records_for(ArticleAsk(field=Field.COUNT), scope, Filters(), [])
    assert (len(every.infos), every.unread) == (20, 22)


def test_authors_are_told_once(index: Index) -> None:
    assert sorted(authors_in(index)) == [
        "Bo Hush",
        "Moss, Rita",
        "Rita Moss and Tom Ash",
        "Tom Ash",
    ]


@pytest.mark.parametrize("filters", FILTERS)
def test_what_is_told_of_articles_is_counted(index: Index, filters: Filters) -> None:
    infos = [info for info in index.articles() if matches(filters, info)]
    told = small_talk.told_of(index, filters)
    dates = sorted(info.date for info in infos if info.date)
    assert told.articles == len(infos)
    assert told.dates == (dates[0], dates[-1])
    assert dict(told.publications) == {
        name: sum(info.publication == name for info in infos)
        for name in {info.publication for info in infos if info.publication}
    }


def test_identifiers_are_told_from_one_on(index: Index) -> None:
    scope = index.library.scope
    assert scope.identifiers(Filters(), "", 99) == index.article_ids()
    assert scope.identifiers(Filters(source="wire"), "a06", 3) == ["a08", "a11", "a14"]
    assert scope.identifiers(Filters(), "a41\0", 3) == []
    assert [one.id for one in index.infos(["a07", "nobody", "a02"])] == ["a02", "a07"]
