"""Spans become quotes: whole sentences, merged where they touch, exact on any text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo, normalise_text
from index.articles.statement import StatementKind
from index.errors import IndexDamaged
from qa.answers import Answer, Kind, Quote
from qa.citations import (
    Evidence,
    article_sentences,
    context,
    grow_to_sentences,
    number_quotes,
    quoted,
    trim,
    verify,
)

TEXT = "The gate opened. “It leaks,” Berg said. Nobody answered 🚪.\n\nThe next day it rained."


def article(text: str = TEXT, name: str = "a") -> Article:
    return Article(info=ArticleInfo(id=name, title=name), text=text)


def evidence(start: int, end: int, *, of: Article | None = None, **more: object) -> Evidence:
    return Evidence(article=of or article(), start=start, end=end, score=0.5, **more)  # type: ignore[arg-type]


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200).map(
    normalise_text
)


@st.composite
def articles_with_spans(draw: st.DrawFn) -> tuple[Article, list[tuple[int, int]]]:
    text = draw(texts.filter(lambda t: bool(t.strip())))
    sentences = article_sentences(text)
    picked = draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=5))
    return article(text), picked


def test_a_span_grows_to_its_sentences() -> None:
    one = article()
    assert one.text[slice(*grow_to_sentences(one, *at("leaks")))] == "“It leaks,” Berg said."
    both = (at("Berg")[0], at("Nobody")[1])
    assert one.text[slice(*grow_to_sentences(one, *both))] == (
        "“It leaks,” Berg said. Nobody answered 🚪."
    )


@given(articles_with_spans())
def test_growing_keeps_the_span_and_reaches_no_further_than_its_sentences(
    drawn: tuple[Article, list[tuple[int, int]]],
) -> None:
    one, spans = drawn
    for start, end in spans:
        middle = (start + end) // 2
        grown = grow_to_sentences(one, middle, middle + 1)
        assert grown[0] <= middle < grown[1]
        assert grow_to_sentences(one, *grown) == grown


@given(articles_with_spans())
def test_quotes_of_one_article_never_overlap_and_hold_every_span(
    drawn: tuple[Article, list[tuple[int, int]]],
) -> None:
    one, spans = drawn
    quotes = number_quotes([evidence(*span, of=one) for span in spans], limit=10)
    assert [quote.number for quote in quotes] == list(range(1, len(quotes) + 1))
    held = sorted((quote.start, quote.end) for quote in quotes)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(held))
    words = {quote.text for quote in quotes}
    for start, end in spans:
        # held by a quote, or the same words as one that is shown already
        same = any(start >= a and end <= b for a, b in held)
        assert same or any(_plain(one.text[start:end]) == _plain(text) for text in words)


def _plain(text: str) -> list[str]:
    from qa.text.words import fold, words

    return [fold(word.text) for word in words(text)]


@given(texts, st.integers(0, 200), st.integers(0, 200))
def test_trimming_leaves_no_space_and_loses_no_letter(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    first, last = trim(text, (start, end))
    assert start <= first <= last <= end
    assert text[first:last] == text[start:end].strip()


def test_neighbours_of_one_speaker_are_one_quote() -> None:
    one = article()
    pair = [
        evidence(*at("The gate opened."), of=one),
        evidence(*at("“It leaks,” Berg said."), of=one),
    ]
    (quote,) = number_quotes(pair)
    assert quote.text == "The gate opened. “It leaks,” Berg said."


def test_neighbours_in_two_paragraphs_or_of_two_speakers_are_two() -> None:
    one = article()
    apart = [
        evidence(*at("Nobody answered 🚪."), of=one),
        evidence(*at("The next day it rained."), of=one),
    ]
    assert len(number_quotes(apart)) == 2
    differ = [
        evidence(*at("The gate opened."), of=one, speaker="Anna Berg"),
        evidence(*at("“It leaks,” Berg said."), of=one, speaker="Carl Dahl"),
    ]
    assert [quote.speaker for quote in number_quotes(differ)] == ["Anna Berg", "Carl Dahl"]


def test_the_same_words_in_another_article_are_shown_once() -> None:
    first, copy = article(name="first"), article("Wire: the gate opened!", name="copy")
    found = [
        evidence(*at("The gate opened."), of=first),
        evidence(*at("the gate opened!", copy.text), of=copy),
    ]
    (quote,) = number_quotes(found)
    assert quote.article.id == "first"
    assert quote.also_in == ("copy",)


def test_no_more_quotes_than_asked_for() -> None:
    one = article("One. Two.\n\nThree. Four.\n\nFive.")
    spans = [at(word, one.text) for word in ("One.", "Three.", "Five.")]
    assert len(number_quotes([evidence(*span, of=one) for span in spans], limit=2)) == 2


def test_the_sentences_around_a_quote_are_known() -> None:
    one = article()
    start, end = at("“It leaks,” Berg said.")
    quote = Quote(number=1, article=one, start=start, end=end)
    before, after = context(quote)
    assert before == at("The gate opened.")
    assert after == at("Nobody answered 🚪.")
    alone = Quote(number=1, article=one, start=0, end=len(TEXT))
    assert context(alone) == (None, None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It leaks.", "“It leaks.”"),
        ("“It leaks.”", "“It leaks.”"),
        ('"It leaks."', '"It leaks."'),
        ("«Ça fuit.»", "«Ça fuit.»"),
        ("„Es leckt.“", "„Es leckt.“"),
        ("“It leaks,” she said.", "““It leaks,” she said.”"),
        ("“It leaks,” she said. “Look.”", "““It leaks,” she said. “Look.””"),
    ],
)
def test_a_quotation_gets_marks_unless_it_has_them(text: str, shown: str) -> None:
    assert quoted(text) == shown


@given(texts, st.integers(1, 120))
def test_what_stands_between_the_marks_is_a_slice(text: str, limit: int) -> None:
    shown = quoted(text, limit).removesuffix(" …")
    assert shown in text or shown[1:-1] in text


def _answer(*quotes: Quote) -> Answer:
    return Answer(
        question="?",
        asked_as="?",
        kind=Kind.FACT,
        answered=True,
        confidence=1.0,
        answer="",
        quotes=quotes,
    )


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (Quote(number=1, article=article(), start=5, end=len(TEXT) + 1), "offsets"),
        (Quote(number=1, article=article(), start=5, end=5), "offsets"),
        (Quote(number=1, article=article(), start=5, end=9, answer_span=(8, 10)), "outside"),
        (Quote(number=2, article=article(), start=5, end=9), "numbered"),
    ],
)
def test_an_answer_that_is_not_exact_is_never_given(quote: Quote, said: str) -> None:
    with pytest.raises(IndexDamaged, match=said):
        verify(_answer(quote))


def test_an_exact_answer_passes() -> None:
    verify(_answer(Quote(number=1, article=article(), start=0, end=4, answer_span=(0, 4))))


_TRANSCRIPT = (
    "MS. ODUYA: Is the lock safe?\nMR. FALK: I would swim in it.\n\n"
    "MS. ODUYA: And who paid?\nMR. FALK: You did."
)


def test_a_label_is_no_part_of_the_sentences_beside_it() -> None:
    said = [_TRANSCRIPT[start:end] for start, end in article_sentences(_TRANSCRIPT)]
    assert said == ["Is the lock safe?", "I would swim in it.", "And who paid?", "You did."]


def test_a_span_in_a_label_is_quoted_with_what_the_label_stands_before() -> None:
    start, end = grow_to_sentences(article(_TRANSCRIPT), _TRANSCRIPT.index("FALK"), 36)
    assert _TRANSCRIPT[start:end] == "MR. FALK: I would swim in it."


def test_what_two_kinds_of_words_make_is_mixed_and_nobodys_words_have_no_kind() -> None:
    text = "Moss said it leaks. “It is old,” Moss said. It was built in 1921."
    article = Article(info=ArticleInfo(id="a"), text=text)

    def evidence(part: str, speaker: str | None, kind: StatementKind | None) -> Evidence:
        start = text.index(part)
        return Evidence(
            article=article, start=start, end=start + len(part), score=0.5, speaker=speaker,
            kind=kind,
        )  # fmt: skip

    told = evidence("Moss said it leaks.", "Moss", StatementKind.INDIRECT)
    said = evidence("“It is old,” Moss said.", "Moss", StatementKind.DIRECT)
    built = evidence("It was built in 1921.", None, StatementKind.INDIRECT)
    assert [one.kind for one in number_quotes([told, said])] == [StatementKind.MIXED]
    assert [one.kind for one in number_quotes([said, built])] == [StatementKind.DIRECT, None]
    assert [one.text for one in number_quotes([told, said], apart=True)] == [told.text, said.text]
