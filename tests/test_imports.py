"""The tree is the architecture: rooms in their order, no circles, one wrapper a heavy package."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# A room (a package with all in it, or one module) imports from rooms above it only. Rooms of one
# line may import each other. A room that is part of another one is named before the whole.
ORDER: tuple[tuple[str, ...], ...] = (
    ("index.errors",),
    ("index.keeping",),
    ("index.articles",),
    ("index.language",),
    ("index.chunking",),
    ("index.readers",),  # above the store, of which readers know nothing
    ("index.models",),
    ("index.store.files.synced_files",),  # how anything is written
    ("index.search",),
    ("index.store",),
    ("index.remote",),
    ("index.shingles",),
    (
        "index.retrieval",
        "index.salvage",
        "index.annotations",
        "index.judgements",
        "index.near_copies",
        "index.hits",
        "index.subscriptions",
        "index.versions",
    ),
    ("index.correcting", "index.correction_sheets", "index.kept_vectors"),
    ("index.indexing",),
    ("index.cluster",),
    ("index.details",),
    ("index.library",),
    ("index.verification",),
    ("index.opened",),
    ("index.collection",),
    ("index",),
    ("qa.language",),
    ("qa.text",),
    ("qa.answers", "qa.citations"),  # values; reading and statements use them
    ("qa.people",),
    ("qa.questions",),
    ("qa.reading",),
    ("qa.statements",),
    ("qa.speakers",),
    ("qa.checking",),
    ("qa.gaps",),
    ("qa.evidence",),
    ("qa.quotes.corrections", "qa.quotes.list_items", "qa.quotes.neighbours"),
    ("qa.wording",),
    ("qa.citing",),
    ("qa.sides",),
    ("qa.composing", "qa.rewriting", "qa.metadata_answers", "qa.inquiry", "qa.small_talk"),
    ("qa.limiting",),
    ("qa.quotes.quoting",),
    ("qa.quotes.together",),
    ("qa.quotes.choosing", "qa.fitting", "qa.interpreting"),
    ("qa.finding",),
    ("qa.confirmed",),
    ("qa.learning",),
    ("qa.assistant",),
    ("qa.opening",),
    ("qa.kept_answers",),
    ("qa.mcp_server",),
    ("qa",),
    ("qa.evaluation.metrics",),
    ("qa.evaluation.sets",),
    ("qa.evaluation.runs",),
    ("qa.evaluation.report",),
    ("qa.evaluation",),
    ("qa.training",),
    (
        "qa.web.visitors",
        "qa.web.roles",
        "qa.web.databases",
        "qa.web.logs",
        "qa.web.metrics",
        "qa.web.environment",
        "qa.web.version",
    ),
    ("qa.web.access.policy", "qa.web.requests.addresses"),  # values of the settings
    ("qa.web.settings",),
    ("qa.web.pages",),
    ("qa.web.requests",),
    ("qa.web.answering",),
    ("qa.web.workers",),
    ("qa.web.widget",),
    ("qa.web.quotes",),
    ("qa.web.access",),
    ("qa.web.api",),
    ("qa.web.sharing.addresses",),
    ("qa.web.chat",),
    ("qa.web.conversations", "qa.web.sharing"),
    ("qa.web.exporting",),
    ("qa.web.manage",),
    ("qa.web.evaluate",),
    ("qa.web.gaps",),
    ("qa.web.checking",),
    ("qa.web.speakers",),
    ("qa.web.sides",),
    ("qa.web.warming",),
    ("qa.web.server",),
    ("qa.web.serving",),
    ("qa.web",),
    ("qa.cli",),
    ("app",),
)

# Imports against the order that are there still: (from, to), each with what will mend it.
AGAINST_THE_ORDER: set[tuple[str, str]] = set()

# package -> the only modules outside of training that may import it
WRAPPERS = {
    "PIL": {"index/readers/pdf/picture.py"},
    "argon2": {"qa/web/access/passwords.py"},
    "authlib": {"qa/web/access/oidc.py"},
    "charset_normalizer": {"index/readers/encoding.py"},
    "citeproc": {"qa/citing/styles.py"},
    "cryptography": {"qa/web/sharing/sealing.py"},
    "docx": {"qa/web/exporting/word.py"},
    "docutils": {"index/readers/restructured_text.py"},
    "faiss": {"index/search/faiss_segments.py", "index/search/segments/codes.py"},
    "fasttext": {"index/language/detection.py"},
    "gradio": {"qa/web/chat/gradio_chat.py"},
    "httpx": {"index/readers/fetch/fetching.py", "index/readers/fetch/pinned_transport.py"},
    "httpx2": {"qa/web/access/oidc.py"},
    "ir_measures": {"qa/evaluation/metrics/retrieval_metrics.py"},
    "joserfc": {"qa/web/access/oidc.py"},
    "markdown_it": {"index/readers/markdown.py"},
    "mcp": {"qa/mcp_server/server.py"},
    "olefile": {"index/readers/mail/outlook.py"},
    "onnx": {"index/models/encoder_graph.py"},
    "onnxruntime": {"index/models/engine.py"},
    "prometheus_client": {"qa/web/metrics.py"},
    "protego": {"index/readers/fetch/robots.py"},
    "pymilvus": {"index/search/milvus/package.py"},
    "pypdfium2": {"index/readers/pdf/pdfium.py"},
    "rapidocr": {"index/readers/pdf/ocr.py"},
    "rapidfuzz": {"qa/checking/aligning.py", "qa/checking/draft_check.py"},
    "ray": {"index/cluster/local_head.py", "index/cluster/ray_cluster.py"},
    "rensa": {"index/search/near_copies.py"},
    "reportlab": {"qa/web/exporting/pdf.py"},
    "rich": {"qa/cli/terminal.py"},
    "sentence_transformers": {"index/models/torch_models.py"},
    "socket": {
        "index/cluster/local_head.py",
        "index/cluster/ray_cluster.py",
        "index/readers/fetch/public_addresses.py",
        "qa/reading/selector/client.py",
        "qa/web/serving.py",
        "qa/web/settings.py",
        "qa/web/workers/worker.py",
    },
    "sqlite3": {
        "index/store/connections/connection.py",
        "index/store/database.py",
        "index/store/read_only.py",
        "index/store/schema/migrating.py",
        "index/store/schema/migrations.py",
        "index/store/sqlite_errors.py",
        "qa/evaluation/sets/feedback.py",
        "qa/web/access/store.py",
        "qa/web/databases.py",
    },
    "ssl": {"qa/reading/selector/client.py"},
    "tantivy": {
        "index/search/analysis.py",
        "index/search/tantivy_index.py",
        "index/search/words/queries.py",
    },
    "tokenizers": {"index/models/tokenizing.py"},
    "torch": {"index/models/torch_models.py", "qa/reading/torch_reader.py"},
    "trafilatura": {
        "index/readers/pages/metadata/inferred.py",
        "index/readers/pages/second_opinion.py",
    },
    "transformers": {"index/models/torch_models.py", "qa/reading/torch_reader.py"},
    "uvicorn": {"qa/web/serving.py", "qa/web/requests/connections.py"},
    "watchfiles": {"qa/cli/indexing.py"},
    "yaml": {"index/readers/matter/yaml_text.py"},
}
# package -> the only folder that may import it
WRAPPED_BY_FOLDER = {"fastapi": "qa/web/", "starlette": "qa/web/", "typer": "qa/cli/"}
HEAVY = ("torch", "transformers", "sentence_transformers", "faiss", "tantivy", "onnxruntime",
         "gradio", "fastapi", "trafilatura", "pandas", "numpy", "pymilvus", "grpc")  # fmt: skip

MOST_FILES = 15
# folder -> why it holds more
LARGE_FOLDERS = {
    "qa/web/static": "all are served under one address, /ui/NAME",
    "qa/web/static/chat": "modules of one page, served under /ui/chat/STAMP/NAME",
}


@lru_cache(maxsize=1)
def _modules() -> Mapping[str, Path]:
    """Return all modules of the product by name, and `app`."""
    paths = [path for top in ("index", "qa") for path in sorted((ROOT / top).rglob("*.py"))]
    names = (path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in paths)
    found = {name.removesuffix(".__init__"): path for name, path in zip(names, paths, strict=True)}
    return {**found, "app": ROOT / "app.py"}


def _nodes(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield every import, those inside functions too, but not those for type checkers alone."""
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
        for child in node.orelse:
            yield from _nodes(child)
        return
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _nodes(child)


