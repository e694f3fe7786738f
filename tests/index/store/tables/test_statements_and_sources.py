"""What is kept beside articles: statements by the rules that found them, and stamps of files."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.statement import Statement, StatementKind
from index.store.schema.migrating import migrate
from index.store.schema.migrations import MIGRATIONS
from index.store.storage import Storage
from index.store.tables.sources import SourceStamp
from index.store.tables.statements import StatementSet

STATEMENTS = (
    Statement(start=0, end=4, kind=StatementKind.DIRECT, speaker="Ann"),
    Statement(
        start=2**40,
        end=2**40 + 1,
        kind=StatementKind.INDIRECT,
        speaker="人民",
        speaker_mention=(0, 2),
        cue=(3, 4),
        doubtful=True,
    ),
    Statement(start=5, end=6, kind=StatementKind.MIXED),
)


def _put(storage: Storage, name: str, rules: str, statements: tuple[Statement, ...]) -> None:
    (article,) = (storage.articles.at([storage.articles.row_of(name) or 0])).values()
    with storage.writing():
        storage.statements.put(rules, {name: StatementSet(article.content_hash, statements)})


def test_statements_come_back_in_order_as_they_were(storage: Storage) -> None:
    _put(storage, "b", "rules-1", STATEMENTS)
    found = storage.statements.sets("rules-1")
    assert list(found) == ["b"]
    assert (found["b"].row, found["b"].statements) == (1, STATEMENTS)
    assert found["b"].content_hash == storage.articles.at([1])[1].content_hash


def test_other_rules_have_not_read_yet(storage: Storage) -> None:
    _put(storage, "b", "rules-1", STATEMENTS)
    assert storage.statements.unread("rules-1") == [(2, "a")]
    assert storage.statements.sets("rules-2") == {}
    _put(storage, "b", "rules-2", ())
    assert storage.statements.sets("rules-2")["b"].statements == ()
    assert storage.statements.sets("rules-1") == {}
    assert storage.statements.speakers("rules-2") == []


def test_some_articles_and_speakers(storage: Storage) -> None:
    _put(storage, "b", "rules-1", STATEMENTS)
    _put(storage, "a", "rules-1", STATEMENTS[:1])
    table = storage.statements
    assert table.speakers("rules-1") == ["Ann", "人民"]
    assert list(table.sets("rules-1", articles=["a", "c"])) == ["a"]
    chosen = table.sets("rules-1", speakers=["人民"])
    assert {name: one.statements for name, one in chosen.items()} == {"b": STATEMENTS[1:2]}
    assert (
        table.sets("rules-1", speakers=["Ann"], articles=["b"])["b"].statements == (STATEMENTS[:1])
    )
    assert table.sets("rules-1", speakers=[]) == {}


def test_statements_of_another_text_are_not_stored(storage: Storage) -> None:
    with storage.writing():
        storage.statements.put(
            "rules-1", {"b": StatementSet("0" * 64, STATEMENTS), "gone": StatementSet("", ())}
        )
    assert storage.statements.sets("rules-1") == {}


def test_statements_go_with_their_article(storage: Storage) -> None:
    _put(storage, "b", "rules-1", STATEMENTS)
    storage.articles.delete([1])
    assert storage.statements.sets("rules-1") == {}
    assert not storage.database.select("SELECT 1 FROM statements", ())


def test_offsets_outside_the_text_are_known(storage: Storage) -> None:
    _put(storage, "b", "rules-1", STATEMENTS)
    _put(storage, "a", "rules-1", STATEMENTS[:1])
    assert storage.statements.wrong() == ["b"]
    storage.statements.drop(["b"])
    assert storage.statements.wrong() == []
    assert list(storage.statements.sets("rules-1")) == ["a"]


_SPANS = st.tuples(st.integers(0, 2**31), st.integers(0, 2**31))
_ANY = st.builds(
    Statement,
    start=st.integers(0, 2**40),
    end=st.integers(0, 2**40),
    kind=st.sampled_from(StatementKind),
    speaker=st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    speaker_mention=st.none() | _SPANS,
    cue=st.none() | _SPANS,
    doubtful=st.booleans(),
)


@pytest.fixture(scope="module")
def one_article(tmp_path_factory: pytest.TempPathFactory) -> Storage:
    """A storage with one article."""
    made = Storage(tmp_path_factory.mktemp("statements"))
    with made.writing():
        article = Article(info=ArticleInfo(id="b"), text="x")
        made.articles.insert(1, article, "/b.txt", "c1")
    return made


@given(st.lists(_ANY, max_size=5).map(tuple))
def test_any_statements_come_back(one_article: Storage, found: tuple[Statement, ...]) -> None:
    _put(one_article, "b", "rules", found)
    assert one_article.statements.sets("rules")["b"].statements == found


def test_the_schema_before_gives_up_its_statements_and_keeps_its_articles(tmp_path: Path) -> None:
    number = next(
        at for at, one in enumerate(MIGRATIONS) if one.__name__ == "_statements_by_speaker"
    )
    connection = sqlite3.connect(tmp_path / "articles.sqlite", isolation_level=None)
    for change in MIGRATIONS[:number]:
        change(connection)
    connection.execute("CREATE TABLE migrations (number INTEGER, name TEXT, applied TEXT)")
    connection.executemany(
        "INSERT INTO migrations VALUES (?, 'x', 'x')", [(at + 1,) for at in range(number)]
    )
    connection.execute(
        "INSERT INTO articles VALUES (1, 'b', '/b.txt', 'h', 'c1', NULL, NULL, NULL, NULL, NULL, "
        "NULL, '[]', 'Ann: No.')"
    )
    connection.execute("INSERT INTO statement_sets VALUES (1, 'rules-0')")
    connection.execute(
        "INSERT INTO statements VALUES (1, 0, 'Ann', 0, 3, NULL, NULL, 5, 8, 'direct')"
    )
    migrate(connection, str(tmp_path))
    assert connection.execute("SELECT id, text FROM articles").fetchall() == [("b", "Ann: No.")]
    assert connection.execute("SELECT count(*) FROM statement_sets").fetchone() == (0,)
    columns = {row[1]: row[3] for row in connection.execute("PRAGMA table_info(statements)")}
    assert columns["doubtful"] == 1  # NOT NULL
    assert columns["speaker"] == 0
    connection.close()


def test_stamps_are_replaced_and_forgotten(storage: Storage) -> None:
    first, second = SourceStamp(3, 10**18, "2|c1"), SourceStamp(4, 10**18 + 1, "2|c1")
    storage.sources.put({"/a.txt": first, "/b.txt": first})
    storage.sources.put({"/b.txt": second})
    assert [storage.sources.stamp(key) for key in ("/a.txt", "/b.txt")] == [first, second]
    storage.sources.forget([1, 9])  # the article of /a.txt
    assert [storage.sources.stamp(key) for key in ("/a.txt", "/b.txt")] == [None, second]
