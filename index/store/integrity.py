"""What is wrong with the database as a whole: quickly, and by reading all of it."""

from index.errors import IndexDamaged
from index.store.database import INT, TEXT
from index.store.storage import Storage

TABLES = (
    "migrations", "settings", "state", "articles", "passages", "vectors", "sources",
    "statement_sets", "statements", "judgements", "article_versions", "subscriptions",
    "fetches", "corrections", "near_copies", "near_copy_bands",
    "article_list", "removed_articles", "speaker_decisions",
    "article_speakers", "speaker_changes",
)  # fmt: skip


def damaged_articles(storage: Storage) -> list[str]:
    """Look quickly at all of it; return what is wrong with single articles.

    A light query of each table comes first; articles that were found damaged since the file was
    opened are read again.

    Raises:
        IndexDamaged: a table cannot be read, or something beside articles was found damaged since
            the file was opened.
    """
    for table in TABLES:
        storage.database.select(f"SELECT 1 FROM {table} NOT INDEXED LIMIT 1", (INT,))
    storage.counters.state()
    storage.settings.check()
    damaged = storage.articles.damaged()
    if storage.database.fault:
        raise IndexDamaged(storage.database.fault)
    return damaged


def integrity_problems(storage: Storage) -> list[str]:
    """Return what SQLite finds wrong with its own file, with references and counters in it."""
    database = storage.database
    try:
        found = [row[0] for row in database.select("PRAGMA integrity_check(20)", (TEXT,))]
        found = [text for text in found if text != "ok"]
        for table, row, other, _ in database.select("PRAGMA foreign_key_check", ()):
            found.append(f"table {table} row {row} refers to a missing {other}")
        found += storage.counters.behind()
        found += storage.settings.lost()
    except IndexDamaged as damage:
        return [str(damage)]
    return [f"{storage.path}: {text}" for text in found]
