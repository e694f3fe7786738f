"""Heads of metadata as generators of sites, note books and converters write them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.articles.article import Article
from index.readers import read
from index.readers.sources import ReadOutcome, Source

BODY = "The weir will be lifted on Friday, the river board said.\n"


def read_file(folder: Path, name: str, content: str) -> ReadOutcome:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return read(Source(str(path), path))


def article_of(folder: Path, name: str, content: str) -> Article:
    outcome = read_file(folder, name, content)
    assert (outcome.failures, len(outcome.articles)) == ((), 1)
    return outcome.articles[0]


HEADS = {
    "YAML": (
        "---\ntitle: Weir lifts\nauthor: Ines Holm\ndate: 2022-03-01\nsource: River Post\n"
        "lang: en-GB\nurl: https://post.example/weir\n---\n",
        ("Weir lifts", "Ines Holm", "2022-03-01", "River Post", "en-gb"),
    ),
    "YAML of Jekyll with its own zone": (
        "---\nlayout: post\ntitle: 'Weir: it lifts'\ndate: 2022-03-01 23:40:00 -0800\n"
        "byline: By Ines Holm\n---\n",
        ("Weir: it lifts", "Ines Holm", "2022-03-01", None, None),
    ),
    "YAML with lists and objects": (
        "---\ntitle: 2022\nauthors:\n  - name: Ines Holm\n    url: https://x.example\n"
        "  - given: Bo\n    family: Tarn\n  - Ada Reed\npubDate: Mar 1, 2022\n...\n",
        ("2022", "Ines Holm, Bo Tarn and Ada Reed", "2022-03-01", None, None),
    ),
    "YAML whose title is a word for truth": (
        "---\ntitle: Yes\nauthor: ~\ncreated: 2022-03-01\n---\n",
        ("Yes", None, "2022-03-01", None, None),
    ),
    "YAML in params": (
        "--- yaml\nheadline: Weir lifts\nparams:\n  author: {name: Ines Holm}\n"
        "  publication: River Post\npublishDate: 20220301\n---\n",
        ("Weir lifts", "Ines Holm", "2022-03-01", "River Post", None),
    ),
    "TOML of Hugo": (
        '+++\ntitle = "Weir lifts"\ndate = 2022-03-01T23:30:00+09:00\n'
        'authors = ["Ines Holm", "Bo Tarn"]\n[params]\nsource = "River Post"\n+++\n',
        ("Weir lifts", "Ines Holm and Bo Tarn", "2022-03-01", "River Post", None),
    ),
    "TOML of Zola": (
        '+++\ntitle = "Weir lifts"\ndate = 2022-03-01\n[taxonomies]\nauthors = ["Ines Holm"]\n'
        'tags = ["river"]\n[extra]\npublication = "River Post"\n+++\n',
        ("Weir lifts", "Ines Holm", "2022-03-01", "River Post", None),
    ),
    "JSON": (
        '{\n  "title": "Weir lifts",\n  "author": {"display_name": "Ines Holm"},\n'
        '  "date": "2022-03-01T08:00:00Z", "language": "English"\n}\n\n',
        ("Weir lifts", "Ines Holm", "2022-03-01", None, "en"),
    ),
    "JSON between signs": (
        ';;;\n{"title": "Weir lifts", "datePublished": "2022-03-01"}\n;;;\n',
        ("Weir lifts", None, "2022-03-01", None, None),
    ),
    "lines of Pelican": (
        "Title: Weir lifts\nDate: 2022-03-01 10:20\nCategory: River\n"
        "Authors: Ines Holm; Bo Tarn\n\n",
        ("Weir lifts", "Ines Holm and Bo Tarn", "2022-03-01", None, None),
    ),
    "lines of Pandoc": (
        "% Weir lifts\n% Ines Holm; Bo Tarn\n% 1 March 2022\n\n",
        ("Weir lifts", "Ines Holm and Bo Tarn", "2022-03-01", None, None),
    ),
    "a clipped page": (
        '---\ntitle: "Weir lifts"\nsource: "https://post.example/a/weir"\nauthor:\n'
        '  - "[[Ines Holm]]"\npublished: 2022-03-01\ncreated: 2023-09-09\n---\n',
        ("Weir lifts", "Ines Holm", "2022-03-01", "post.example", None),
    ),
}


@pytest.mark.parametrize(("head", "expected"), HEADS.values(), ids=HEADS)
def test_heads_become_metadata_and_leave_the_text(
    tmp_path: Path, head: str, expected: tuple[str | None, ...]
) -> None:
    article = article_of(tmp_path, "a.md", f"{head}\n{BODY}")
    info = article.info
    assert (info.title, info.author, info.date, info.publication, info.lang) == expected
    assert article.text == BODY.strip()


def test_where_it_came_from_is_told(tmp_path: Path) -> None:
    head = "---\ntitle: Weir lifts\nauthor: iholm\ndate: 2022-03-01\n---\n"
    origins = {one.field: one for one in article_of(tmp_path, "a.md", head + BODY).origins}
    assert {one.source for one in origins.values()} == {"front matter"}
    assert origins["author"].certainty < 0.5 < origins["date"].certainty


@pytest.mark.parametrize(
    "text",
    [
        "---\nA rule stands above, and one below.\n\n---\n\nThe end.\n",
        "---\n\nThe mayor said: nobody minds.\n---\nThe end.\n",
        "{curly} words begin here, and go on.\n",
        "Note: the weir is closed.\nDate: Friday.\n\nThe end.\n",
        "100 % of the weir\n% is closed.\n",
    ],
)
def test_what_only_looks_like_a_head_is_text(tmp_path: Path, text: str) -> None:
    article = article_of(tmp_path, "a.md", text)
    for word in text.split():
        assert word.strip("-*") in article.text
    assert not [one for one in article.origins if one.source == "front matter"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("---\ntitle: a: b\n---\n", "YAML, line 2"),
        ("+++\ntitle = nothing\n+++\n", "TOML"),
        (";;;\n{]\n;;;\n", "JSON"),
    ],
)
def test_a_damaged_head_is_a_failure(tmp_path: Path, head: str, expected: str) -> None:
    assert expected in read_file(tmp_path, "a.md", head + BODY).failures[0].error


def test_references_that_multiply_are_no_trouble(tmp_path: Path) -> None:
    lines = ["a0: &a0 [Ines Holm]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    head = "---\ntitle: Weir\n" + "\n".join(lines) + "\nauthor: *a11\n---\n"
    assert article_of(tmp_path, "a.md", head + BODY).info.title == "Weir"


NEXT_WEEK = (datetime.now(UTC) + timedelta(days=8)).date().isoformat()


@pytest.mark.parametrize(
    "says",
    [
        "draft: true",
        "published: false",
        "status: draft",
        "status: private",
        f"date: {NEXT_WEEK}",
        f"publishDate: {NEXT_WEEK}",
        "expiryDate: 2001-01-01",
    ],
)
def test_what_is_not_published_is_a_draft(tmp_path: Path, says: str) -> None:
    outcome = read_file(tmp_path, "a.md", f"---\ntitle: Weir\n{says}\n---\n{BODY}")
    assert (outcome.articles, [one.text for one in outcome.drafts]) == ((), [BODY.strip()])


@pytest.mark.parametrize(
    "says", ["draft: false", "published: true", "published: 2022-03-01", "status: publish"]
)
def test_what_is_published_is_none(tmp_path: Path, says: str) -> None:
    assert article_of(tmp_path, "a.md", f"---\ntitle: Weir\n{says}\n---\n{BODY}")


def test_a_folder_of_drafts_holds_drafts(tmp_path: Path) -> None:
    outcome = read_file(tmp_path, "site/_drafts/weir.md", f"---\ntitle: Weir\n---\n{BODY}")
    assert (len(outcome.articles), len(outcome.drafts)) == (0, 1)


def test_accounts_are_looked_up_where_the_site_names_them(tmp_path: Path) -> None:
    people = "iholm:\n  name: Ines Holm\nbtarn:\n  name: Bo Tarn\n"
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data" / "authors.yml").write_text(people)
    head = "---\ntitle: Weir\nauthors: [iholm, btarn]\n---\n"
    article = article_of(tmp_path, "_posts/2022-03-01-weir.md", head + BODY)
    assert article.info.author == "Ines Holm and Bo Tarn"
    assert min(one.certainty for one in article.origins if one.field == "author") == 1


def test_accounts_are_not_looked_up_for_a_file_that_was_sent(tmp_path: Path) -> None:
    (tmp_path / "authors.yml").write_text("iholm:\n  name: Ines Holm\n")
    path = tmp_path / "0123.md"
    path.write_text(f"---\nauthor: iholm\n---\n{BODY}")
    (article,) = read(Source("weir.md", path, name="weir.md")).articles
    assert (article.info.author, article.info.title) == ("iholm", "weir")


def test_texts_and_pages_have_heads_too(tmp_path: Path) -> None:
    head = "---\ntitle: Weir lifts\nauthor: Ines Holm\n---\n"
    plain = article_of(tmp_path, "2022-03-01-weir.txt", f"{head}{{% include a.html %}}\n{BODY}")
    page = f"<article><p>{BODY}{{{{ page.title }}}}, it said.</p></article>"
    shown = article_of(tmp_path, "2022-03-01-weir.html", f"{head}{page}")
    for article in (plain, shown):
        info = article.info
        assert (info.title, info.author, info.date) == ("Weir lifts", "Ines Holm", "2022-03-01")
        assert "title" not in article.text
        assert "{" not in article.text
    assert plain.text == BODY.strip()
    assert shown.text.endswith("Weir lifts, it said.")


def test_a_page_that_is_not_published_is_a_draft(tmp_path: Path) -> None:
    page = f"---\npublished: false\n---\n<article><p>{BODY}</p></article>"
    outcome = read_file(tmp_path, "a.html", page)
    assert (outcome.articles, len(outcome.drafts)) == ((), 1)
