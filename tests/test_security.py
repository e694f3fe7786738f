"""What docs/security.md promises of the whole: versions, what is never used, tests that exist."""

import ast
import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
DOCS = (ROOT / "docs" / "security.md").read_text("utf-8")
_NAMED = re.compile(r"`((?:\w+/)*test_\w+\.py)::(test_\w+)`")

# package -> the first version without the weaknesses that docs/security.md speaks of
FLOORS = {
    "fastapi": "0.109.1",
    "gradio": "6.25",
    "python-multipart": "0.0.27",
    "starlette": "1.5.1",
    "torch": "2.10",
    "transformers": "5.3",
}
INSTALLED_FLOORS = {**FLOORS, "h11": "0.16.0", "orjson": "3.9.15"}


def test_every_test_that_the_document_names_exists() -> None:
    named = _NAMED.findall(DOCS)
    assert len(named) > 60
    assert DOCS.count("::") == len(named)
    for file, name in named:
        tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
        functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in functions, f"{file}::{name}"


@pytest.mark.parametrize("package", sorted(FLOORS))
def test_weak_versions_cannot_be_installed(package: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {one.name: one for one in map(Requirement, project["dependencies"])}[package]
    first = min(Version(one.version.removesuffix(".*")) for one in asked.specifier)
    assert first >= Version(FLOORS[package])
    assert f"{package} {FLOORS[package]}" in DOCS


@pytest.mark.parametrize("package", sorted(INSTALLED_FLOORS))
def test_what_is_installed_is_not_weak(package: str) -> None:
    assert Version(version(package)) >= Version(INSTALLED_FLOORS[package])


def _sources() -> list[Path]:
    return [path for folder in ("index", "qa") for path in sorted((ROOT / folder).rglob("*.py"))]


def test_nothing_stored_is_run_when_it_is_read() -> None:
    forbidden = re.compile(
        r"^\s*(?:import|from) (?:pickle|dill|joblib|shelve|marshal)\b|allow_pickle=True"
        r"|\btorch\.load\(|\byaml\.(?:load|unsafe_load|full_load)\(|(?<![.\w])(?:eval|exec)\("
        r"|trust_remote_code=True|shell=True|\bos\.system\(",
        re.MULTILINE,
    )
    for path in _sources():
        found = forbidden.search(path.read_text("utf-8"))
        assert found is None, f"{path.relative_to(ROOT)}: {found and found[0]}"


def test_of_gradio_only_plain_components_are_used() -> None:
    """Components that take files, addresses or markup of others have advisories of their own."""
    tree = ast.parse((ROOT / "qa" / "web" / "chat" / "gradio_chat.py").read_text("utf-8"))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "gr"
    }
    assert used <= {
        "Accordion", "Blocks", "Button", "Column", "Dropdown", "HTML", "Request", "Row", "State",
        "Textbox", "mount_gradio_app", "skip", "themes",
    }  # fmt: skip


def test_no_page_is_made_past_the_escaping_of_templates() -> None:
    """Markup is put together in three modules; templates nowhere mark anything as safe."""
    for path in sorted((ROOT / "qa").rglob("templates/**/*.*")):
        assert not re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text("utf-8")), path.name
    made = {path.name for path in _sources() if "Markup(" in path.read_text("utf-8")}
    assert made == {"templates.py", "marked_text.py", "answer_lines.py"}
    for script in sorted((ROOT / "qa" / "web" / "static").rglob("*.js")):
        unsafe = re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(",
            script.read_text("utf-8"),
        )
        assert unsafe is None, script.name
