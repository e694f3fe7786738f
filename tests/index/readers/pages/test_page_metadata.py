"""What pages say of themselves: title, author, day, publication, and where each was found."""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from index.articles.origins import DOUBTFUL
from index.readers import read
from index.readers.pages.metadata.bylines import PART, names_in
from index.readers.pages.metadata.page_metadata import PageMetadata, page_metadata
from index.readers.sources import Source


def _page_heads() -> Any:  # noqa: ANN401 - a module loaded by path, tests being no package
    spec = importlib.util.spec_from_file_location(
        "page_heads", Path(__file__).resolve().with_name("page_heads.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["page_heads"] = module
    spec.loader.exec_module(module)
    return module


HEADS = _page_heads()


def metadata(html: str) -> PageMetadata:
    return page_metadata(lxml_html.document_fromstring(html))


@pytest.mark.parametrize("head", HEADS.HEADS, ids=lambda head: head.name)
def test_pages_of_many_kinds(head: Any) -> None:  # noqa: ANN401
    told = metadata(head.html)
    assert {name: getattr(told.info, name) for name in head.right} == head.right
    origins = {origin.field: origin for origin in told.origins}
    found = {
        name for name in ("title", "author", "date", "publication") if getattr(told.info, name)
    }
    assert found <= set(origins)
    doubtful = {name for name in found if origins[name].certainty < DOUBTFUL}
    assert doubtful == set(head.doubtful)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Rhea Solberg and Tilda Ross", ("Rhea Solberg", "Tilda Ross")),
        ("By Ada Noll, Bo Roe, Cy Poe and Di Woe", ("Ada Noll", "Bo Roe", "Cy Poe", "Di Woe")),
        ("Ada NollMarch 9, 2021", ("Ada Noll",)),
        ("March 9, 2021 | By Ada Noll", ("Ada Noll",)),
        ("Story by Ada Noll | Photos by Bo Roe", ("Ada Noll",)),
        ("By Ada Noll of The Associated Press", ("Ada Noll",)),
        ("By Ada Noll, BBC Brenn", ("Ada Noll",)),
        ("By Ada Noll and Bo Roe, Staff Writers", ("Ada Noll", "Bo Roe")),
        ("Joe Smith Jr., staff writer", ("Joe Smith Jr.",)),
        ("Ada Noll, MD", ("Ada Noll",)),
        ("Holm Packet | 4 May 2015 | Par Ada Noll (avec Bo Roe et Cy Poe)",
         ("Ada Noll", "Bo Roe", "Cy Poe")),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("Ludwig van Noll & Clara Roe", ("Ludwig van Noll", "Clara Roe")),
        ("Автор: Ольга Петрова", ("Ольга Петрова",)),
        ("文/肖春芳", ("肖春芳",)),
        ("Photo by Bo Roe", ()),
        ("Last Updated: January 7, 2025", ()),
        ("By the Editorial Board", ()),
        ("Reuters", ()),
        (f"By{PART}Ada Noll{PART}Tuesday, March 9, 2021{PART}3 min read", ("Ada Noll",)),
    ],
)  # fmt: skip
def test_bylines_are_parted_from_what_is_no_name(line: str, people: tuple[str, ...]) -> None:
    assert names_in(line).people == people


def test_origins_say_where_each_field_was_found(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(HEADS.DAYS[0].html)
    (article,) = read(Source(str(path), path)).articles
    found = {origin.field: (origin.source, origin.certainty) for origin in article.origins}
    assert found["date"] == ("date in print", 0.9)
    assert found["author"][0] == "byline"
    assert found["publication"] == ("meta og:site_name", 0.95)


@pytest.mark.parametrize(
    "script",
    [
        "[" * 200_000,
        '{"@graph":' * 5_000,
        " " * 500_000 + "{",
        '{"author":[' * 20_000,
        "{}" * 50_000,
    ],
    ids=["lists", "graphs", "spaces", "broken", "many"],
)
def test_hostile_scripts_leave_the_rest_of_a_page_readable(script: str) -> None:
    told = metadata(HEADS.page(HEADS.linked(script) + HEADS.site(), below=HEADS.PRINTED))
    assert (told.info.author, told.info.date) == ("Ada Noll", "2021-03-09")


def test_nested_and_numberless_elements_end_soon() -> None:
    many = "<div class=author itemprop=author>" * 200 + "<i></i>" * 50_000
    told = metadata(HEADS.page(HEADS.site(), below=HEADS.PRINTED + many))
    assert (told.info.author, told.info.date) == ("Ada Noll", "2021-03-09")


def test_measured_pages_are_read_as_well_as_before(shared: Path) -> None:
    data = shared / "data" / "ingest"
    rows = [json.loads(line) for line in (data / "manifest.jsonl").read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["set"] == "readability" and row["published"]]
    right = 0
    for row in rows:
        html = (data / row["file"]).read_text("utf-8", "replace").encode()
        page = lxml_html.document_fromstring(html, lxml_html.HTMLParser(encoding="utf-8"))
        right += page_metadata(page).info.date == row["published"][:10]
    assert right >= len(rows) - 1
