"""Rows as services, crawlers, archives and data sets export them."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from index.articles.article import Article
from index.readers import read
from index.readers.sources import ReadOutcome, Source

TEXT = "The weir will be lifted on Friday, the river board said."


def read_file(folder: Path, name: str, content: str | bytes, **options: Any) -> ReadOutcome:  # noqa: ANN401
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(Source(str(path), path, **options))


def table(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


ROWS: dict[str, tuple[dict[str, Any], tuple[str | None, ...]]] = {
    "NewsAPI": (
        {"source": {"id": None, "name": "River Post"}, "author": "Ines Holm",
         "title": "Weir lifts - River Post", "description": "Short.", "url": "https://p.example/a",
         "urlToImage": "https://p.example/a.png", "publishedAt": "2022-03-01T11:50:27Z",
         "content": TEXT},
        ("Weir lifts", "Ines Holm", "2022-03-01", "River Post", "https://p.example/a", None),
    ),
    "news-please": (
        {"authors": ["Ines Holm", "Bo Tarn"], "date_download": "2023-01-01 00:00:00",
         "date_publish": "2022-03-01 06:00:00", "language": "en", "maintext": TEXT,
         "source_domain": "www.post.example", "title": "Weir lifts", "url": "https://p.example/a"},
        ("Weir lifts", "Ines Holm and Bo Tarn", "2022-03-01", "post.example",
         "https://p.example/a", "en"),
    ),
    "GDELT": (
        {"url": "https://p.example/a", "title": "Weir lifts", "seendate": "20220301T114500Z",
         "domain": "post.example", "language": "English", "sourcecountry": "X", "text": TEXT},
        ("Weir lifts", None, "2022-03-01", "post.example", "https://p.example/a", "en"),
    ),
    "MediaCloud": (
        {"stories_id": "17", "title": "Weir lifts", "publish_date": "2022-03-01 06:00:00",
         "media_name": "River Post", "media_url": "https://post.example", "url":
         "https://p.example/a", "language": "en", "text": TEXT},
        ("Weir lifts", None, "2022-03-01", "River Post", "https://p.example/a", "en"),
    ),
    "Factiva": (
        {"AN": "RP0001", "HD": "Weir lifts", "BY": "By Ines Holm", "PD": "1 March 2022",
         "SN": "River Post", "LA": "English", "LP": "The weir will be lifted on Friday,",
         "TD": "the river board said.", "WC": "10"},
        ("Weir lifts", "Ines Holm", "2022-03-01", "River Post", None, "en"),
    ),
    "LexisNexis": (
        {"Headline": "Weir lifts", "Byline": "BYLINE", "Load-Date": "March 1, 2022",
         "Publication": "River Post", "Section": "A", "Body": TEXT},
        ("Weir lifts", "BYLINE", "2022-03-01", "River Post", None, None),
    ),
    "Guardian": (
        {"id": "uk/2022/weir", "webTitle": "Weir lifts", "webUrl": "https://p.example/a",
         "webPublicationDate": "2022-03-01T06:00:27Z", "fields": {"bodyText": TEXT, "byline":
         "Ines Holm", "publication": "River Post", "lang": "en"}},
        ("Weir lifts", "Ines Holm", "2022-03-01", "River Post", "https://p.example/a", "en"),
    ),
    "New York Times": (
        {"headline": {"main": "Weir lifts", "kicker": None}, "byline": {"original": "By Ines Holm",
         "person": []}, "pub_date": "2022-03-01T11:00:00+0000", "web_url": "https://p.example/a",
         "source": "River Post", "lead_paragraph": TEXT, "abstract": "Short.", "_id": "nyt://a"},
        ("Weir lifts", "Ines Holm", "2022-03-01", "River Post", "https://p.example/a", None),
    ),
    "Webhose": (
        {"uuid": "ab12", "thread": {"site": "post.example", "title": "Other"}, "title":
         "Weir lifts", "author": "Ines Holm", "published": "2022-03-01T09:00:00.000+02:00",
         "url": "https://p.example/a", "language": "english", "text": TEXT, "crawled":
         "2023-01-01T00:00:00.000+02:00"},
        ("Weir lifts", "Ines Holm", "2022-03-01", "post.example", "https://p.example/a", "en"),
    ),
    "WordPress as JSON": (
        {"id": 7, "date": "2022-03-01T08:00:00", "link": "https://p.example/a", "status": "publish",
         "title": {"rendered": "Weir &amp; lock"}, "content": {"rendered": f"<p>{TEXT}</p>"},
         "author": 3},
        ("Weir & lock", None, "2022-03-01", None, "https://p.example/a", None),
    ),
    "WordPress as a table": (
        {"ID": "7", "post_author": "3", "post_date": "2022-03-01 08:00:00", "post_title":
         "Weir lifts", "post_status": "publish", "post_content": TEXT},
        ("Weir lifts", None, "2022-03-01", None, None, None),
    ),
    "a data set of headlines": (
        {"link": "https://p.example/a", "headline": "Weir lifts", "category": "RIVER",
         "short_description": TEXT, "authors": "Ines Holm, Bo Tarn", "date": "2022-03-01"},
        ("Weir lifts", "Ines Holm, Bo Tarn", "2022-03-01", None, "https://p.example/a", None),
    ),
    "a data set of papers": (
        {"cord_uid": "x1", "title": "Weir lifts", "authors": "Holm, Ines; Tarn, Bo",
         "publish_time": "2022-03-01", "journal": "River Studies", "abstract": TEXT,
         "url": "https://p.example/a; https://p.example/b"},
        ("Weir lifts", "Ines Holm and Bo Tarn", "2022-03-01", "River Studies",
         "https://p.example/a", None),
    ),
    "arXiv": (
        {"id": "2203.1", "authors_parsed": [["Holm", "Ines", ""], ["Tarn", "Bo", ""]], "title":
         "Weir\n  lifts", "abstract": f"  {TEXT}\n", "update_date": "2022-03-01"},
        ("Weir lifts", "Ines Holm and Bo Tarn", "2022-03-01", None, None, None),
    ),
    "Elasticsearch": (
        {"_index": "news", "_id": "7", "_source": {"title": "Weir lifts", "author": "Ines Holm",
         "published_at": "2022-03-01", "body": TEXT, "source": {"name": "River Post"}}},
        ("Weir lifts", "Ines Holm", "2022-03-01", "River Post", None, None),
    ),
    "JSON:API": (
        {"type": "articles", "id": "7", "attributes": {"title": "Weir lifts", "created-at":
         "2022-03-01T05:00:00Z", "full-text": TEXT}},
        ("Weir lifts", None, "2022-03-01", None, None, None),
    ),
    "MongoDB": (
        {"_id": {"$oid": "6f"}, "title": "Weir lifts", "pubDate": {"$date":
         "2022-03-01T09:00:00Z"}, "paragraphs": [TEXT[:34], TEXT[35:]]},
        ("Weir lifts", None, "2022-03-01", None, None, None),
    ),
    "numbers for times": (
        {"title": "Weir lifts", "created_utc": 1646125200.0, "selftext": TEXT, "permalink": "/r/a"},
        ("Weir lifts", None, "2022-03-01", None, None, None),
    ),
    "milliseconds": (
        {"title": "Weir lifts", "publishTime": 1646125200000, "articleBody": TEXT},
        ("Weir lifts", None, "2022-03-01", None, None, None),
    ),
    "nothing in words": (
        {"title": "Weir lifts", "author": "nan", "authors": "['']", "date": "NaT", "published":
         "20220301", "source": "None", "text": TEXT},
        ("Weir lifts", None, "2022-03-01", None, None, None),
    ),
    "authors as text of a list": (
        {"title": "Weir lifts", "authors": "[{'name': 'Ines Holm'}, {'name': 'Bo Tarn'}]",
         "text": TEXT},
        ("Weir lifts", "Ines Holm and Bo Tarn", None, None, None, None),
    ),
    "names of columns inside": (
        {"source.name": "River Post", "source/url": "https://post.example", "Full Text": TEXT,
         "DATE PUBLISHED": "8-May-18", "Web-URL": "www.p.example/a"},
        ("a", None, "2018-05-08", "River Post", "https://www.p.example/a", None),
    ),
}  # fmt: skip


def fields(article: Article) -> tuple[str | None, ...]:
    info = article.info
    return (info.title, info.author, info.date, info.publication, info.url, info.lang)


@pytest.mark.parametrize(("row", "expected"), ROWS.values(), ids=ROWS)
def test_names_that_exporters_use(
    tmp_path: Path, row: dict[str, Any], expected: tuple[str | None, ...]
) -> None:
    outcome = read_file(tmp_path, "a.jsonl", json.dumps(row))
    assert outcome.failures == ()
    assert fields(outcome.articles[0]) == expected
    assert " ".join(outcome.articles[0].text.split()) == TEXT
    for origin in outcome.articles[0].origins:
        assert origin.source.startswith("column ") or origin.source == "file name"


FLAT = {
    name: one
    for name, one in ROWS.items()
    if all(isinstance(value, str) for value in one[0].values())
}


@pytest.mark.parametrize(("row", "expected"), FLAT.values(), ids=FLAT)
def test_the_same_names_in_csv(
    tmp_path: Path, row: dict[str, str], expected: tuple[str | None, ...]
) -> None:
    assert fields(read_file(tmp_path, "a.csv", table([row])).articles[0]) == expected


def test_how_sure_a_column_is(tmp_path: Path) -> None:
    row = {"title": "A", "load-date": "2022-03-01", "domain": "post.example", "text": TEXT}
    (article,) = read_file(tmp_path, "a.csv", table([row])).articles
    origins = {one.field: one for one in article.origins}
    assert origins["date"].source == "column load-date"
    assert origins["date"].certainty < 0.5
    assert 0.5 <= origins["publication"].certainty < 1
    assert origins["title"].certainty == 1


@pytest.mark.parametrize(
    ("written", "day", "is_sure"),
    [
        ("2022-03-01", "2022-03-01", True),
        ("20220301123000", "2022-03-01", True),
        ("20220301 12:30:00", "2022-03-01", True),
        ("Tue, 01 Mar 2022 11:50:27 GMT", "2022-03-01", True),
        ("1646125200", "2022-03-01", True),
        ("1646125200000000", "2022-03-01", True),
        ("2022-03-01T23:30:00Z", "2022-03-01", True),
        ("31/03/2022", "2022-03-31", True),
        ("03/01/2022", "2022-03-01", False),
        ("2022", "2022", True),
        ("yesterday", None, True),
        ("99999999999999999999", None, True),
        ("20229999", None, True),
    ],
)
def test_days(tmp_path: Path, written: str, day: str | None, is_sure: bool) -> None:
    row = {"title": "A", "date": written, "text": TEXT}
    (article,) = read_file(tmp_path, "a.csv", table([row])).articles
    assert article.info.date == day
    assert all((one.certainty >= 0.5) == is_sure for one in article.origins if one.field == "date")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<p>One.</p><p>Two &amp; <b>three</b>.</p>", "One.\n\nTwo & three."),
        ("One.<br>Two.<div style='display:none'>Hidden</div>", "One.\nTwo."),
        ("One <em>more</em>.\n\nTwo\nlines.", "One more.\n\nTwo\nlines."),
        ("<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->\n\n<h2>H</h2>", "One.\n\nH"),
        ("Fish &amp; chips &#8220;now&#8221;", "Fish & chips “now”"),
        ("One.\\n\\nTwo.", "One.\n\nTwo."),
        (r"In C:\new it is.", r"In C:\new it is."),
        ("One.\n\n  Two < three > one.", "One.\n\n  Two < three > one."),
        ("One goes… [+1234 chars]", "One goes…"),
    ],
)
def test_cells(tmp_path: Path, cell: str, expected: str) -> None:
    (article,) = read_file(tmp_path, "a.jsonl", json.dumps({"title": "A", "text": cell})).articles
    assert article.text == expected


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("H<sub>2</sub>O &amp; <em>more</em>", "H2O & more"),
        ("Weir<br>lifts", "Weir lifts"),
        ("AT&T and 3 < 4", "AT&T and 3 < 4"),
        ("<script>x</script>", "<script>x</script>"),
    ],
)
def test_titles(tmp_path: Path, cell: str, title: str) -> None:
    row = {"title": cell, "text": TEXT}
    assert read_file(tmp_path, "a.jsonl", json.dumps(row)).articles[0].info.title == title


def test_headings_in_cells_are_marked(tmp_path: Path) -> None:
    row = {"title": "A", "body": f"<h2>Costs</h2><p>{TEXT}</p>"}
    (article,) = read_file(tmp_path, "a.jsonl", json.dumps(row)).articles
    assert [article.text[start:end] for start, end in article.headings] == ["Costs"]


def test_a_lead_stands_before_its_body_once(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "lead": "It begins.", "body": "It goes on."},
        {"id": 2, "lead": "It begins.", "body": "It begins. It goes on."},
    ]
    content = "\n".join(map(json.dumps, rows))
    texts = [article.text for article in read_file(tmp_path, "a.jsonl", content).articles]
    assert texts == ["It begins.\n\nIt goes on.", "It begins. It goes on."]


def test_what_was_not_used_is_said_once_a_file(tmp_path: Path) -> None:
    rows = [
        {"id": n, "title": f"T{n}", "content": "It goes… [+99 chars]", "mood": "fair", "rank": n,
         "source": {"id": "rp", "name": "River Post"}, "empty": ""}
        for n in range(1, 4)
    ]  # fmt: skip
    outcome = read_file(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)))
    assert len(outcome.articles) == 3
    assert [one.reason for one in outcome.skipped] == [
        "columns not used: mood, rank",
        "3 of 3 texts are cut off where their source cut them",
    ]
    assert {one.path for one in outcome.skipped} == {str(tmp_path / "a.jsonl")}


def test_rows_that_are_not_published_are_drafts(tmp_path: Path) -> None:
    states = ["publish", "draft", "private", "trash", "Published", "pending review"]
    rows = [{"post_title": one, "post_status": one, "post_content": TEXT} for one in states]
    outcome = read_file(tmp_path, "a.csv", table(rows))
    assert [one.info.title for one in outcome.articles] == ["publish", "Published"]
    assert len(outcome.drafts) == 4


def test_columns_that_a_user_names(tmp_path: Path) -> None:
    row = {"Kop": "Weir lifts", "datum": "20220301", "title": "Wrong", "deel1": "It begins.",
           "deel2": "It goes on.", "text": "Not this."}  # fmt: skip
    columns = (("date", ("Datum",)), ("text", ("deel1", "deel2")), ("title", ("kop",)))
    (article,) = read_file(tmp_path, "a.csv", table([row]), columns=columns).articles
    assert (article.info.title, article.info.date) == ("Weir lifts", "2022-03-01")
    assert article.text == "It begins.\n\nIt goes on."


def test_a_table_without_texts_says_which_columns_there_are(tmp_path: Path) -> None:
    outcome = read_file(tmp_path, "a.csv", "kop,datum\nWeir,2022\nLock,2023\n")
    (failure,) = outcome.failures
    assert "kop, datum" in failure.error
    assert "--map text=COLUMN" in failure.error
