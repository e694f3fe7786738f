"""What metadata lacks and what of it is doubtful."""

from datetime import date

import pytest

from index.articles.article import ArticleInfo
from index.articles.details.checking import check_metadata
from index.articles.origins import Origin

TODAY = date(2026, 3, 9)
WHOLE = {
    "title": "Ferry sails again", "author": "Ada Noll", "date": "2026-03-09",
    "publication": "Holm Packet", "url": "https://holm.example/a", "lang": "en",
}  # fmt: skip


def info(**other: str | None) -> ArticleInfo:
    return ArticleInfo(id="a", **{**WHOLE, **other})


def test_nothing_is_wrong_with_a_whole_article() -> None:
    checked = check_metadata(info(), [Origin("author", "byline", 0.9)], today=TODAY)
    assert (checked.missing, checked.doubtful, checked.needs_a_look) == ((), (), False)


def test_what_is_empty_is_missing() -> None:
    checked = check_metadata(info(author=None, url=None), [], today=TODAY)
    assert checked.missing == ("author", "url")
    assert checked.needs_a_look
    assert not check_metadata(info(url=None), [], today=TODAY).needs_a_look


def test_what_is_unsure_is_doubtful_with_where_it_was_found() -> None:
    origins = [Origin("date", "words of the page", 0.4), Origin("title", "file name", 0.2)]
    doubts = check_metadata(info(), origins, today=TODAY).doubtful
    assert [(doubt.field, doubt.source, doubt.certainty) for doubt in doubts] == [
        ("date", "words of the page", 0.4),
        ("title", "file name", 0.2),
    ]
    assert doubts[0].to_json()["why"] == "only from: words of the page"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("author", "Staff"), ("author", "The Editorial Board"), ("author", "admin"),
        ("author", "ada@holm.example"), ("author", "@ada"), ("author", "https://a.example/ada"),
        ("author", "Holm Packet"), ("author", "Ada Noll 3 hours ago"), ("title", "holm packet"),
        ("date", "2031-01-01"), ("date", "1423-01-01"),
    ],
)  # fmt: skip
def test_what_can_hardly_be_is_doubtful(field: str, value: str) -> None:
    checked = check_metadata(info(**{field: value}), [], today=TODAY)
    assert [doubt.field for doubt in checked.doubtful] == [field]


@pytest.mark.parametrize(
    "author", ["Ada Noll", "Bell Hooks", "O’Brien, Rita", "肖春芳", "Ed Staffel"]
)
def test_names_of_people_are_not_doubtful(author: str) -> None:
    assert not check_metadata(info(author=author), [], today=TODAY).doubtful


def test_what_an_editor_said_is_neither_missing_nor_doubtful() -> None:
    origins = [Origin("author", "editor"), Origin("publication", "editor")]
    checked = check_metadata(info(author="Staff", publication=None), origins, today=TODAY)
    assert not checked.needs_a_look
