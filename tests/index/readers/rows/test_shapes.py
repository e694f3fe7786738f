"""Where the rows of a file are: in lines, arrays, answers of services, columns."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import UsageError
from index.readers import read, read_in_parts
from index.readers.fields.mapping import map_text, parse_map
from index.readers.rows import articles, streams
from index.readers.sources import ReadOutcome, Source, find_sources

ROW = {"title": "Weir lifts", "text": "The weir will be lifted."}
OTHER = {"title": "Lock shuts", "text": "The lock will be shut."}
TEXTS = [ROW["text"], OTHER["text"]]


def read_file(folder: Path, name: str, content: str | bytes) -> ReadOutcome:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(Source(str(path), path))


SHAPES: dict[str, Any] = {
    "array": [ROW, OTHER],
    "articles": {"status": "ok", "totalResults": 2, "articles": [ROW, OTHER]},
    "response": {"response": {"status": "ok", "pages": [1, 2], "results": [ROW, OTHER]}},
    "hits": {"took": 1, "hits": {"total": 2, "hits": [{"_source": ROW}, {"_source": OTHER}]}},
    "edges": {"data": {"posts": {"edges": [{"node": ROW}, {"node": OTHER}]}}},
    "objects by identifier": {"a1": ROW, "a2": OTHER},
    "columns": {
        "title": {"0": ROW["title"], "1": OTHER["title"]}, "text": {"0": TEXTS[0], "1": TEXTS[1]},
    },
    "columns and data": {
        "columns": ["title", "text"], "index": [0, 1],
        "data": [list(ROW.values()), list(OTHER.values())],
    },
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("indent", [None, 2])
def test_rows_are_found_where_they_are(tmp_path: Path, shape: object, indent: int | None) -> None:
    outcome = read_file(tmp_path, "a.json", json.dumps(shape, indent=indent))
    assert outcome.failures == ()
    assert [article.text for article in outcome.articles] == TEXTS


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson"])
@pytest.mark.parametrize(
    "content",
    [
        f"{json.dumps(ROW)}\n{json.dumps(OTHER)}\n",
        f"{json.dumps(ROW, indent=1)}\n{json.dumps(OTHER, indent=1)}\n",
        f"\ufeff{json.dumps([ROW, OTHER])}",
        f"[\n{json.dumps(ROW)},\n{json.dumps(OTHER)}\n]\n",
        json.dumps({"articles": [ROW, OTHER]}),
    ],
)
def test_lines_and_documents_are_told_from_what_is_in_them(
    tmp_path: Path, name: str, content: str
) -> None:
    assert [one.text for one in read_file(tmp_path, name, content).articles] == TEXTS


def test_one_object_is_one_article(tmp_path: Path) -> None:
    row = {**ROW, "data": {"k": 1}, "entries": [{"a": 1}]}
    (article,) = read_file(
        tmp_path, "a.json", json.dumps({**row, "source": {"name": "P"}})
    ).articles
    assert (article.info.publication, article.text) == ("P", ROW["text"])


@pytest.mark.parametrize("content", ['{"name": "x", "version": "1.0"}', "[]", "{}", "[[1], [2]]"])
def test_json_that_holds_no_articles_is_no_article(tmp_path: Path, content: str) -> None:
    assert read_file(tmp_path, "package.json", content).articles == ()


def test_json_of_other_programs_is_skipped(tmp_path: Path) -> None:
    outcome = read_file(tmp_path, "package.json", '{"name": "x", "version": "1.0"}')
    assert outcome.failures == ()
    assert "name, version" in outcome.skipped[0].reason


def test_json_in_a_folder_is_looked_at(tmp_path: Path) -> None:
    article = json.dumps(
        {"authors": ["Ines Holm"], "date_publish": "2022-03-01", "maintext": "It."}
    )
    files = {"a.json": article, "b.json": '{"name": "x", "version": "1"}', "c.json": "no JSON"}
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    found = find_sources([str(tmp_path)])
    assert [source.file_name for source in found.sources] == ["a.json"]
    assert [one.reason for one in found.skipped] == [
        "JSON without names that articles have", "not JSON",
    ]  # fmt: skip


def test_a_feed_is_read_as_a_feed(tmp_path: Path) -> None:
    item = {"id": "1", "content_text": "It lifts. " * 30, "url": "https://p.example/1"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "River Post", "items": [item]}
    (article,) = read_file(tmp_path, "a.json", json.dumps(feed)).articles
    assert article.info.publication == "River Post"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"[{json.dumps(ROW)}, {{broken", "row 2: not valid JSON"),
        (f"[{json.dumps(ROW)}, 7]", "row 2: not an object"),
        (f"[{json.dumps(ROW)}", "row 2: not valid JSON"),
        (f'[{json.dumps(ROW)}, {{"text": {"[" * 100_000}', "row 2: not valid JSON"),
        (f'[{json.dumps(ROW)}, {{"text": {"9" * 9_999}}}', "row 2: not valid JSON"),
    ],
)
def test_what_comes_before_a_break_is_read(tmp_path: Path, content: str, expected: str) -> None:
    outcome = read_file(tmp_path, "a.json", content)
    assert [one.text for one in outcome.articles] == TEXTS[:1]
    assert expected in outcome.failures[0].error


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "sep=|\ntitle|text\nA|One, two\n"),
        ("a.csv", "title|text\nA|One, two\n"),
        ("a.csv", '"title, long";text\nA;One, two\n'),
        ("a.csv", "title,text\rA,\"One, two\"\r"),
        ("a.csv", ',title,text,Unnamed: 3\n0,A,"One, two",\n'),
        ("a.csv", 'title,text,text\nA,,"One, two"\n'),
        ("a.tsv", "title\ttext\nA\tOne, two\n"),
        ("a.csv", 'title,text\nA,"One, two"\n'.encode("utf-16")),
    ],
)  # fmt: skip
def test_kinds_of_csv(tmp_path: Path, name: str, content: str | bytes) -> None:
    outcome = read_file(tmp_path, name, content)
    assert (outcome.failures, outcome.skipped[:0]) == ((), ())
    assert [article.text for article in outcome.articles] == ["One, two"]


# Large files


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files read in pieces of a few bytes, as gigabytes are in pieces of megabytes."""
    monkeypatch.setattr(streams, "_WHOLE", 200)
    monkeypatch.setattr(streams, "_PIECE", 7)
    for name in ("csv_rows", "json_rows", "json_values", "streams"):
        monkeypatch.setattr(f"index.readers.rows.{name}.LONGEST_LINE", 400)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_pieces_make_the_same_rows(tmp_path: Path, name: str, encoding: str) -> None:
    rows = [
        {"title": f"Löwe {n}", "text": f"Der Löwe „{n}“ trank,\nund schlief."} for n in range(9)
    ]
    plain = [{"title": f"Lion {n}", "text": "It slept."} for n in range(7)]
    rows = [*plain, *rows]
    if name == "a.csv":
        lines = [f'{row["title"]},"{row["text"]}"' for row in rows]
        content = "\r\n".join(("title,text", *lines))
    elif name == "a.jsonl":
        content = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    else:
        content = json.dumps({"total": 16, "articles": rows}, ensure_ascii=False)
    outcome = read_file(tmp_path, name, content.encode(encoding))
    assert outcome.failures == ()
    assert [one.text for one in outcome.articles] == [row["text"] for row in rows]


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_a_row_that_is_too_long_is_refused(tmp_path: Path, name: str) -> None:
    rows = [ROW, {"title": "A", "text": "x" * 2_000}, OTHER]
    if name == "a.csv":
        content = "title,text\n" + "\n".join(",".join(row.values()) for row in rows)
    else:
        content = ("\n" if name == "a.jsonl" else ",").join(map(json.dumps, rows))
        content = content if name == "a.jsonl" else f"[{content}]"
    outcome = read_file(tmp_path, name, content)
    assert "more than 400 characters" in outcome.failures[0].error
    assert [one.text for one in outcome.articles] == (TEXTS if name == "a.jsonl" else TEXTS[:1])


def test_a_table_is_handed_over_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "_PART_ARTICLES", 10)
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({**ROW, "id": n}) for n in range(25)))
    parts = list(read_in_parts(Source(str(path), path)))
    assert [len(part.articles) for part in parts] == [10, 10, 5]


def test_failures_are_told_up_to_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "_MOST_FAILURES", 5)
    outcome = read_file(tmp_path, "a.jsonl", f"{json.dumps(ROW)}\n" + "{\n" * 20)
    assert len(outcome.failures) == 6
    assert outcome.failures[-1].error.endswith("15 more rows failed")


# Columns that a user names


def test_a_map_is_written_as_it_is_read() -> None:
    columns = parse_map(" Title = Kop ,text=lead+body")
    assert columns == (("text", ("lead", "body")), ("title", ("Kop",)))
    assert parse_map(map_text(columns)) == columns
    assert parse_map("") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("title", "FIELD=COLUMN"), ("title=", "FIELD=COLUMN"), ("name=a", "there are title"),
     ("title=a,title=b", "twice")],
)  # fmt: skip
def test_a_map_that_is_none_is_refused(text: str, expected: str) -> None:
    with pytest.raises(UsageError, match=expected):
        parse_map(text)
