from collections.abc import Iterator

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.statement import Statement, StatementKind
from index.collection import Index
from index.errors import UnknownArticle, UsageError
from qa.citing.cited import LONGEST, CitedQuote, cite
from qa.citing.speaking import speaker_of, statements_in
from qa.statements.stored import StatementFinder

NAME = "harbour-00000001"
WORDS = "“The dredging stops on Monday.”"
TEXT = (
    "😀🚢𝔸 A long night ended. " * 20
    + f"\n\nMinister Rosa Calder said: {WORDS} Nobody objected.\n\nThe end."
)
START = TEXT.index(WORDS)
END = START + len(WORDS)
spoken_in = StatementFinder().annotate


def harbour(text: str = TEXT, title: str = "Harbour talks") -> Article:
    return Article(info=ArticleInfo(id=NAME, title=title, date="2024-05-06"), text=text)


class _One:
    def article(self, name: str) -> Article:
        if name != NAME:
            raise UnknownArticle(name)
        return harbour()


def _cited(start: int = START, end: int = END, name: str = NAME, stamp: str = "") -> CitedQuote:
    return cite(_One(), None, spoken_in, (name, start, end), stamp)


def test_a_quote_is_a_slice_with_its_hash_its_speaker_and_the_words_around() -> None:
    quote = _cited()
    told = quote.to_json("https://quotes.example/")
    assert quote.text == told["text"] == WORDS
    # The SHA-256 of these words, as `printf '%s' ... | sha256sum` gives it.
    assert quote.sha256 == "3f1b4abf2cf9facccdd96b2eb88ed1934dd9d7994b7b3c6b00b991223baf3a96"
    assert (quote.speaker, quote.kind) == ("Rosa Calder", StatementKind.DIRECT)
    before, after = TEXT[slice(*quote.before)], TEXT[slice(*quote.after)]
    assert before.endswith("Minister Rosa Calder said: ")
    assert after == " Nobody objected.\n\nThe end."
    assert TEXT[quote.before[0] - 1].isspace()
    assert told["link"] == (
        f"https://quotes.example/quote/{NAME}/{START}-{END}?v={harbour().text_hash[:12]}"
    )


def test_the_end_of_an_article_has_nothing_after_it() -> None:
    quote = _cited(0, len(TEXT))
    assert quote.before == (0, 0)
    assert quote.after == (len(TEXT), len(TEXT))


@pytest.mark.parametrize(
    ("start", "end"), [(END, START), (5, 5), (0, len(TEXT) + 1), (10**9, 10**9 + 1), (-3, 4)]
)
def test_what_is_no_part_of_the_article_is_no_quote(start: int, end: int) -> None:
    with pytest.raises(UsageError, match="is no part of"):
        _cited(start, end)


def test_white_space_and_whole_books_are_no_quotes() -> None:
    blank = TEXT.index("\n\n")
    with pytest.raises(UsageError, match="only white space"):
        _cited(blank, blank + 2)

    class Book(_One):
        def article(self, name: str) -> Article:
            return harbour("a" * (LONGEST + 1))

    with pytest.raises(UsageError, match="10,000"):
        cite(Book(), None, lambda _: [], (NAME, 0, LONGEST + 1))


def test_an_article_or_version_that_is_not_there_is_said() -> None:
    with pytest.raises(UnknownArticle):
        _cited(name="gone")
    with pytest.raises(UnknownArticle, match="No earlier version"):
        _cited(stamp="0123456789ab")


DIRECT, INDIRECT = StatementKind.DIRECT, StatementKind.INDIRECT
SAID = [
    Statement(10, 50, INDIRECT, "Ada"),
    Statement(20, 30, DIRECT, "Tom"),
    Statement(60, 70, DIRECT, "Ada"),
    Statement(80, 90, DIRECT, None),
    Statement(95, 99, DIRECT, "Eve", doubtful=True),
]


@pytest.mark.parametrize(
    ("start", "end", "speaker", "kind"),
    [
        (22, 28, "Tom", DIRECT),  # Tom's words in what Ada is told to have said
        (12, 18, "Ada", INDIRECT),
        (15, 40, "Ada", INDIRECT),
        (55, 75, "Ada", DIRECT),  # the sentence around
        (5, 65, None, None),  # two people
        (40, 65, "Ada", StatementKind.MIXED),
        (82, 88, None, None),
        (95, 99, None, None),
        (0, 5, None, None),
    ],
)
def test_whose_words_a_quote_is(
    start: int, end: int, speaker: str | None, kind: StatementKind | None
) -> None:
    assert speaker_of(SAID, start, end) == (speaker, kind)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An article whose title, then whose text has changed: a line came in before the quote."""
    folder = tmp_path_factory.mktemp("cited") / "index"
    with Index.open(folder, create=True) as index:
        index.add_articles([harbour()])
        index.add_articles([harbour(title="Harbour talks resume")])
        index.add_articles([harbour("Corrected on Tuesday.\n\n" + TEXT, "Harbour talks resume")])
        yield index


def _of(index: Index, stamp: str, shift: int = 0) -> CitedQuote:
    place = (NAME, START + shift, END + shift)
    return cite(index, index.versions, statements_in(index), place, stamp)


def test_a_quote_of_a_text_that_was_replaced_shows_the_words_of_then(changed: Index) -> None:
    quote = _of(changed, harbour().text_hash[:12])
    assert quote.text == WORDS
    assert quote.speaker == "Rosa Calder"
    assert quote.article.text == TEXT
    assert quote.replaced is not None
    assert quote.now is not None
    assert changed.article(NAME).text[slice(*quote.now)] == WORDS
    assert f"v={harbour().text_hash[:12]}" in quote.path


def test_the_text_as_it_is_says_since_when_it_is_so(changed: Index) -> None:
    shift = len("Corrected on Tuesday.\n\n")
    present = _of(changed, "", shift)
    named = _of(changed, changed.article(NAME).text_hash[:12], shift)
    assert present == named
    assert present.text == WORDS
    assert present.replaced is None
    assert present.since == _of(changed, harbour().text_hash).replaced


def test_words_that_the_present_text_lacks_are_not_said_to_be_there(changed: Index) -> None:
    with Index.open(changed.folder) as index:
        index.add_articles([harbour("Everything was taken back.")])
        quote = _of(index, harbour().text_hash)
        assert (quote.text, quote.now) == (WORDS, None)
