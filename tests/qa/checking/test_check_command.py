"""`pullquote check`: what it prints, and its exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.collection import Index
from qa.cli.main import app


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ("“Money does not float,” said Ada Quill.", 0),
        ("Nobody says anything.", 0),
        ("“Money does float,” said Ada Quill.", 1),
    ],
)
def test_the_exit_code_says_whether_all_is_exact(
    draft: str, code: int, bridges: Index, tmp_path: Path
) -> None:
    file = tmp_path / "draft.txt"
    file.write_text(draft, "utf-8")
    order = ["check", str(file), "--index", str(bridges.folder)]
    done = CliRunner().invoke(app, [*order, "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == code
    assert all(draft[one["start"] : one["end"]] == one["text"] for one in told["quotations"])
    printed = CliRunner().invoke(app, order)
    assert printed.exit_code == code
    assert "all 2 articles" in printed.stdout
    assert CliRunner().invoke(app, ["check", "-", *order[2:]], input=draft).exit_code == code


def test_the_difference_is_printed_word_by_word(bridges: Index) -> None:
    done = CliRunner().invoke(
        app,
        ["check", "-", "--index", str(bridges.folder)],
        input="“Money does float,” said Ada Quill.",
    )
    assert "Money does [-not -]float" in done.stdout
