"""The tree is the architecture: the direction of imports, one door for each heavy package."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# package -> the only modules that may import it
DOORS = {
    "faiss": {"index/search/faiss_segments.py"},
    "tantivy": {"index/search/tantivy_index.py"},
    "sqlite3": {
        "index/store/database.py",
        "index/store/migrations.py",
        "index/store/read_only.py",
        "index/store/sqlite_errors.py",
        "qa/evaluation/sets/feedback.py",
        "qa/web/access/store.py",
    },
    "onnxruntime": {"index/models/engine.py"},
    "sentence_transformers": {"index/models/torch_models.py"},
    "trafilatura": {"index/readers/html.py"},
    "rich": {"qa/cli/terminal.py", "qa/cli/main.py"},
    "gradio": {"qa/web/chat/chat.py"},
    "argon2": {"qa/web/access/passwords.py"},
    "authlib": {"qa/web/access/oidc.py"},
    "joserfc": {"qa/web/access/oidc.py"},
    "httpx2": {"qa/web/access/oidc.py"},
}
HEAVY = ("torch", "transformers", "sentence_transformers", "faiss", "tantivy", "onnxruntime",
         "gradio", "fastapi", "trafilatura", "pandas", "numpy")  # fmt: skip


def _modules() -> Iterator[Path]:
    for package in ("index", "qa"):
        yield from sorted((ROOT / package).rglob("*.py"))


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    return names


def test_index_knows_nothing_of_questions() -> None:
    for path in sorted((ROOT / "index").rglob("*.py")):
        wrong = {n for n in _imports(path) if n.split(".")[0] in {"qa", "app"}}
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_answers_know_nothing_of_web_and_command_line() -> None:
    for path in sorted((ROOT / "qa").rglob("*.py")):
        relative = path.relative_to(ROOT).as_posix()
        if relative.startswith(("qa/web/", "qa/cli/")):
            continue
        wrong = {n for n in _imports(path) if n.startswith(("qa.web", "qa.cli", "app"))}
        assert not wrong, f"{relative} imports {wrong}"


def test_nothing_shipped_imports_training() -> None:
    for path in _modules():
        relative = path.relative_to(ROOT).as_posix()
        if not relative.startswith("qa/training/"):
            assert not {n for n in _imports(path) if n.startswith("qa.training")}, relative


@pytest.mark.parametrize("package", sorted(DOORS))
def test_each_heavy_package_has_one_door(package: str) -> None:
    importers = {
        path.relative_to(ROOT).as_posix()
        for path in _modules()
        if package in {n.split(".")[0] for n in _imports(path)}
    }
    training = {name for name in importers if name.startswith("qa/training/")}
    assert importers - training <= DOORS[package]


@pytest.mark.parametrize(
    "statement",
    ["import index", "import qa", "import qa.cli.main", "from qa import answers, reading"],
)
def test_importing_the_packages_loads_nothing_heavy(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint(*sorted(set(sys.modules) & {set(HEAVY)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == []
