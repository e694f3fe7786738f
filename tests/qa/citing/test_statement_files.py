"""Statements as files: a table that no spreadsheet runs, Markdown that shows words as they are."""

import csv
import io
import json

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from qa.citing.statement_files import (
    COLUMNS,
    StatementList,
    as_bibtex,
    as_csl,
    as_csv,
    as_json,
    as_markdown,
    linked,
)

INFO = ArticleInfo(
    id="quay-1", title="=SUM(A1) *harbour*", author="Ada\nLöfgren", date="2024-05-06",
    publication="The Quay", url="https://quay.example/1",
)  # fmt: skip
DIRECT = {
    "article": "quay-1", "speaker": "Rosa Calder", "speaker_mention": [3, 9], "cue": None,
    "start": 10, "end": 42, "text": "“It leaks, \"all\" of it.\nToday.”", "kind": "direct",
    "date": "2024-05-06", "link": "http://quotes.example/quote/quay-1/10-42?v=abc",
}  # fmt: skip
REPORTED = {
    **DIRECT, "speaker": None, "text": "that *nobody* objected", "kind": "indirect",
    "link": "", "doubtful": True,
}  # fmt: skip
LISTED = StatementList(
    rows=[DIRECT, REPORTED], infos={INFO.id: INFO}, searched={"articles": 3}, title="Of\nCalder",
    told=["2 statements in 1 of 3 articles; searched: all."],
)  # fmt: skip


def table(*rows: dict[str, object]) -> list[dict[str, str]]:
    text = as_csv(StatementList(rows=rows, infos={INFO.id: INFO}))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_holds_every_statement_with_its_article() -> None:
    first, second = table(DIRECT, REPORTED)
    assert tuple(first) == COLUMNS
    assert first["text"] == DIRECT["text"]
    assert (first["start"], first["end"], first["speaker_mention"]) == ("10", "42", "3-9")
    assert (first["doubtful"], second["doubtful"]) == ("", "yes")
    assert second["speaker"] == ""
    assert first["url"] == INFO.url


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "\n=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula(words: str) -> None:
    (row,) = table({**DIRECT, "text": words, "speaker": words})
    assert row["text"] == row["speaker"] == f"'{words}"
    assert row["title"] == f"'{INFO.title}"
    assert row["start"] == "10"


def test_markdown_shows_words_as_they_are_and_calls_reported_what_is() -> None:
    text = as_markdown(LISTED)
    assert text.startswith("# Of Calder\n\n2 statements in 1 of 3 articles; searched: all.\n")
    assert text.count("\n## ") == 1  # an article has one heading
    assert "=SUM(A1) \\*harbour\\* · The Quay · Ada Löfgren" in text
    assert '> “It leaks, "all" of it.\n> Today.”\n>\n> — Rosa Calder · [cite](http' in text
    assert "> that \\*nobody\\* objected\n>\n> — unknown speaker (reported) (doubtful)" in text
    assert "“that" not in text


def test_json_is_the_document_of_the_command() -> None:
    told = json.loads(as_json(LISTED))
    assert told == {"statements": [DIRECT, REPORTED], "searched": {"articles": 3}}


def test_reference_managers_get_each_statement_with_its_page_its_words_and_its_link() -> None:
    text = f"🚢 {DIRECT['text']} So they say: {REPORTED['text']}"
    turn = text.index("So")
    marks = (Mark("page", 0, turn, "7"), Mark("page", turn, len(text), "8"))
    articles = {INFO.id: Article(info=INFO, text=text, marks=marks)}
    places = [text.index(str(row["text"])) for row in (DIRECT, REPORTED)]
    rows = [
        {**row, "start": start, "end": start + len(str(row["text"]))}
        for row, start in zip((DIRECT, REPORTED), places, strict=True)
    ]
    listed = StatementList(
        rows=linked(rows, articles, "https://q.example/"), infos={INFO.id: INFO}, articles=articles
    )
    first, second = json.loads(as_csl(listed))
    assert [first["page"], second["page"]] == ["7", "8"]
    assert [first["custom"]["quote"], second["custom"]["quote"]] == [row["text"] for row in rows]
    assert first["custom"]["speaker"] == "Rosa Calder"
    assert second["custom"]["speaker"] is None  # it is doubtful
    address = f"https://q.example/quote/quay-1/{rows[0]['start']}-{rows[0]['end']}?v="
    assert first["custom"]["link"].startswith(address)
    entries = as_bibtex(listed).split("\n\n")
    assert [one.split(",")[0] for one in entries] == [
        f"@article{{{one['id']}" for one in (first, second)
    ]
    assert all(
        one["custom"]["link"] in entry for one, entry in zip((first, second), entries, strict=True)
    )
