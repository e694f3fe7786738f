"""Identifiers on the command line: printed whole, completed, and a beginning is enough."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from index.errors import AmbiguousIdentifier, UnknownArticle
from qa.cli.main import app

ROOT = Path(__file__).resolve().parents[3]
TITLE = "The board of the quay at Merrow decides, after a long night of talks, to close the lock"
ARTICLES = {
    "quay": f"{TITLE} for good",
    "quay-closed-by-the-board-of-the-harbour-of-merrow-00000001": TITLE,
    "quay-opened-00000002": "[bold]The quay[/bold] opens \u202eagain",
    "été-00000003": "",
}


def _article(identifier: str, title: str) -> Article:
    info = ArticleInfo(id=identifier, title=title or None)
    return Article(info=info, text=f"Of {identifier}, Rosa Calder said that the lock stays open.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("identifiers") / "index"
    with Index.open(where, create=True) as index:
        index.add_articles(_article(one, title) for one, title in ARTICLES.items())
    return where


def pullquote(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        timeout=600,
        check=False,
    )


def run(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(app, [*arguments, "--index", str(folder)])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    ("beginning", "whole"),
    [
        ("quay", "quay"),  # one that is so, though others begin so
        ("quay-o", "quay-opened-00000002"),
        ("é", "été-00000003"),
        ("quay-opened-00000002", "quay-opened-00000002"),
    ],
)
def test_a_beginning_is_enough(folder: Path, beginning: str, whole: str) -> None:
    assert json.loads(run(folder, "show", beginning, "--json"))["id"] == whole
    with Index.open(folder) as index:
        assert index.identifier(beginning) == whole


@pytest.mark.parametrize("beginning", ["", " ", "z", "%", "quay_", "QUAY", "\U0010ffff"])
def test_what_no_identifier_begins_with_is_none(folder: Path, beginning: str) -> None:
    with Index.open(folder) as index, pytest.raises(UnknownArticle):
        index.identifier(beginning)


def test_one_of_several_is_not_guessed(folder: Path) -> None:
    with Index.open(folder) as index, pytest.raises(AmbiguousIdentifier) as raised:
        index.identifier("quay-")
    assert [one for one, _ in raised.value.candidates] == list(ARTICLES)[1:3]


def test_what_may_be_meant_is_listed_with_titles(folder: Path) -> None:
    done = pullquote("show", "quay-", "--index", str(folder))
    assert done.returncode == 1
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert "begins with 'quay-'" in lines[0]
    assert [line.split()[0] for line in lines[1:]] == list(ARTICLES)[1:3]
    assert TITLE in lines[1]
    assert "\u202e" not in done.stderr
    as_json = json.loads(pullquote("remove", "quay-", "--json", "--index", str(folder)).stdout)
    assert as_json["candidates"] == list(ARTICLES)[1:3]


def test_a_beginning_is_taken_wherever_an_identifier_is(folder: Path, tmp_path: Path) -> None:
    rows = json.loads(run(folder, "statements", "--article", "quay-o", "--json"))["statements"]
    assert {row["article"] for row in rows} <= {"quay-opened-00000002"}
    told = run(folder, "feedback", "right", "Is it so?", "quay-c", "0", "12")
    assert "Judgement" in told
    assert "Took back the corrections of 0" in run(folder, "articles", "--as-read", "quay-c")
    copy = tmp_path / "index"
    with Index.open(copy, create=True) as index:
        index.add_articles([_article("a-1", "One")])
    assert run(copy, "remove", "a-") == "Removed a-1  One\n"


def test_in_a_list_for_programs_each_article_is_a_line(folder: Path) -> None:
    lines = run(folder, "articles").splitlines()
    assert [line.split()[0] for line in lines] == sorted(ARTICLES)
    assert TITLE in lines[1]
    assert "[bold]The quay[/bold]" in lines[2]


@pytest.mark.parametrize("command", ["articles", "articles --check", "statements"])
def test_in_a_narrow_terminal_identifiers_and_titles_are_whole(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.cli import terminal

    monkeypatch.setattr(terminal._out, "_force_terminal", True)
    monkeypatch.setattr(terminal._out, "_width", 40)
    monkeypatch.setattr(terminal._out, "soft_wrap", False)
    with pytest.raises(SystemExit):
        app([*command.split(), "--index", str(folder)])
    printed = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)
    for one in ARTICLES:
        assert one in printed
    assert TITLE in re.sub(r"\s+", " ", printed)


def _offered(words: str) -> list[str]:
    """Return what the shell offers for the last word of a line."""
    environment = {
        "_PULLQUOTE_COMPLETE": "complete_bash",
        "COMP_WORDS": f"pullquote {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    done = CliRunner().invoke(app, [], prog_name="pullquote", env=environment)
    return done.stdout.split()


def test_the_shell_completes_identifiers_of_the_index(folder: Path, tmp_path: Path) -> None:
    assert _offered(f"--index {folder} show quay-") == list(ARTICLES)[1:3]
    assert _offered(f"show --index {folder} q") == list(ARTICLES)[:3]
    assert _offered(f"statements --index {folder} --article é") == ["été-00000003"]
    assert _offered(f"show --index {tmp_path} q") == []
    assert not list(tmp_path.iterdir())


def test_installed_completion_answers_the_shell(folder: Path) -> None:
    words = f"app.py --index {folder} show quay-o"
    completing = {"_APP.PY_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": "4"}
    assert pullquote(**completing).stdout.split() == ["quay-opened-00000002"]
