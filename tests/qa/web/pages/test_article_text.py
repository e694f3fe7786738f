"""The text of an article as HTML: the mark where the quote is, and no character changed."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo, normalise_text
from index.articles.marks import Mark, heading_marks
from qa.web.pages.article_text import marked_text, read_link, text_stamp

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


def test_pages_begin_where_they_do_and_change_no_character() -> None:
    text = "One sentence runs over a page. Another one follows."
    marks = (Mark("page", 0, 20, "iv"), Mark("page", 20, 31, '5"<'), Mark("page", 31, 51))
    article = Article(info=ArticleInfo(id="a"), text=text, marks=marks)
    markup = marked_text(article, (4, 30))
    assert _content(markup) == text
    inside = markup.split('tabindex="-1">')[1].split("</mark>")[0]
    begins = '<span class="page-start" role="doc-pagebreak" aria-label="page '
    assert markup.startswith(f'{begins}iv"></span>One ')
    assert inside == f'sentence runs ov{begins}5&#34;&lt;"></span>er a page.'
    assert markup.count("page-start") == 2
    assert 'aria-label="Seite iv"' in marked_text(article, None, None, "Seite {page}")


@given(_texts)
def test_no_article_opens_a_tag(text: str) -> None:
    markup = marked_text(_article(text), None)
    for tag in _TAG.findall(markup):
        assert re.fullmatch(r'</bdi>|<bdi class="control" data-code="[^"<>]*">', tag)


def test_an_answer_span_outside_the_quote_is_not_emphasised() -> None:
    assert "<b>" not in marked_text(_article("one two three"), (4, 7), (0, 3))


def test_the_link_names_the_version_of_the_text() -> None:
    one, other = _article("one two"), _article("one too")
    assert read_link(one, 0, 3) == f"read/a?start=0&end=3&v={text_stamp(one)}#quote"
    assert text_stamp(one) != text_stamp(other)
