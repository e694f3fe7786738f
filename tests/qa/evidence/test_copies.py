"""One citation of who published the words first; "also in" only where these very words stand."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from index.models.embedder import Progress
from index.models.vectors import Vectors
from qa.answers import Answer, Kind, Quote
from qa.evidence.copies import Copies
from qa.wording.copies_named import named

BODY = (
    "The harbour office closed the northern quay on Monday 🚢 after divers found cracks in four of "
    "its pillars. Ferries to the islands leave from the fish market until further notice.\n\n"
    "“The repair will take eleven weeks,” the engineer Maud Kessler said. It will cost two million "
    "crowns. Fishermen fear for the herring season, which begins in three weeks. The quay was "
    "built in 1938 and last examined nine years ago."
)
SPACED = BODY.replace(" ", "\n").replace("\n\n", " ")
CORRECTED = BODY.replace("two million", "three million")
UNNAMED = BODY.replace("the engineer Maud Kessler", "an engineer")


def _article(name: str, text: str, date: str | None, publication: str | None = None) -> Article:
    info = ArticleInfo(id=name, title=f"Quay {name}", date=date, publication=publication)
    return Article(info=info, text=text)


ARTICLES = [
    _article("herald", BODY, "2024-03-06", "Harbour Herald"),
    _article("wire", f"STORMHAVEN (Wire)\n\n{SPACED}", "2024-03-04", "Wire"),
    _article("gazette", CORRECTED, "2024-03-05", "Gazette"),
    _article("undated", f"{UNNAMED}\n\nWrite to us.", None),
]


class _LengthAlone:
    """An embedder for tests that search nothing."""

    name, fingerprint, dimension = "length", "length-1", 2

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.embed_questions(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return np.tile(np.array([[1.0, 0.0]], np.float32), (len(texts), 1))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("copies")
    with Index.open(folder, create=True, embedder=_LengthAlone()) as opened:
        opened.add_articles(ARTICLES)
        yield opened


def _quote(index: Index, name: str, words: str, number: int = 1, **more: object) -> Quote:
    article = index.article(name)
    start = article.text.index(words)
    made = Quote(number=number, article=article, start=start, end=start + len(words), score=0.9)
    return replace(made, **more)  # type: ignore[arg-type]


def _named(index: Index, quote: Quote, filters: Filters | None = None) -> Quote:
    answer = Answer(
        question="?",
        asked_as="?",
        kind=Kind.FACT,
        answered=True,
        confidence=0.9,
        answer="[1]",
        quotes=(quote,),
    )
    return Copies(index).named(answer, filters or Filters()).quotes[0]


FERRIES = "Ferries to the islands leave from the fish market until further notice."
COST = "It will cost two million crowns."


def test_words_are_cited_from_who_published_them_first(index: Index) -> None:
    start = BODY.index("fish market")
    span = (start, start + len("fish market"))
    quote = _quote(index, "herald", FERRIES, answer_span=span, also_in=("wire", "gone"))
    (first,) = Copies(index).first_published([quote], Filters())
    assert first.article.id == "wire"
    assert first.text.split() == FERRIES.split()
    assert first.answer_span is not None
    found = first.article.text[slice(*first.answer_span)]
    assert found.split() == ["fish", "market"]
    whole = _named(index, first)
    assert whole.also_in == ("gazette", "herald", "undated")
    for copy in whole.copies:
        text = index.article(copy.info.id).text[copy.start : copy.end]
        assert text.split() == FERRIES.split()


def test_a_corrected_copy_does_not_hold_what_it_corrects(index: Index) -> None:
    assert _named(index, _quote(index, "wire", COST.replace(" ", "\n"))).also_in == (
        "herald", "undated",
    )  # fmt: skip
    corrected = _quote(index, "gazette", "It will cost three million crowns.")
    assert _named(index, corrected).also_in == ()
    assert Copies(index).first_published([corrected], Filters()) == (corrected,)


def test_only_articles_within_the_filters_are_cited_or_named(index: Index) -> None:
    quote = _quote(index, "herald", FERRIES)
    only = Filters(source="Herald")
    assert Copies(index).first_published([quote], only) == (quote,)
    assert _named(index, quote, only).also_in == ()
    late = Filters(after="2024-03-05")
    (first,) = Copies(index).first_published([quote], late)
    assert first.article.id == "gazette"


def test_quotes_of_several_copies_become_one_where_they_touch(index: Index) -> None:
    longer = f"{COST} Fishermen fear for the herring season, which begins in three weeks."
    quotes = [_quote(index, "herald", COST, 1), _quote(index, "undated", longer, 2)]
    (one,) = Copies(index).first_published(quotes, Filters())
    assert (one.number, one.article.id) == (1, "wire")
    assert one.text.split() == longer.split()


def test_words_stay_where_their_speaker_is_named(index: Index) -> None:
    older = replace(
        index.article("undated"), info=replace(index.article("undated").info, date="2024-03-01")
    )
    index.add_articles([older])
    said = _quote(index, "herald", "“The repair will take eleven weeks,”")
    (spoken,) = Copies(index).first_published(
        [replace(said, speaker="Maud Kessler")], Filters(), apart=True
    )
    assert spoken.article.id == "wire"
    (unspoken,) = Copies(index).first_published([said], Filters())
    assert unspoken.article.id == "undated"
    index.add_articles([ARTICLES[3]])


def test_what_corrects_another_quote_stays_where_it_is(index: Index) -> None:
    old = _quote(index, "herald", COST, 1, corrected_by=2)
    new = _quote(index, "gazette", "It will cost three million crowns.", 2)
    assert Copies(index).first_published([old, new], Filters()) == (old, new)


def test_outlets_are_named_with_their_dates() -> None:
    infos = [article.info for article in ARTICLES]
    assert named(infos[:2]) == "Harbour Herald (2024-03-06), Wire (2024-03-04)"
    assert named(infos[3:]) == "Quay undated"
    assert named(infos * 2).endswith(" and 3 more")
    assert named([]) == ""
