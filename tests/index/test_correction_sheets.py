"""Tables of corrections: rows name articles in several ways, and a bad row stops no other."""

from pathlib import Path

import pytest

from index.articles.article import ArticleInfo
from index.correction_sheets import Sheet, read_sheet
from index.errors import UsageError

INFOS = (
    ArticleInfo(id="quay-1", title="Quay", path="/papers/quay.html", url="https://a.example/quay"),
    ArticleInfo(id="row-1", title="One", path="/papers/rows.csv"),
    ArticleInfo(id="row-2", title="Two", path="/papers/rows.csv"),
)


def sheet(tmp_path: Path, text: str | bytes) -> Sheet:
    path = tmp_path / "sheet.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sheet(path, INFOS)


def test_articles_are_named_by_identifier_path_or_address(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        "id,path,url,author\nquay-1,,,Ada Noll\n,/papers/quay.html,,Bo Roe\n"
        ",,https://a.example/quay,Cy Poe\n",
    )
    assert not found.failures
    assert [(one.article, one.values) for one in found.changes] == [
        ("quay-1", {"author": "Ada Noll"}),
        ("quay-1", {"author": "Bo Roe"}),
        ("quay-1", {"author": "Cy Poe"}),
    ]


def test_how_an_identifier_begins_is_enough_where_no_other_begins_so(tmp_path: Path) -> None:
    found = sheet(tmp_path, "id,author\nqu,Ada Noll\nrow-2,Bo Roe\nrow,Cy Poe\nx,Di Loe\n")
    assert [one.article for one in found.changes] == ["quay-1", "row-2"]
    several, none = found.failures
    assert "2 articles have an id that begins with 'row': row-1, row-2" in several.error
    assert none.error.startswith("no article has the id 'x'")


def test_an_address_is_a_field_where_something_else_names_the_article(tmp_path: Path) -> None:
    (change,) = sheet(tmp_path, "id,url\nquay-1,https://a.example/other\n").changes
    assert change.values == {"url": "https://a.example/other"}


def test_cells_empty_take_back_or_leave_a_field(tmp_path: Path) -> None:
    (change,) = sheet(tmp_path, "id;title;author;date\nquay-1;;-;=\n").changes
    assert change.values == {"author": None}
    assert change.as_read == ["date"]


def test_paths_are_taken_from_the_folder_of_the_table(tmp_path: Path) -> None:
    infos = [ArticleInfo(id="a-1", path=str(tmp_path / "a.html"))]
    path = tmp_path / "sheet.csv"
    path.write_text("\ufeffPath,Author\na.html,Ada Noll\n", encoding="utf-8")
    (change,) = read_sheet(path, infos).changes
    assert (change.article, change.values) == ("a-1", {"author": "Ada Noll"})


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("nowhere,x,", "no article has the id"),
        (",x,", "names no article"),
        ("quay-1,,soon", "date: 'soon' is not a date"),
        ('quay-1,"x', "damaged CSV"),
        ("quay-1,a,2020,b", "4 cells for 3 columns"),
    ],
)
def test_a_bad_row_is_told_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    found = sheet(tmp_path, f"id,author,date\nrow-1,Ada Noll,2020-01-02\n{row}\n")
    assert [one.article for one in found.changes] == ["row-1"]
    (bad,) = found.failures
    assert bad.line == 3
    assert why in bad.error


def test_a_path_of_many_articles_names_none_of_them(tmp_path: Path) -> None:
    found = sheet(tmp_path, "path,author\n/papers/rows.csv,Ada Noll\n")
    assert not found.changes
    assert "2 articles" in found.failures[0].error


@pytest.mark.parametrize("text", ["author,title\na,b\n", "url\nhttps://a.example/quay\n"])
def test_a_table_that_corrects_nothing_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        sheet(tmp_path, text)


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_sheet(tmp_path / "none.csv", INFOS)
