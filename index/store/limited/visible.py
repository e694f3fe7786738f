"""What a connection sees that is limited to some collections: everything else is not there.

Each table is hidden behind a view of the same name in the connection's own, temporary schema, which
SQLite looks at first. So every statement of every table sees only what may be seen, and none can
forget to ask. A table that nobody decided on is empty.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.store.connections.connection import Connection

_CHOSEN = (
    "memberships.collection IN "
    "(SELECT number FROM main.collections WHERE name IN (SELECT name FROM temp.seen_collections))"
)
_BY_ROW = (
    "EXISTS (SELECT 1 FROM main.memberships "
    f"WHERE memberships.article = {{table}}.{{column}} AND {_CHOSEN})"
)
_BY_IDENTIFIER = (
    "EXISTS (SELECT 1 FROM main.articles JOIN main.memberships "
    f"ON memberships.article = articles.row WHERE articles.id = {{table}}.article AND {_CHOSEN})"
)


_RESTS_ON_WHAT_IS_SEEN = (
    "rests_on <> '[]' AND NOT EXISTS (SELECT 1 FROM "
    # What cannot be read rests on what nobody sees.
    "json_each(CASE WHEN json_valid(rests_on) THEN rests_on ELSE '[null]' END) AS one "
    "WHERE NOT EXISTS (SELECT 1 FROM main.articles JOIN main.memberships "
    f"ON memberships.article = articles.row WHERE articles.id = one.value AND {_CHOSEN}))"
)


def _by_row(table: str, column: str = "article") -> str:
    return _BY_ROW.format(table=table, column=column)


def _by_identifier(table: str) -> str:
    return _BY_IDENTIFIER.format(table=table)


_EVERYTHING, _NOTHING = "1", "0"

CONDITIONS: Final[Mapping[str, str]] = {
    "articles": _by_row("articles", "row"),
    "passages": _by_row("passages"),
    "vectors": _by_row("vectors"),
    "statement_sets": _by_row("statement_sets"),
    "statements": _by_row("statements"),
    "article_speakers": _by_row("article_speakers"),
    "article_details": _by_row("article_details"),
    "article_list": _by_row("article_list"),
    "article_categories": _by_row("article_categories"),
    "near_copies": _by_row("near_copies"),
    "near_copy_bands": _by_row("near_copy_bands"),
    "judgements": _by_identifier("judgements"),
    "article_versions": _by_identifier("article_versions"),
    "corrections": _by_identifier("corrections"),
    "collections": "collections.name IN (SELECT name FROM temp.seen_collections)",
    "memberships": _CHOSEN,
    # Of the index as a whole: the model, how texts are cut, what was measured; counters.
    "settings": _EVERYTHING,
    "state": _EVERYTHING,
    "migrations": _EVERYTHING,
    # Numbers of rows, of what was hidden meanwhile as well: they are looked up, and shown nowhere.
    "speaker_changes": _EVERYTHING,
    # Taken back where one of the articles is hidden or gone: it may name somebody of that one.
    "speaker_decisions": _RESTS_ON_WHAT_IS_SEEN,
    # Of those who write.
    "past_memberships": _NOTHING,
    "removed_articles": _NOTHING,
    "sources": _NOTHING,
    "subscriptions": _NOTHING,
    "fetches": _NOTHING,
}
"""Which rows of each table may be seen, as SQL of its own columns."""


def hiding(tables: list[str]) -> list[str]:
    """Return the statements that hide these tables; `temp.seen_collections` must be there."""
    return [
        f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} "
        f"WHERE {CONDITIONS.get(table, _NOTHING)}"
        for table in tables
        if not table.startswith("sqlite_")
    ]


def limit(connection: "Connection", seen: frozenset[str]) -> None:
    """Have a connection see what is in these collections, and write nothing."""
    connection.execute("CREATE TEMP TABLE seen_collections (name TEXT PRIMARY KEY) STRICT")
    connection.executemany("INSERT INTO seen_collections VALUES (?)", ((one,) for one in seen))
    tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
    for statement in hiding([name for (name,) in tables.fetchall()]):
        connection.execute(statement)
    connection.execute("PRAGMA query_only=ON")
