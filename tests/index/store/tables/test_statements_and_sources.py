"""What is kept beside articles: statements by the rules that found them, and stamps of files."""

from index.store.storage import Storage
from index.store.tables.sources import SourceStamp
from index.store.tables.statements import StoredStatement

STATEMENTS = [
    StoredStatement(speaker="Ann", start=0, end=4, kind="direct"),
    StoredStatement(
        speaker="人民", start=2**40, end=2**40 + 1, kind="indirect", speaker_span=(0, 2),
        cue_span=(3, 4),
    ),
]  # fmt: skip


def test_statements_come_back_in_order(storage: Storage) -> None:
    assert storage.statements.of(1, "rules-1") is None
    storage.statements.put(1, "rules-1", STATEMENTS)
    assert storage.statements.of(1, "rules-1") == STATEMENTS
    assert storage.statements.of(2, "rules-1") is None


def test_other_rules_have_not_looked_yet(storage: Storage) -> None:
    storage.statements.put(1, "rules-1", STATEMENTS)
    assert storage.statements.of(1, "rules-2") is None
    storage.statements.put(1, "rules-2", [])
    assert storage.statements.of(1, "rules-2") == []
    assert storage.statements.of(1, "rules-1") is None


def test_statements_go_with_their_article(storage: Storage) -> None:
    storage.statements.put(1, "rules-1", STATEMENTS)
    storage.articles.delete([1])
    assert storage.statements.of(1, "rules-1") is None
    assert not storage.database.select("SELECT 1 FROM statements", ())


def test_stamps_are_replaced_and_forgotten(storage: Storage) -> None:
    first, second = SourceStamp(3, 10**18, "2|c1"), SourceStamp(4, 10**18 + 1, "2|c1")
    storage.sources.put({"/a.txt": first, "/b.txt": first})
    storage.sources.put({"/b.txt": second})
    assert storage.sources.stamps() == {"/a.txt": first, "/b.txt": second}
    storage.sources.forget([1, 9])  # the article of /a.txt
    assert storage.sources.stamps() == {"/b.txt": second}
