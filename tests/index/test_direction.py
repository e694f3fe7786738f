"""The rooms of the index depend on each other in one direction, and no module on itself."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MAY_IMPORT = {
    "errors": set[str](),
    "articles": {"errors"},
    "chunking": {"errors", "articles"},
    "models": {"errors", "articles", "chunking"},
    "search": {"errors", "articles", "chunking", "models"},
    "store": {"errors", "articles", "chunking", "models", "search"},
    "readers": {"errors", "articles", "chunking"},
}
"""Rooms from the ground up. Modules that stand beside them may import any, and each other."""


def _modules() -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / "index").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = _modules()


def _imported(path: Path) -> Iterator[str]:
    """Yield the modules of the index that a file names in an import, wherever it stands in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            named = [name if name in MODULES else node.module for name in inside]
            yield from (name for name in named if name in MODULES)


IMPORTS = {name: set(_imported(path)) for name, path in MODULES.items()}


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_the_rooms_are_those_that_are_named() -> None:
    folders = {path.name for path in (ROOT / "index").iterdir() if (path / "__init__.py").exists()}
    assert folders == MAY_IMPORT.keys() - {"errors"}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_from_rooms_below(room: str) -> None:
    mine = {name for name in MODULES if _room(name) == room}
    assert mine
    wrong = {
        f"{name} imports {other}"
        for name in mine
        for other in IMPORTS[name]
        if _room(other) not in {room, *MAY_IMPORT[room]}
    }
    assert not wrong


def test_no_module_depends_on_itself() -> None:
    # Imports inside functions and those for types alone count.
    try:
        TopologicalSorter(IMPORTS).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_what_searches_is_known_by_its_contract_alone() -> None:
    engines = {
        name
        for name in MODULES
        if name.startswith(("index.search.faiss", "index.search.tantivy"))
        or name in {"index.search.word_search", "index.search.bm25"}
    }
    assert len(engines) == 6
    for name, imported in IMPORTS.items():
        if _room(name) != "search":
            assert not imported & engines, name


def test_relative_imports_do_not_escape_these_tests() -> None:
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), name
