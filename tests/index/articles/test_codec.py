"""The codec: any article comes back as it went, and nothing else is taken for one."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.codec import (
    COLUMNS,
    INFO_COLUMNS,
    VERSION,
    from_json,
    from_row,
    to_json,
    to_row,
)
from index.articles.marks import KINDS, Mark, check_marks
from index.articles.origins import FIELDS, Origin

WORDS = st.text(st.characters(codec="utf-8"), max_size=60)
"""Any Unicode: controls, unassigned and astral characters too, but no half of a surrogate pair."""

LABELS = WORDS.map(lambda text: " ".join(text.split()))
PATHS = st.none() | st.text(max_size=30)
"""Names of files may be no valid Unicode."""

ARTICLE = Article(
    info=ArticleInfo(id="quay-1", title="Quay 🚢", path="/a/quay.txt"),
    text="Quay\n\nClosed. 😀",
    origins=(Origin("title", "heading"), Origin("date", "byline", 0.4)),
    marks=(Mark("page", 0, 12, "1"), Mark("heading", 0, 4)),
)


@st.composite
def articles(draw: st.DrawFn, paths: st.SearchStrategy[str | None] = PATHS) -> Article:
    info = {name: draw(st.none() | WORDS) for name in INFO_COLUMNS if name != "categories"}
    text, marks = draw(WORDS), []
    for kind in KINDS:
        places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
        pairs = zip(places[::2], places[1::2], strict=False)
        marks += [Mark(kind, start, end, draw(LABELS)) for start, end in pairs]
    known = ArticleInfo(
        **{**info, "id": draw(WORDS), "path": draw(paths)},
        categories=tuple(draw(st.lists(WORDS, max_size=3))),
    )
    origins = tuple(
        Origin(field, draw(LABELS), draw(st.floats(0, 1)))
        for field in FIELDS
        if draw(st.booleans())
    )
    marks.sort(key=lambda one: one.order)
    return Article(info=known, text=text, marks=tuple(marks), origins=origins)


@given(articles())
def test_any_article_survives_json(article: Article) -> None:
    assert from_json(to_json(article)) == article
    for ascii_only in (True, False):
        line = json.dumps(to_json(article), ensure_ascii=ascii_only)
        again = from_json(json.loads(line.encode("utf-8", "surrogatepass")))
        assert again == article
        assert again.content_hash == article.content_hash


@given(articles(paths=st.none() | WORDS))
def test_any_article_survives_a_row(article: Article) -> None:
    row = to_row(article)
    assert len(row) == len(COLUMNS)
    assert from_row(row) == article
    assert all(value is None or isinstance(value, str) for value in row)


def _changed(**changes: object) -> dict[str, Any]:
    return {**json.loads(json.dumps(to_json(ARTICLE))), **changes}


def _with_info(**changes: object) -> dict[str, Any]:
    return _changed(info={**to_json(ARTICLE)["info"], **changes})


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in _changed().items() if key != name}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "no dictionary"),
        ([], "no dictionary"),
        (_changed(version=VERSION + 1), f"version {VERSION + 1}; known are 1 to {VERSION}"),
        (_changed(version="2"), "version '2'"),
        (_changed(version=True), "version True"),
        (_without("text"), "too few: text"),
        (_without("version"), "too few"),
        (_changed(more=1), "too many or too few: more"),
        (_changed(text=None), "text: a NoneType, no text"),
        (_changed(text="half \ud800"), "text: half of a surrogate pair"),
        (_changed(info=[]), "info is a list"),
        (_changed(info={"id": "a"}), "info: a name too many or too few: author"),
        (_with_info(id=None), "without an id"),
        (_with_info(title=7), "title: a int, no text"),
        (_with_info(title="\udc80"), "title: half of a surrogate pair"),
        (_with_info(path=7), "path: a int"),
        (_with_info(categories="News"), "categories: a str, no list"),
        (_with_info(categories=["News", None]), "a category: a NoneType, no text"),
        (_changed(marks={}), "marks: a dict, no list"),
        (_changed(marks=[[0, 4]]), "a mark: 2 values, not 4"),
        (_changed(marks=["page"]), "a mark: a str"),
        (_changed(marks=[["page", 0, 4, "\ud800"]]), "a label: half"),
        (_changed(marks=[["leaf", 0, 4, ""]]), "no kind of mark"),
        (_changed(marks=[[["page"], 0, 4, ""]]), "no kind of mark"),
        (_changed(marks=[["page", 0, "4", ""]]), "no whole numbers"),
        (_changed(marks=[["page", 0, 400, ""]]), "ends beyond the text"),
        (_changed(marks=[["page", 3, 9, ""], ["page", 0, 3, ""]]), "sorted"),
    ],
)
def test_what_is_no_article_is_refused(value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_json(value)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=5)
                    | st.dictionaries(st.sampled_from(["kind", "0", "text"]), inner)))  # fmt: skip
def test_nothing_that_json_can_hold_breaks_the_reading_of_marks(marks: object) -> None:
    try:
        found = from_json(_changed(marks=marks))
    except ValueError:
        return
    check_marks(found.marks, len(found.text))


def test_the_form_of_before_there_were_marks_is_read() -> None:
    before = {
        "info": to_json(ARTICLE)["info"],
        "text": ARTICLE.text,
        "headings": [[0, 4]],
    }
    del before["info"]["lang"], before["info"]["categories"]
    assert from_json(before) == replace(ARTICLE, marks=(Mark("heading", 0, 4),), origins=())
    with pytest.raises(ValueError, match="a heading: 3 values"):
        from_json({**before, "headings": [[0, 4, 5]]})


def test_the_form_of_before_there_were_origins_is_read() -> None:
    before = {**to_json(ARTICLE), "version": 2}
    del before["info"]["lang"], before["info"]["categories"], before["origins"]
    assert from_json(before) == replace(ARTICLE, origins=())


def test_the_form_of_before_there_were_categories_is_read() -> None:
    before = {**to_json(ARTICLE), "version": 3}
    del before["info"]["categories"]
    assert from_json(before) == ARTICLE
    with pytest.raises(ValueError, match="too many or too few: categories"):
        from_json({**before, "version": 4})


@pytest.mark.parametrize(
    "origin",
    [
        ["title", "a"],
        ["path", "a", 1],
        ["title", "a\nb", 1],
        ["title", "a", 2],
        ["title", "a", "1"],
    ],
)
def test_an_origin_that_is_none_is_refused(origin: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"origin|a source"):
        from_json(_changed(origins=[origin]))


def _row(marks: str) -> list[str | None]:
    return [*to_row(ARTICLE)[:-2], marks, ARTICLE.text]


def test_a_row_of_before_there_were_marks_is_read() -> None:
    assert from_row(_row("[[0, 4]]")).marks == (Mark("heading", 0, 4),)
    assert from_row(_row("[]")).marks == ()


@pytest.mark.parametrize(
    "marks", ["", "{}", "7", "[[0]]", "[[0, 400]]", "[[4, 0]]", '[["page", 0, 4]]', "[null]", "[["]
)
def test_a_row_whose_marks_are_none_is_refused(marks: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_row(_row(marks))
