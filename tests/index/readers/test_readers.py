import os
from collections.abc import Callable
from pathlib import Path

import pytest
from growth import assert_time_is_linear

from index.articles.article import Article, normalise_text
from index.readers import read
from index.readers.sources import ReadOutcome, Source


def read_file(folder: Path, name: str, content: str | bytes) -> ReadOutcome:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(Source(str(path), path))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.txt", b"", "empty file"),
        ("blank.txt", b" \n\t\r\n", "empty file"),
        ("blank.md", "\ufeff\n".encode(), "empty file"),
        ("binary.txt", bytes(range(256)) * 8, "looks binary"),
        ("pdf.txt", b"%PDF-1.4 ...", "PDF"),
        ("binary.html", b"\x00\x01\x02\x03" * 99, "looks binary"),
        ("none.html", b"<html><nav>Menu</nav></html>", "no article"),
        ("broken.md", b"---\ntitle: a: b\n---\nText", "line 2"),
        ("only.md", b"---\ntitle: a\n---\n", "no text"),
        ("none.csv", b"a,b\n1,2\n", "name the columns"),
        ("none.jsonl", b"\n\n", "empty file"),
        ("deep.jsonl", b"[" * 100_000, "line 1"),
    ],
)
def test_bad_content_is_a_failure_that_names_the_file(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    outcome = read_file(tmp_path, name, content)
    assert outcome.articles == ()
    assert outcome.failures[0].path == str(tmp_path / name)
    assert str(tmp_path / name) in outcome.failures[0].error
    assert expected in outcome.failures[0].error


def test_a_file_that_went_away_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "gone.txt"
    assert "no such file" in read(Source(str(path), path)).failures[0].error


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_an_unreadable_file_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("text")
    path.chmod(0)
    assert "permissions" in read(Source(str(path), path)).failures[0].error


def test_a_folder_in_place_of_a_file_is_a_failure(tmp_path: Path) -> None:
    assert "cannot be read" in read(Source(str(tmp_path), tmp_path)).failures[0].error


def test_a_file_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.readers.registry.LARGEST", 10)
    assert "split the file" in read_file(tmp_path, "large.txt", "x" * 11).failures[0].error


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    outcome = read_file(
        tmp_path,
        "a.md",
        "---\ntitle: 'A title: here'\nauthors: [Jane Doe, {name: John Roe}]\ndate: 2020-05-06\n"
        "source: The Daily\nlink: https://daily.example/1\n---\n# A title: here\n\n"
        "Some *emph* and **bold** [link](http://x) with `code` and ~~strike~~\nsoft<br>hard "
        "<b>html</b>.\n\n## The *costs*\n\n- one\n- two\n  - nested\n\n3. three\n4. four\n\n"
        "| A | B |\n|---|---|\n| 1 | **2** |\n\n```py\nx = 1\n  y = 2\n```\n\n<div>raw</div>\n\n"
        "> “quoted”\n",
    )
    article = outcome.articles[0]
    info = article.info
    assert (info.title, info.author) == ("A title: here", "Jane Doe and John Roe")
    assert (info.date, info.publication) == ("2020-05-06", "The Daily")
    assert info.url == "https://daily.example/1"
    assert article.text == (
        "Some emph and bold link with code and strike soft\nhard html.\n\nThe costs\n\n"
        "- one\n- two\n  - nested\n\n3. three\n4. four\n\nA | B\n1 | 2\n\n"
        "x = 1\n  y = 2\n\nraw\n\n“quoted”"
    )
    assert [article.text[start:end] for start, end in article.headings] == ["The costs"]


def test_markdown_without_front_matter_has_its_first_heading_as_title(tmp_path: Path) -> None:
    article = read_file(tmp_path, "a.md", "# Only *this*\n\nText.\n").articles[0]
    assert (article.info.title, article.text) == ("Only this", "Text.")


def test_markdown_keeps_a_first_heading_that_is_not_the_title(tmp_path: Path) -> None:
    article = read_file(tmp_path, "a.md", "---\ntitle: A\n---\n# B\n\nText.\n").articles[0]
    assert (article.info.title, article.text) == ("A", "B\n\nText.")


PAGE = """<html><head><title>Bridges reopen in the north | The Daily</title>
<meta property="og:site_name" content="The Daily"><meta name="author" content="By Jane Doe">
<meta property="article:published_time" content="2020-03-04T10:00:00Z">
<link rel="canonical" href="https://daily.example/bridges"></head><body>
<nav><a href="/">Home</a> <a href="/x">World</a></nav>
<article><h1>Bridges reopen in the north</h1>
<p>Two bridges were opened again on Tuesday after the flood had closed them for five weeks.</p>
<p style="display: none">INVISIBLE one</p><p hidden>INVISIBLE two</p>
<p aria-hidden="true">Only those who listen miss this sentence.</p>
<noscript><p>INVISIBLE four</p></noscript>
<template><p>INVISIBLE five</p></template><script>var a = "INVISIBLE six"</script>
<h2>What it cost</h2>
<p>The repair <span style="font-size:0px">INVISIBLE seven</span>cost &ldquo;eleven million&rdquo;,
the ministry said, and <em>took</em> less time than anybody had expected of it.</p>
<ul><li>One bridge is of steel.</li><li>One bridge is of stone.</li></ul>
<table><tr><th>Bridge</th><th>Cost</th></tr><tr><td>North</td><td>7</td></tr></table>
</article><footer>All rights reserved, imprint, contact</footer></body></html>"""


def test_html_gives_the_article_without_its_page(tmp_path: Path) -> None:
    article = read_file(tmp_path, "a.html", PAGE).articles[0]
    info = article.info
    assert (info.title, info.author) == ("Bridges reopen in the north", "Jane Doe")
    assert (info.date, info.publication) == ("2020-03-04", "The Daily")
    assert info.url == "https://daily.example/bridges"
    assert article.text.startswith("Two bridges were opened")
    assert "INVISIBLE" not in article.text
    assert "Only those who listen miss this sentence." in article.text
    assert "cost “eleven million”, the ministry said, and took less" in article.text
    assert "- One bridge is of steel.\n- One bridge is of stone." in article.text
    assert "Bridge | Cost\nNorth | 7" in article.text
    assert "Home" not in article.text
    assert "imprint" not in article.text
    assert [article.text[start:end] for start, end in article.headings] == ["What it cost"]
    assert article.text == normalise_text(article.text)


def test_html_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace(
        "Two bridges", "Мосты"
    )
    page = page.replace("Two", "Два")
    article = read_file(tmp_path, "a.html", page.encode("cp1251")).articles[0]
    assert article.text.startswith("Мосты")


def test_json_ld_tells_title_author_and_date(tmp_path: Path) -> None:
    linked = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": '
        '"A headline", "author": [{"name": "Ann Poe"}, {"name": "Bo Roe"}], "datePublished": '
        '"2019-01-02", "publisher": {"name": "Wire"}}]}</script></head>'
    )
    info = read_file(tmp_path, "a.html", PAGE.replace("</head>", linked)).articles[0].info
    assert (info.title, info.author) == ("A headline", "Ann Poe, Bo Roe")
    assert (info.date, info.publication) == ("2019-01-02", "The Daily")


