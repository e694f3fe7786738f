"""The command `cite`, as its users meet it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa.citing.formats import FORMATS
from qa.cli.main import app
from qa.cli.quotes.citing import Form

HARBOUR = Article(
    info=ArticleInfo(id="harbour-1", title="Harbour talks", author="Ada Löfgren", date="2024"),
    text="🚢 “It leaks,” Rosa Calder said. “And it spreads,” said Ivo Brandt.",
)
LEAKS, SPREADS = "“It leaks,”", "“And it spreads,”"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cite") / "index"
    with Index.open(folder, create=True) as index:
        index.add_articles([HARBOUR])
    return folder


def _cite(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--index", str(folder), "cite", "harbour-1", *arguments])


def test_a_quote_comes_in_each_form_and_as_json(folder: Path) -> None:
    assert [form.value for form in Form] == [form.name for form in FORMATS]
    for form in Form:
        done = _cite(folder, "2", "13", "--format", form)
        assert done.exit_code == 0, form
        assert "Harbour" in done.stdout
    quote = json.loads(_cite(folder, "2", "13", "--json", "--server", "https://q.example/").stdout)
    assert quote["text"] == "“It leaks,”"
    assert quote["speaker"] == "Rosa Calder"
    stamp = HARBOUR.text_hash[:12]
    assert quote["link"] == f"https://q.example/quote/harbour-1/2-13?v={stamp}"


def test_a_list_of_statements_has_each_as_it_is_cited(folder: Path) -> None:
    def listed(form: str, *more: str) -> str:
        arguments = ["--index", str(folder), "statements", "--format", form, *more]
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, done.output
        return done.stdout

    rows = json.loads(listed("json"))["statements"]
    places = [(str(row["start"]), str(row["end"])) for row in rows]
    assert [HARBOUR.text[row["start"] : row["end"]] for row in rows] == [LEAKS, SPREADS]
    for server in ((), ("--server", "https://q.example/")):
        entries = [_cite(folder, *place, "--format", "bibtex", *server).stdout for place in places]
        assert listed("bibtex", *server) == "\n".join(entries)
        records = [
            json.loads(_cite(folder, *place, "--format", "csl", *server).stdout)[0]
            for place in places
        ]
        assert json.loads(listed("csl", *server)) == records
        assert len({record["id"] for record in records}) == len(places)
    assert listed("md", "--server", "https://q.example/").count("(https://q.example/quote/") == 2
    assert "http" not in listed("md")
    assert listed("bibtex", "--speaker", "Nobody Here") == ""
    assert json.loads(listed("csl", "--speaker", "Nobody Here")) == []


def test_statements_of_a_file_are_cited_without_an_index(tmp_path: Path) -> None:
    path = tmp_path / "harbour.md"
    path.write_text(HARBOUR.text, encoding="utf-8")
    done = CliRunner().invoke(app, ["statements", str(path), "--format", "csl"])
    assert [one["custom"]["quote"] for one in json.loads(done.stdout)] == [LEAKS, SPREADS]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2", "999"), 1),
        (("2", "13", "--version", "ffff"), 1),
        (("2", "13", "--format", "docx"), 2),
        (("2", "13", "--server", "javascript:alert(1)"), 2),
        (("two", "13"), 2),
    ],
)
def test_what_cannot_be_cited_is_said(folder: Path, arguments: tuple[str, ...], code: int) -> None:
    done = _cite(folder, *arguments)
    assert done.exit_code != 0
    if code == 2:  # the other failures become messages in `main`
        assert done.exit_code == 2
    else:
        assert "harbour-1" in str(done.exception)
