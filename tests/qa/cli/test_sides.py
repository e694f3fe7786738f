"""The command `sides`, as its users meet it."""

import json
from pathlib import Path

import pytest
from dam_articles import ARTICLES
from typer.testing import CliRunner, Result

from index.collection import Index
from index.errors import UsageError
from qa.cli.main import app
from qa.cli.sides.command import Form
from qa.sides.exporting import MEDIA_TYPES
from qa.statements.stored import StatementFinder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sides") / "index"
    with Index.open(folder, create=True, annotator=StatementFinder()) as index:
        index.add_articles(ARTICLES)
    return folder


def _sides(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--index", str(folder), "sides", *arguments])


def test_both_sides_are_shown_by_date(folder: Path) -> None:
    done = _sides(folder, "Rita Moss", "Tom Ash", "--about", "the dam")
    assert done.exit_code == 0
    assert "5 of 7 statements are about this; searched: all, in 5 articles." in done.stdout
    dates = [line for line in done.stdout.splitlines() if line[:2] == "20"]
    assert dates == ["2019-03-04", "2019-03-19", "2020-06-08"]
    assert "“It can wait,”" in done.stdout


def test_each_form_is_written(folder: Path) -> None:
    assert {form.value for form in Form} == {"text", *MEDIA_TYPES}
    told = json.loads(_sides(folder, "--about", "dam", "--json").stdout)
    assert [one["name"] for one in told["speakers"]] == ["Rita Moss", "Tom Ash"]
    same = _sides(folder, "--about", "dam", "--format", "json", "--server", "https://q.example")
    link = json.loads(same.stdout)["sides"][0]["statements"][0]["link"]
    assert link.startswith("https://q.example/quote/dam-to-be-raised/")
    assert _sides(folder, "Rita Moss", "--format", "md").stdout.startswith("# Rita Moss\n")
    assert _sides(folder, "Rita Moss", "--format", "csv").stdout.startswith("date,speaker,")


def test_what_cannot_be_shown_is_said(folder: Path) -> None:
    assert _sides(folder).exit_code == 2
    assert _sides(folder, "Rita Moss", "--after", "soon").exit_code == 2
    failed = _sides(folder, "Rota Moss")
    assert isinstance(failed.exception, UsageError)  # `main` makes it a message
    assert "Near: Rita Moss" in str(failed.exception)
    twice = _sides(folder, "Rita Moss", "rita moss", "--json")
    assert twice.exit_code == 0
    assert json.loads(twice.stdout)["notes"] == ["'Rita Moss' is named twice; one column is shown."]