def test_json_lines(tmp_path: Path) -> None:
    outcome = read_file(
        tmp_path,
        "a.jsonl",
        '{"id": 7, "title": "A", "author": ["X", "Y"], "date": "Jan 2, 2020", "text": "One."}\n'
        "{broken\n\n[1]\n"
        '{"title": "B"}\n{"url": "http://x.example/1", "text": "Two.\\r\\nThree."}\n',
    )
    first, second = outcome.articles
    assert (first.info.title, first.info.author, first.info.date) == ("A", "X and Y", "2020-01-02")
    assert (second.text, second.info.url) == ("Two.\nThree.", "http://x.example/1")
    assert [failure.error.split(":")[0].rpartition(", ")[2] for failure in outcome.failures] == [
        "line 2", "line 4", "line 5",
    ]  # fmt: skip


def test_rows_keep_their_identity_when_they_move(tmp_path: Path) -> None:
    one, two = '{"id": 1, "text": "One."}\n', '{"id": 2, "text": "Two."}\n'
    before = read_file(tmp_path, "a.jsonl", one + two).articles
    after = read_file(tmp_path, "a.jsonl", "\n" + two + one).articles
    assert {article.id: article.text for article in before} == {
        article.id: article.text for article in after
    }


def test_rows_with_the_same_title_are_different_articles(tmp_path: Path) -> None:
    rows = '{"title": "A", "text": "One."}\n{"title": "A", "text": "Two."}\n'
    articles = read_file(tmp_path, "a.jsonl", rows).articles
    assert len({article.id for article in articles}) == 2


@pytest.mark.parametrize(("name", "sign"), [("a.csv", ","), ("b.csv", ";"), ("a.tsv", "\t")])
def test_csv(tmp_path: Path, name: str, sign: str) -> None:
    rows = [("Title", "Author", "Text"), ("A", "X", '"One,\ntwo; three"'), ("B", "Y", "Z", "W")]
    outcome = read_file(tmp_path, name, "\r\n".join(sign.join(row) for row in rows))
    assert [(article.info.title, article.text) for article in outcome.articles] == [
        ("A", "One,\ntwo; three")
    ]
    assert "line 4" in outcome.failures[0].error


def test_identity_does_not_depend_on_the_content(tmp_path: Path) -> None:
    before = read_file(tmp_path, "a.txt", "One text here.").articles[0]
    after = read_file(tmp_path, "a.txt", "Another text here.").articles[0]
    assert before.id == after.id
    assert before.content_hash != after.content_hash
    assert before.info.path == str(tmp_path / "a.txt")


LARGE = (
    "<html><head><title>Locks of the north</title></head><body><nav><a href=/>Home</a></nav>"
    "<article><h1>Locks of the north</h1><p hidden>INVISIBLE</p><h2>Costs</h2>"
    "<p>Two <b>locks</b> were<br>mended.</p><ul><li>One</li><li>Two</li></ul>"
    "<table><tr><td>North</td><td>7</td></tr></table>{more}</article>"
    "<footer>Imprint</footer></body></html>"
)


def test_a_page_too_large_for_trafilatura_is_read_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.readers.pages.html.MOST_ELEMENTS", 10)
    article = read_file(tmp_path, "a.html", LARGE.format(more="")).articles[0]
    assert article.info.title == "Locks of the north"
    assert article.text == "Costs\n\nTwo locks were\nmended.\n\n- One\n- Two\n\nNorth | 7"
    assert [article.text[start:end] for start, end in article.headings] == ["Costs"]


@pytest.mark.parametrize(
    "part", ["<p>w</p>", "<b>w</b> ", "<i hidden>x</i>w ", "<p class=author><b>w</b></p>"]
)
def test_reading_a_large_page_takes_linear_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr("index.readers.pages.html.MOST_ELEMENTS", 1_000)

    def prepare(count: int) -> Callable[[], object]:
        page = LARGE.format(more=part * count)
        return lambda: read_file(tmp_path, "a.html", page).articles[0]

    read = prepare(2_000)()
    assert isinstance(read, Article)
    assert read.text.count("w") >= 2_000
    assert_time_is_linear(prepare, 2_000, 16_000)
