"""The text of an article as HTML: marks where quotes are, tables, and no character changed."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo, normalise_text
from index.articles.marks import Mark, heading_marks
from qa.web.pages.article_text import read_link, text_stamp
from qa.web.pages.marked_text import Called, Marked, marked_text, quote_text
from qa.web.pages.table_cells import tables_of

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
    begins = '<span class="page-start" role="separator" aria-label="page '
    assert markup.startswith(f'{begins}iv"></span>One ')
    assert inside == f'sentence runs ov{begins}5&#34;&lt;"></span>er a page.'
    assert markup.count("page-start") == 2
    assert 'aria-label="Seite iv"' in marked_text(article, None, None, Called(page="Seite {page}"))


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
    others = [Marked(2, 4, 7), Marked(3, 3, 4)]
    link = read_link(one, 0, 3, number=1, others=others)
    assert link == f"read/a?start=0&end=3&v={text_stamp(one)}&n=1&also=2.4.7_3.3.4#quote"
    assert text_stamp(one) != text_stamp(other)


_ROWS = "Before.\n\nYear | Litres\n2019 | 12 | wet\n2020 |  | a|b\n\nAfter."
_TABLE = (9, 9 + len("Year | Litres\n2019 | 12 | wet\n2020 |  | a|b"))


def _tabled(label: str = "Year | Litres", *more: Mark) -> Article:
    marks = tuple(sorted((Mark("table", *_TABLE, label), *more), key=lambda mark: mark.order))
    return Article(info=ArticleInfo(id="a"), text=_ROWS, marks=marks)


def test_cells_are_sliced_from_the_text() -> None:
    (table,) = tables_of(_tabled(), 0, len(_ROWS))
    cells = [[_ROWS[start:end] for start, end in row] for row in table.rows]
    assert cells == [["Year", "Litres"], ["2019", "12", "wet"], ["2020", "", "a|b"]]
    assert table.is_headed
    assert not tables_of(_tabled("Water"), 0, len(_ROWS))[0].is_headed
    assert tables_of(_tabled(), 0, _TABLE[0]) == tables_of(_tabled(), _TABLE[1], len(_ROWS)) == []


def test_a_table_is_one_and_changes_no_character() -> None:
    markup = marked_text(_tabled(), None)
    assert _content(markup) == _ROWS
    assert '<th scope="col">Year<span class="gap"> | </span></th>' in markup
    assert (
        '<td>2020<span class="gap"> | </span></td><td><span class="gap"> | </span></td>' in markup
    )


@given(st.integers(0, len(_ROWS) - 1), st.integers(1, len(_ROWS)), st.data())
def test_quotes_in_a_table_are_marked_in_its_cells(
    start: int, end: int, data: st.DataObject
) -> None:
    if start >= end:
        return
    low = data.draw(st.integers(0, len(_ROWS) - 1))
    other = Marked(2, low, data.draw(st.integers(low + 1, len(_ROWS))))
    page = Mark("page", data.draw(st.integers(0, 40)), len(_ROWS), "5")
    markup = marked_text(
        _tabled("Year | Litres", page), (start, end), (start, end), number=1, others=[other]
    )
    assert _content(markup) == _ROWS
    assert markup.count('id="quote"') <= 1
    assert markup.count('id="quote-2"') <= 1
    marks = re.findall(r"<mark([^>]*)>(.*?)</mark>", markup, re.DOTALL)
    assert all("</t" not in inner for _, inner in marks)
    said = "".join(_content(inner) for known, inner in marks if 'data-quote="1"' in known)
    inside = _ROWS[start:end]
    assert said == inside or said == "".join(re.split(r" \| ?|\n", inside)) or "|" in inside


def test_other_quotes_keep_out_of_the_one_that_is_read() -> None:
    article = _article("one two three four")
    others = [Marked(2, 0, 7), Marked(3, 14, 18), Marked(4, 5, 6)]
    markup = marked_text(article, (4, 13), number=1, others=others)
    assert markup == (
        '<mark id="quote-2" tabindex="-1" data-quote="2" data-place="0-4" class="other">one </mark>'
        '<mark id="quote" tabindex="-1" data-quote="1" data-place="4-13">two three</mark> '
        '<mark id="quote-3" tabindex="-1" data-quote="3" data-place="14-18" class="other">four'
        "</mark>"
    )


def test_a_quote_of_rows_is_a_table_under_its_heads() -> None:
    article = _tabled()
    start = _ROWS.index("2019")
    markup = quote_text(article, start, start + len("2019 | 12 | wet"), (start + 7, start + 9))
    assert '<thead class="context"><tr><th scope="col">Year' in markup
    assert "<td><b>12</b>" in markup
    body = markup.split("<tbody>")[1]
    assert _content(body) == "2019 | 12 | wet"


def test_a_quote_within_a_cell_is_text() -> None:
    start = _ROWS.index("wet")
    assert quote_text(_tabled(), start, start + 3) == "wet"


@given(_texts, _texts, _texts)
def test_a_quote_is_its_text(before: str, short: str, after: str) -> None:
    text = before + short + after
    at = len(before), len(before + short)
    markup = quote_text(_article(text), 0, len(text), at)
    assert _content(markup) == text
    assert ("<b>" in markup) == (0 < len(short) < len(text))
