"""The commands about collections and groups, as somebody types them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.errors import UsageError
from qa.cli.main import app
from qa.web.access.passwords import PasswordFile
from qa.web.access.store import AccessStore
from qa.web.access.tokens import Keys

PASSWORD = "a long walk home"


def _run(folder: Path, *words: str, sent: str = "") -> str:
    done = CliRunner().invoke(
        app, [*words, "--index", str(folder)], input=sent, catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def _fails(folder: Path, *words: str, sent: str = "") -> str:
    try:
        done = CliRunner().invoke(
            app, [*words, "--index", str(folder)], input=sent, catch_exceptions=False
        )
    except UsageError as problem:  # what `main` makes a message of
        return str(problem)
    assert done.exit_code == 2
    return " ".join(done.output.replace("│", " ").split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two articles, one of them in `letters`."""
    where = tmp_path_factory.mktemp("collections")
    for name, text in (
        ("quay", "The quay leaks, Ben Moss said. It was built in 1921."),
        ("letter", "My boat was never counted, wrote Lena Fisk to the harbour."),
    ):
        (where / name).mkdir()
        (where / name / f"{name}.txt").write_text(text, "utf-8")
    index = where / "index"
    _run(index, "index", str(where / "quay"))
    _run(index, "index", str(where / "letter"), "--collection", "letters")
    return index


def test_articles_are_put_listed_asked_and_moved(folder: Path) -> None:
    listed = json.loads(_run(folder, "collections", "--json"))
    assert listed == {
        "collections": [{"name": "default", "articles": 1}, {"name": "letters", "articles": 1}]
    }
    assert _run(folder, "collections").splitlines() == ["default\t1 article", "letters\t1 article"]
    for name, word in (("letters", "boat"), ("default", "quay")):
        found = json.loads(_run(folder, "search", "harbour quay", "--collection", name, "--json"))
        assert len(found["hits"]) == 1
        assert word in found["hits"][0]["text"]
        said = json.loads(_run(folder, "statements", "--collection", name, "--json"))
        assert said["searched"]["articles"] == 1
    _run(folder, "collections", "rename", "letters", "post")
    moved = json.loads(
        _run(folder, "collections", "move", "--all-of", "post", "--to", "default", "--json")
    )
    assert moved == {"moved": 1}
    _run(folder, "collections", "remove", "post")
    assert _run(folder, "collections") == "default\t2 articles\n"
    _run(folder, "collections", "move", "letter", "--to", "letters")


def test_what_filters_let_through_is_moved(folder: Path) -> None:
    where = folder.parent / "dated"
    where.mkdir()
    for number, day in enumerate(("2019-05-06", "2021-05-06")):
        (where / f"note{number}.md").write_text(f"---\ndate: {day}\n---\nA note of {day}.", "utf-8")
    _run(folder, "index", str(where), "--collection", "notes")
    move = ("collections", "move", "--to", "old", "--json")
    assert json.loads(_run(folder, *move, "--before", "2020")) == {"moved": 1}
    assert json.loads(_run(folder, *move, "--collection", "notes")) == {"moved": 1}
    assert json.loads(_run(folder, *move, "--collection", "notes")) == {"moved": 0}
    assert "there are" in _fails(folder, *move, "--collection", "gone")
    assert "or filters" in _fails(folder, *move, "--author", "A", "--all-of", "old")
    _run(folder, "remove", "note0", "note1")


def test_what_is_not_there_is_named_with_what_is(folder: Path) -> None:
    there = "there are default, letters"
    assert there in _fails(folder, "search", "quay", "--collection", "tips")
    assert there in _fails(folder, "statements", "--collection", "x" * 2000)
    assert there in _fails(folder, "collections", "remove", "tips")
    assert "has 1 article" in _fails(folder, "collections", "remove", "letters")
    assert "cannot name a collection" in _fails(
        folder, "index", "x.txt", "--collection", "n" * 2000
    )
    assert "Give the articles to move" in _fails(folder, "collections", "move", "--to", "letters")


def test_people_and_keys_are_put_into_groups_that_there_are(folder: Path) -> None:
    missing = _fails(folder, "keys", "add", "early", "--group", "newsroom")
    assert "no rules for groups" in missing
    (folder / "groups.toml").write_text('everybody = ["default"]\nnewsroom = ["*"]\n', "utf-8")
    said = _fails(folder, "users", "add", "ben", "--group", "news", sent=PASSWORD + "\n")
    assert "no group 'news'; there are newsroom" in said
    _run(folder, "users", "add", "ada", "--group", "newsroom", sent=PASSWORD + "\n")
    assert PasswordFile(folder / "passwords").users()["ada"].groups == {"newsroom"}
    assert "ada\treader\t0 signed in\tin newsroom" in _run(folder, "users", "list")
    _run(folder, "users", "groups", "ada")
    assert PasswordFile(folder / "passwords").users()["ada"].groups == frozenset()
    key = _run(folder, "keys", "add", "bot", "--group", "newsroom").strip()
    store = AccessStore(folder)
    visitor = Keys(store).find(key)
    store.close()
    assert visitor is not None
    assert visitor.groups == {"newsroom"}
    listed = json.loads(_run(folder, "keys", "list", "--json"))["keys"]
    assert [one["groups"] for one in listed] == [["newsroom"]]
