"""Statements come from the index, and are found again when a rule or a table changes."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.articles.article import Article, ArticleInfo
from index.articles.statement import Statement
from index.collection import Index
from index.keeping.store import KEPT
from qa.cli.main import app
from qa.statements import stored
from qa.statements.finding import find_statements
from qa.statements.listing import Wish, list_in_index
from qa.statements.stored import KnownStatements, StatementFinder

ROOT = Path(__file__).resolve().parents[3]

TALK = "“The crane 🏗️ is unsafe,” harbour master Lena Fisk said on Friday."
REPLY = "Mayor Ole Dahl denied that the crane was unsafe."


class Counting(StatementFinder):
    """Finds statements, and counts the articles it reads."""

    def __init__(self) -> None:
        self.read = 0

    def annotate(self, article: Article) -> list[Statement]:
        self.read += 1
        return super().annotate(article)


def _articles() -> list[Article]:
    return [
        Article(info=ArticleInfo(id="reply", title="Reply", date="2021-03-02"), text=REPLY),
        Article(info=ArticleInfo(id="talk", title="Talk", date="2020-05-01"), text=TALK),
        Article(info=ArticleInfo(id="undated", title="Undated"), text=TALK),
    ]


@pytest.fixture
def index(tmp_path: Path, sample_index: Index) -> "Index":
    """An index of three articles, whose statements are stored."""
    made = Index.open(
        tmp_path / "index",
        create=True,
        embedder=sample_index.embedder,
        annotator=StatementFinder(),
    )
    made.add_articles(_articles())
    return made


def test_every_module_that_finds_statements_is_of_the_fingerprint() -> None:
    """Fails when finding begins to use a module that `RULES` does not name: name it there."""
    program = (
        "import sys; from qa.statements.finding import find_statements; "
        "find_statements('“No,” said Ann Lee. She said it was late.'); "
        "print(*sorted(m for m in sys.modules if m.split('.')[0] in ('qa', 'index')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    # What an article is, its content hash covers; what is kept changes nothing that is found.
    covered = (*stored.RULES, "index.articles", "index.errors", "index.keeping")
    packages = {module.rpartition(".")[0] for module in done.stdout.split()}
    assert not [
        module
        for module in done.stdout.split()
        if module not in packages
        and not any(module == one or module.startswith(f"{one}.") for one in covered)
    ]


def test_the_fingerprint_changes_with_a_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "rules_of_test"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "verbs.py").write_text("VERBS = ['say']\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(stored, "RULES", ("rules_of_test.verbs",))
    seen = []
    for verbs in ("['say']", "['say', 'deny']", "['say']"):
        (package / "verbs.py").write_text(f"VERBS = {verbs}\n")
        stored.sources_digest.cache_clear()
        seen.append(StatementFinder().fingerprint)
    monkeypatch.undo()
    stored.sources_digest.cache_clear()
    assert seen[0] == seen[2] != seen[1]


def test_what_is_stored_is_what_is_found(index: Index) -> None:
    finder = Counting()
    known = KnownStatements(index.annotations(finder))
    found = known.of(_articles())
    assert [(a.id, s) for a, s in found] == [
        (a.id, s) for a in _articles() for s in find_statements(a.text)
    ]
    assert finder.read == 0


def test_what_was_looked_up_is_kept(tmp_path: Path, sample_index: Index) -> None:
    KEPT.clear()
    finder = Counting()
    known = KnownStatements(sample_index.annotations(finder))
    strange = Article(info=ArticleInfo(id="in-no-index"), text=TALK)
    for _ in range(3):
        assert [s.speaker for _, s in known.of([strange])] == ["Lena Fisk"]
    assert finder.read == 1
    changed = Article(info=ArticleInfo(id="in-no-index"), text=REPLY)
    assert [s.speaker for _, s in known.of([changed])] == ["Ole Dahl"]
    assert known.of([]) == []


def _articles_of(rows: Sequence[dict[str, object]]) -> list[object]:
    return list(dict.fromkeys(row["article"] for row in rows))


def test_the_oldest_come_first_with_their_dates(index: Index) -> None:
    listing = list_in_index(index, Wish())
    assert _articles_of(listing.rows) == ["talk", "reply", "undated"]
    assert [row["date"] for row in listing.rows] == ["2020-05-01", "2021-03-02", None]
    texts = {article.id: article.text for article in _articles()}
    for row in listing.rows:
        assert row["text"] == texts[str(row["article"])][row["start"] : row["end"]]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("wish", "articles", "searched", "speakers"),
    [
        (Wish(speaker="Fisk"), ["talk", "undated"], 3, ["Lena Fisk"]),
        (Wish(speaker="Nobody"), [], 3, []),
        (Wish(about="unsafe", before="2020"), ["talk"], 1, ["Lena Fisk"]),
        (Wish(about="volcano"), [], 3, ["Lena Fisk", "Ole Dahl"]),
        (Wish(after="2021"), ["reply"], 1, ["Ole Dahl"]),
        (Wish(article="undated", speaker="Lena Fisk"), ["undated"], 1, ["Lena Fisk"]),
    ],
)
def test_a_listing_says_what_was_searched(
    index: Index, wish: Wish, articles: list[str], searched: int, speakers: list[str]
) -> None:
    listing = list_in_index(index, wish)
    assert _articles_of(listing.rows) == articles
    assert listing.to_json()["searched"] == {"articles": searched, "speakers": speakers}


def test_an_index_without_statements_gives_the_same_listing(
    index: Index, tmp_path: Path, sample_index: Index
) -> None:
    with Index.open(tmp_path / "bare", create=True, embedder=sample_index.embedder) as bare:
        bare.add_articles(_articles())
        for _ in range(2):  # found now, then read
            assert list_in_index(bare, Wish()) == list_in_index(index, Wish())
        assert bare.annotations(StatementFinder()).unread() == []


def test_the_command_prints_one_document(index: Index) -> None:
    index.close()
    done = CliRunner().invoke(
        app, ["statements", "--index", str(index.folder), "--about", "crane", "--json"]
    )
    document = json.loads(done.stdout)
    assert list(document) == ["statements", "searched"]
    assert document["searched"]["articles"] == 3
    assert [row["speaker"] for row in document["statements"]] == [
        "Lena Fisk", "Ole Dahl", "Lena Fisk",
    ]  # fmt: skip
    empty = CliRunner().invoke(
        app, ["statements", "--index", str(index.folder), "--speaker", "Nobody", "--json"]
    )
    assert json.loads(empty.stdout)["statements"] == []
    wrong = CliRunner().invoke(app, ["statements", "--after", "soon"])
    assert wrong.exit_code == 2
