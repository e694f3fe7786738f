"""The documentation is run: its Python, its commands, its links; and it leaves out no command."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from qa.cli.main import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
IDS = [str(page.relative_to(ROOT)) for page in PAGES]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
MEETING = ROOT / "samples" / "articles" / "csto-astana-meeting.txt"


def blocks(page: Path, language: str) -> list[str]:
    return [text for name, text in FENCE.findall(page.read_text("utf-8")) if name == language]


def python_blocks() -> list[object]:
    """Every Python block of the documentation that is a whole program."""
    return [
        pytest.param(text, id=f"{page.name}-{number}")
        for page in PAGES
        for number, text in enumerate(blocks(page, "python"))
        if "import" in text
    ]


def commands() -> list[str]:
    """Every `pullquote` command line that the documentation shows, without its comment."""
    shown: dict[str, None] = {}
    for page in PAGES:
        for text in (*blocks(page, "sh"), *blocks(page, "bash"), *blocks(page, "")):
            for line in text.replace("\\\n", " ").splitlines():
                if line.strip().startswith("pullquote "):
                    shown[line.split(" #")[0].split(" | ")[0].split(" > ")[0].strip()] = None
    return list(shown)


@pytest.mark.parametrize("program", python_blocks())
def test_python_of_the_documentation_runs(program: str, tmp_path: Path) -> None:
    for name in set(re.findall(r'"(/tmp/[\w-]+)"', program)):
        program = program.replace(name, str(tmp_path / Path(name).name))
    done = subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for line in re.findall(r"^# (.+)$", program, re.MULTILINE):
        assert line in done.stdout.splitlines()


def test_the_readme_shows_a_quote_and_that_it_is_exact(tmp_path: Path) -> None:
    (program,) = blocks(ROOT / "README.md", "python")
    done = subprocess.run(
        [sys.executable, "-c", program.replace("/tmp/pullquote-demo", str(tmp_path / "demo"))],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    assert done.stdout.startswith("Nikolay Bordyuzha True ")
    assert "military action should not take place" in done.stdout


def _group() -> typer.core.TyperGroup:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    return group


@pytest.mark.parametrize("line", commands())
def test_commands_of_the_documentation_are_understood(line: str) -> None:
    """Each option exists, and each argument is in its place; nothing is run."""
    words = shlex.split(line)[1:]
    group = _group()
    context = group.make_context("pullquote", list(words), resilient_parsing=True)
    name, command, rest = group.resolve_command(context, [*context._protected_args, *context.args])
    assert command is not None, name
    if hasattr(command, "commands"):
        inner = command.make_context(name, list(rest), parent=context, resilient_parsing=True)
        left = [*inner._protected_args, *inner.args]
        if left or not command.invoke_without_command:
            name, command, rest = command.resolve_command(inner, left)
    known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
    known |= {"--help"}
    for word in rest:
        if word.startswith("-") and not re.fullmatch(r"-\d+", word):
            assert word.split("=")[0] in known, f"{name} has no option {word}"


def test_there_are_commands_to_check() -> None:
    assert len(commands()) > 10


def test_every_command_is_documented() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    group = _group()
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            for inner in command.commands:
                assert f"pullquote {name} {inner}" in text
        else:
            assert f"pullquote {name}" in text


def test_options_of_asking_are_documented() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    for name in ("index", "ask", "search", "statements"):
        for one in _group().commands[name].params:
            for option in one.opts:
                if option.startswith("--"):
                    assert f"{option}" in text, f"{name} {option}"


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_to_files_of_the_project(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"
