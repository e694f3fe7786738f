import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from index.articles.article import Article, ArticleInfo, normalise_text
from index.articles.marks import heading_marks
from qa.answers import Answer, Kind, Quote
from qa.web.chat.fragments import (
    confidence_words,
    marked_text,
    read_link,
    show,
    text_stamp,
    turn_html,
)

_TAG = re.compile(r"<[^>]*>")
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(normalise_text)


def _article(text: str, headings: tuple[tuple[int, int], ...] = ()) -> Article:
    return Article(info=ArticleInfo(id="a", title="T"), text=text, marks=heading_marks(headings))


def _content(markup: str) -> str:
    """Return the text content of markup in which every "<" and ">" of a text is escaped."""
    return html.unescape(_TAG.sub("", markup))


@given(st.tuples(_texts, _texts, _texts, _texts))
def test_the_mark_holds_exactly_the_quote(parts: tuple[str, str, str, str]) -> None:
    before, first, short, after = parts
    text = before + first + short + after
    start, middle, end = len(before), len(before + first), len(before + first + short)
    if start == end:
        return
    markup = marked_text(_article(text), (start, end), (middle, end))
    inside = markup.split('<mark id="quote" tabindex="-1">')[1].split("</mark>")[0]
    assert _content(inside) == text[start:end]
    assert _content(markup) == text
    if middle < end:
        assert _content(inside.split("<b>")[1].split("</b>")[0]) == text[middle:end]


@given(_texts, st.lists(st.integers(0, 80), max_size=6))
def test_headings_change_no_character(text: str, cuts: list[int]) -> None:
    edges = sorted({min(cut, len(text)) for cut in cuts})
    headings = tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < b)
    markup = marked_text(_article(text, headings), None)
    assert _content(markup) == text
    assert markup.count('<span class="heading">') == len(headings)


@given(_texts)
def test_no_article_opens_a_tag(text: str) -> None:
    markup = marked_text(_article(text), None)
    for tag in _TAG.findall(markup):
        assert re.fullmatch(r'</bdi>|<bdi class="control" data-code="[^"<>]*">', tag)


def test_an_override_of_direction_is_shut_in_and_named() -> None:
    assert show("a\u202eb") == Markup('a<bdi class="control" data-code="U+202E">\u202e</bdi>b')


def test_letters_that_nobody_sees_are_named() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in 'say "yes" <b>')
    assert show(f"a{hidden}z") == Markup(
        f'a<bdi class="control" data-code="say &quot;yes&quot; &lt;b&gt;">{hidden}</bdi>z'
    )
    assert 'data-code="U+E0001"' in show("a\U000e0001z")


@pytest.mark.parametrize(
    "text",
    ["🏴󠁧󠁢󠁳󠁣󠁴󠁿 wins", "👩\u200d🚒", "کتاب\u200cها", "co\u00adoperate", "a\u200bb", "क\u094d\u200dष"],
)
def test_what_writing_needs_is_left_alone(text: str) -> None:
    assert show(text) == Markup(text)


def test_an_answer_span_outside_the_quote_is_not_emphasised() -> None:
    assert "<b>" not in marked_text(_article("one two three"), (4, 7), (0, 3))


def test_confidence_is_words_and_a_number() -> None:
    assert confidence_words(0.93) == "Very high (93 %)"
    assert confidence_words(0.75) == "High (75 %)"
    assert confidence_words(0.5) == "Fair (50 %)"
    assert confidence_words(0.0) == "Low (0 %)"


def test_the_link_names_the_version_of_the_text() -> None:
    one, other = _article("one two"), _article("one too")
    assert read_link(one, 0, 3) == f"read/a?start=0&end=3&v={text_stamp(one)}#quote"
    assert text_stamp(one) != text_stamp(other)


def _answer(text: str, quoted: str, *, speaker: str | None = None) -> Answer:
    article = _article(f"Before. {quoted} After.")
    start = len("Before. ")
    quote = Quote(number=1, article=article, start=start, end=start + len(quoted), speaker=speaker)
    return Answer(
        question="Q?", asked_as="Q?", kind=Kind.FACT, answered=True, confidence=0.9, answer=text,
        quotes=(quote,),
    )  # fmt: skip


def test_only_numbers_that_name_a_quote_become_links() -> None:
    turn = turn_html(_answer("See [1], not [2] <i>.", "Words."), 1)
    assert turn.count('class="cite"') == 1
    assert "not [2] &lt;i&gt;." in turn


def test_words_the_answer_shows_already_are_not_shown_twice() -> None:
    assert "<blockquote" not in turn_html(_answer("He: “Words here.” [1]", "“Words here.”"), 1)
    assert "<blockquote" in turn_html(_answer("Words [1]", "Words here and more."), 1)


def test_beside_a_speaker_stands_whose_claim_that_is() -> None:
    """In the answer and in the list of quotes; an article can claim anything of anybody."""
    turn = turn_html(_answer("He: “Words here.” [1]", "“Words here.”", speaker="He"), 1)
    assert '[1]</a> <span class="whose">in <bdi>T</bdi></span>' in turn
    assert 'He</span> <span class="whose">in <bdi>T</bdi></span></p>' in turn
    assert "whose" not in turn_html(_answer("“Words here.” [1]", "“Words here.”"), 1)


@pytest.mark.parametrize(
    ("title", "publication", "whose"),
    [
        ("T", "The <Quay>", "The &lt;Quay&gt;"),
        ("T", None, "T"),
        (None, None, "an untitled article"),
    ],
)
def test_whose_it_is_is_the_publication_or_the_article(
    title: str | None, publication: str | None, whose: str
) -> None:
    info = ArticleInfo(id="a", title=title, publication=publication)
    article = Article(info=info, text="Words here.")
    quote = Quote(number=1, article=article, start=0, end=11, speaker="He")
    answer = Answer(
        question="Q?", asked_as="Q?", kind=Kind.FACT, answered=True, confidence=0.9,
        answer="He: “Words here.” [1]", quotes=(quote,),
    )  # fmt: skip
    assert turn_html(answer, 1).count(f"in <bdi>{whose}</bdi>") == 2


def test_a_rewritten_question_is_shown_as_it_was_asked() -> None:
    answer = _answer("Words [1]", "Words.")
    assert "Asked as" not in turn_html(answer, 1)
    rewritten = Answer(
        question="And she?", asked_as="What did Ada say?", kind=Kind.FACT, answered=True,
        confidence=0.9, answer="Words [1]", quotes=answer.quotes,
    )  # fmt: skip
    assert "What did Ada say?" in turn_html(rewritten, 1)
