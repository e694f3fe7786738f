"""Help, version and examples; what `index` says when nothing was added."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer.main
from typer.testing import CliRunner

from qa.cli.helping.examples import EXAMPLES
from qa.cli.main import app


def _commands(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    yield name, command
    for one, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, f"{name} {one}".strip())


COMMANDS = dict(_commands(typer.main.get_command(app)))


def test_every_command_has_examples() -> None:
    assert EXAMPLES.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_examples_as_they_are_typed(name: str) -> None:
    done = CliRunner().invoke(app, [*name.split(), "--help"])
    assert done.exit_code == 0
    shown = done.output.split("Examples:\n")[1].strip().splitlines()
    assert [line.strip() for line in shown] == list(EXAMPLES[name])


@pytest.mark.parametrize("line", sorted({line for lines in EXAMPLES.values() for line in lines}))
def test_examples_are_commands_that_there_are(line: str) -> None:
    """Each is parsed by the command it names, though not run."""
    program, *words = shlex.split(line.split(" <")[0])
    assert program == "pullquote"
    names = [name for name in COMMANDS if name and words[: len(name.split())] == name.split()]
    name = max(names, key=len)
    COMMANDS[name].make_context(name, words[len(name.split()) :])


def test_the_version_is_told() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert done.exit_code == 0
    assert done.output.startswith("pullquote ")


def test_index_says_why_a_folder_added_nothing(tmp_path: Path) -> None:
    at = ["--index", str(tmp_path / "index")]
    (tmp_path / "empty").mkdir()
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.jpg").write_bytes(b"x")
    for name, why in (
        ("empty", "is empty"),
        ("pictures", "no file in this folder is read: 1 .jpg"),
    ):
        told = CliRunner().invoke(app, ["index", str(tmp_path / name), *at]).output
        assert "Nothing was added" in told
        assert why in told
    (tmp_path / "quay.txt").write_text("The quay at Merrow closes on Monday.\n")
    first = CliRunner().invoke(app, ["index", str(tmp_path / "quay.txt"), *at]).output
    again = CliRunner().invoke(app, ["index", str(tmp_path / "quay.txt"), *at]).output
    assert "Nothing was added" not in first
    assert "Nothing was added: what is there is in the index as it is now." in again