@cache
def _import_nodes(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """Return the imports of a file, which is parsed once for all tests."""
    return tuple(_nodes(ast.parse(path.read_text("utf-8"))))


@cache
def _imports(path: Path) -> frozenset[str]:
    """Return the dotted names that a file imports: of `from a import b` both a and a.b."""
    names: set[str] = set()
    for node in _import_nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        else:
            assert node.level == 0, f"{path} imports by a relative name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
            names.add(str(node.module))
    return frozenset(names)


@lru_cache(maxsize=1)
def _graph() -> Mapping[str, frozenset[str]]:
    """Return which modules each module imports. A package itself is meant only where it is named.

    `from a import b` imports the module a.b where there is one, and else something of a.
    """
    modules = _modules()

    def imported(path: Path) -> Iterator[str]:
        for node in _import_nodes(path):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            else:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    yield inner if inner in modules else str(node.module)

    return {
        name: frozenset(one for one in imported(path) if one in modules and one != name)
        for name, path in modules.items()
    }


def _tier(module: str) -> int:
    """Return the place in ORDER of the narrowest room that holds `module`."""
    places = {room: place for place, rooms in enumerate(ORDER) for room in rooms}
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        room = ".".join(parts[:length])
        if room in places and (length == len(parts) or room not in {"index", "qa"}):
            return places[room]
    raise AssertionError(f"{module} is in no room of ORDER; say there where it belongs")


def _circles(graph: Mapping[str, frozenset[str]]) -> set[frozenset[str]]:
    """Return the sets of modules that reach each other (Tarjan's algorithm)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: set[frozenset[str]] = set()

    def visit(module: str) -> None:
        number[module] = low[module] = len(number)
        stack.append(module)
        for other in graph[module]:
            if other not in number:
                visit(other)
            if other in stack:
                low[module] = min(low[module], low[other])
        if low[module] == number[module]:
            at = stack.index(module)
            found.add(frozenset(stack[at:]))
            del stack[at:]

    for module in graph:
        if module not in number:
            visit(module)
    return {circle for circle in found if len(circle) > 1}


def test_rooms_import_only_from_rooms_above_them() -> None:
    wrong = {
        (module, other)
        for module, others in _graph().items()
        for other in others
        if _tier(other) > _tier(module)
    }
    assert wrong - AGAINST_THE_ORDER == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert _circles(_graph()) == set()


def test_a_circle_is_found() -> None:
    graph = {name: frozenset(to) for name, to in {"a": "b", "b": "cd", "c": "a", "d": ""}.items()}
    assert _circles(graph) == {frozenset("abc")}


def test_stores_of_vectors_and_words_are_known_by_their_contracts_alone() -> None:
    behind = {
        "index.search.analysis",
        "index.search.bm25",
        "index.search.faiss_segments",
        "index.search.faiss_store",
        "index.search.milvus.stamp",
        "index.search.segments.beside",
        "index.search.segments.codes",
        "index.search.segments.layout",
        "index.search.segments.limits",
        "index.search.segments.mapped",
        "index.search.segments.merging",
        "index.search.segments.nearest",
        "index.search.segments.positioned",
        "index.search.segments.products",
        "index.search.tantivy_index",
        "index.search.tantivy_store",
        "index.search.word_search",
        "index.search.words.chosen",
        "index.search.words.files",
        "index.search.words.finding",
        "index.search.words.frequencies",
        "index.search.words.kept",
        "index.search.words.numbers.numbered",
        "index.search.words.numbers.postings",
        "index.search.words.numbers.term_file",
        "index.search.words.numbers.term_files",
        "index.search.words.queries",
        "index.search.words.rare",
        "index.search.words.whole",
    }
    assert behind <= _graph().keys()
    for name, others in _graph().items():
        if not name.startswith("index.search."):
            assert not others & behind, name


def test_nothing_shipped_imports_training() -> None:
    for name, others in _graph().items():
        if not name.startswith("qa.training"):
            assert not {one for one in others if one.startswith("qa.training")}, name


def _importers(package: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in _modules().values()
        if package in {name.split(".")[0] for name in _imports(path)}
    }


@pytest.mark.parametrize("package", sorted(WRAPPERS))
def test_each_heavy_package_has_one_wrapper(package: str) -> None:
    importers = {name for name in _importers(package) if not name.startswith("qa/training/")}
    assert importers == WRAPPERS[package]


@pytest.mark.parametrize("package", sorted(WRAPPED_BY_FOLDER))
def test_http_and_command_line_stay_in_their_rooms(package: str) -> None:
    folder = WRAPPED_BY_FOLDER[package]
    assert {name for name in _importers(package) if not name.startswith(folder)} == set()


def test_words_of_a_language_are_reached_through_its_tables() -> None:
    importers = {
        path.relative_to(ROOT).as_posix()
        for path in _modules().values()
        if any(name.startswith("qa.language.en") for name in _imports(path))
    }
    assert {one for one in importers if not one.startswith("qa/language/en/")} == {
        "qa/language/tables.py"
    }


def test_no_folder_holds_too_many_files() -> None:
    """`__init__.py`, which says what a folder holds, is not counted."""
    for top in ("index", "qa", "tests"):
        for folder in (ROOT / top, *(ROOT / top).rglob("*")):
            name = folder.relative_to(ROOT).as_posix()
            if not folder.is_dir() or folder.name == "__pycache__" or name in LARGE_FOLDERS:
                continue
            files = [one for one in folder.iterdir() if one.is_file() and one.name[0] not in "._"]
            assert len(files) <= MOST_FILES, f"{name} holds {len(files)} files"


def test_every_package_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    files = [path for top in ("index", "qa") for path in (ROOT / top).rglob("__init__.py")]
    there = sorted(".".join(path.parent.relative_to(ROOT).parts) for path in files)
    assert project["tool"]["setuptools"]["packages"] == there


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
