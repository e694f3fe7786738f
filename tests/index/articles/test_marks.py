"""Marks: what is one, what order they stand in, and what they add to an article's identity."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.marks import KINDS, Mark, check_marks, heading_marks

TEXT = "Costs\n\nThe bridge 😀 costs more.\n\nA | B\n\nFig. 1"
INFO = ArticleInfo(id="a", title="T", date="2024-05-06")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("chapter", 0, 5), "no kind of mark"),
        (("heading", 5, 5), "holds nothing"),
        (("heading", 5, 2), "holds nothing"),
        (("heading", -1, 2), "holds nothing"),
        (("heading", 0, 2.0), "no whole numbers"),
        (("heading", False, True), "no whole numbers"),
        (("turn", 0, 5, "Ada\nLovelace"), "not one line"),
        (("turn", 0, 5, " Ada"), "not one line"),
        (("turn", 0, 5, None), "not one line"),
    ],
)
def test_what_is_no_mark_is_refused(values: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Mark(*values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ([Mark("heading", 0, 6), Mark("heading", 5, 9)], "overlaps another heading"),
        ([Mark("page", 0, 9, "1"), Mark("page", 0, 5, "2")], "overlaps another page"),
        ([Mark("heading", 5, 9), Mark("page", 0, 9)], "sorted by their start"),
        ([Mark("heading", 0, 5), Mark("page", 0, 9)], "sorted by their start"),
        ([Mark("heading", 0, 11)], "ends beyond the text"),
    ],
)
def test_marks_that_do_not_fit_each_other_or_the_text_are_refused(
    marks: list[Mark], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        check_marks(marks, 10)
    with pytest.raises(ValueError, match=message):
        Article(info=INFO, text="x" * 10, marks=tuple(marks))


def test_marks_of_different_kinds_may_hold_each_other() -> None:
    page, turn = Mark("page", 0, 10, "1"), Mark("turn", 0, 8, "Ada")
    check_marks([page, turn, Mark("heading", 0, 3), Mark("caption", 5, 10)], 10)


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 20), st.integers(1, 9))))
def test_any_marks_in_order_are_taken_where_none_of_a_kind_overlap(
    drawn: list[tuple[str, int, int]],
) -> None:
    marks = sorted((Mark(kind, at, at + size) for kind, at, size in drawn), key=lambda m: m.order)  # type: ignore[arg-type]
    clash = any(
        one.kind == other.kind and one.start < other.end and other.start < one.end
        for number, one in enumerate(marks)
        for other in marks[:number]
    )
    try:
        check_marks(marks, 30)
    except ValueError:
        assert clash
    else:
        assert not clash


def test_headings_are_the_spans_of_their_marks() -> None:
    marks = (Mark("page", 0, 9, "1"), Mark("heading", 0, 5), Mark("heading", 7, 10))
    article = Article(info=INFO, text=TEXT, marks=marks)
    assert article.headings == ((0, 5), (7, 10))
    assert heading_marks(article.headings) == article.marked("heading")
    assert article.marked("table") == ()


def test_an_article_is_shown_with_its_marks() -> None:
    article = Article(info=INFO, text=TEXT, marks=(Mark("page", 0, 9, "iv"),))
    shown = article.to_json()
    assert shown["marks"] == [{"kind": "page", "start": 0, "end": 9, "label": "iv"}]
    assert shown["text"] == TEXT
    assert shown["title"] == "T"


def _hash_before_there_were_marks(article: Article) -> str:
    known = article.info.to_json()
    del known["lang"]
    parts = [*(value or "" for value in known.values()), repr(article.headings)]
    digest = hashlib.sha256("\x1f".join(parts).encode())
    digest.update(b"\x1e" + article.text.encode())
    return digest.hexdigest()


@pytest.mark.parametrize("marks", [(), heading_marks([(0, 5)]), heading_marks([(0, 5), (7, 10)])])
def test_articles_with_headings_alone_keep_the_hash_of_before(marks: tuple[Mark, ...]) -> None:
    article = Article(info=INFO, text=TEXT, marks=marks)
    assert article.content_hash == _hash_before_there_were_marks(article)


def test_every_other_mark_changes_the_hash() -> None:
    plain = Article(info=INFO, text=TEXT)
    marks = [Mark(kind, 0, 5, label) for kind in KINDS for label in ("", "1")]
    marks += [Mark("page", 0, 6), Mark("page", 1, 5)]
    hashes = {replace(plain, marks=(mark,)).content_hash for mark in marks}
    assert len(hashes | {plain.content_hash}) == len(marks) + 1


def test_the_page_on_which_a_character_stands() -> None:
    marks = (Mark("page", 1, 4, "iv"), Mark("page", 4, 6), Mark("page", 7, 9, "2"))
    article = Article(info=INFO, text=TEXT, marks=marks)
    assert [article.page_at(place) for place in (0, 1, 3, 4, 6, 7, 9)] == [
        None, "iv", "iv", None, None, "2", None,
    ]  # fmt: skip
