"""Numbered changes of the schema.

A change is never edited after a release: a new one is added to the end of `MIGRATIONS`.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable

from index.store.schema import library_tables, speaker_tables


def _articles_passages_vectors(connection: sqlite3.Connection) -> None:
    for statement in (
        """CREATE TABLE settings (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE state (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            generation INTEGER NOT NULL,
            last_article INTEGER NOT NULL,
            last_passage INTEGER NOT NULL
        ) STRICT""",
        "INSERT INTO state VALUES (1, 0, 0, 0)",
        # `text` and `headings` come last: listing articles then never reads their pages.
        """CREATE TABLE articles (
            row INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            source TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            chunking TEXT NOT NULL,
            title TEXT, author TEXT, date TEXT, publication TEXT, url TEXT, path TEXT,
            headings TEXT NOT NULL,
            text TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX articles_by_source ON articles (source)",
        """CREATE TABLE passages (
            row INTEGER PRIMARY KEY,
            article INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            heading TEXT NOT NULL,
            UNIQUE (article, number)
        ) STRICT""",
        """CREATE TABLE vectors (
            article INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
            sha256 BLOB NOT NULL,
            data BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE sources (
            key TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            reading TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE statement_sets (
            article INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
            fingerprint TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE statements (
            article INTEGER NOT NULL REFERENCES statement_sets (article) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            speaker TEXT NOT NULL,
            speaker_start INTEGER, speaker_end INTEGER,
            cue_start INTEGER, cue_end INTEGER,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            kind TEXT NOT NULL,
            PRIMARY KEY (article, position)
        ) STRICT, WITHOUT ROWID""",
    ):
        connection.execute(statement)


def _marks_of_articles(connection: sqlite3.Connection) -> None:
    # No row is touched: spans of headings are read as marks (`index.articles.codec`). Rewriting
    # every text would take long, and fail where one row is damaged.
    connection.execute("ALTER TABLE articles RENAME COLUMN headings TO marks")


def _statements_by_speaker(connection: sqlite3.Connection) -> None:
    # Nothing is lost: statements are found again from the texts.
    for statement in (
        "DELETE FROM statement_sets",
        "DROP TABLE statements",
        # `speaker` is NULL where nobody is named.
        """CREATE TABLE statements (
            article INTEGER NOT NULL REFERENCES statement_sets (article) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            speaker TEXT,
            speaker_start INTEGER, speaker_end INTEGER,
            cue_start INTEGER, cue_end INTEGER,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            kind TEXT NOT NULL,
            doubtful INTEGER NOT NULL CHECK (doubtful IN (0, 1)),
            PRIMARY KEY (article, position)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX statements_by_speaker ON statements (speaker)",
    ):
        connection.execute(statement)


def _judgements_of_editors(connection: sqlite3.Connection) -> None:
    # No reference to the article: what was said of it holds again when it comes back as it was.
    # Numbers are not used twice, so that taking one back never takes back another.
    connection.execute(
        """CREATE TABLE judgements (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL,
            asked TEXT NOT NULL,
            filters TEXT NOT NULL,
            article TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            is_right INTEGER NOT NULL CHECK (is_right IN (0, 1)),
            editor TEXT NOT NULL,
            at TEXT NOT NULL,
            UNIQUE (key, article, content_hash, start, "end", editor)
        ) STRICT"""
    )


def _languages_and_origins(connection: sqlite3.Connection) -> None:
    # A table of its own: columns added to `articles` would stand behind the text, and listing
    # articles would read through all of it.
    connection.execute(
        """CREATE TABLE article_details (
            article INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
            lang TEXT,
            origins TEXT NOT NULL
        ) STRICT"""
    )


def _versions_of_articles(connection: sqlite3.Connection) -> None:
    # No reference to the article's row, which changes with its text.
    connection.execute(
        """CREATE TABLE article_versions (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            article TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            text_hash TEXT NOT NULL,
            replaced_at TEXT NOT NULL,
            data BLOB NOT NULL,
            UNIQUE (article, content_hash)
        ) STRICT"""
    )


def _subscriptions_and_fetches(connection: sqlite3.Connection) -> None:
    for statement in (
        """CREATE TABLE subscriptions (
            url TEXT PRIMARY KEY,
            follow INTEGER NOT NULL CHECK (follow IN (0, 1)),
            added TEXT NOT NULL
        ) STRICT""",
        # `checked` and `due` are seconds since 1970.
        """CREATE TABLE fetches (
            url TEXT PRIMARY KEY,
            etag TEXT,
            modified TEXT,
            listed TEXT,
            reading TEXT NOT NULL,
            checked INTEGER NOT NULL,
            due INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            problem TEXT
        ) STRICT""",
    ):
        connection.execute(statement)


def _corrections_of_editors(connection: sqlite3.Connection) -> None:
    # No reference to the article: what was said of it holds again when it is read again.
    connection.execute(
        """CREATE TABLE corrections (
            article TEXT NOT NULL,
            field TEXT NOT NULL,
            value TEXT,
            read TEXT NOT NULL,
            editor TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (article, field)
        ) STRICT, WITHOUT ROWID"""
    )


def _near_copies(connection: sqlite3.Connection) -> None:
    _run(connection, library_tables.NEAR_COPIES)


def _run(connection: sqlite3.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(statement)


def _articles_as_listed(connection: sqlite3.Connection) -> None:
    # Rows are made when articles are listed or indexed next: one that is damaged must not be in
    # the way of all.
    _run(connection, library_tables.LISTING)


def _removed_articles(connection: sqlite3.Connection) -> None:
    _run(connection, library_tables.REMOVED)


def _categories_of_articles(connection: sqlite3.Connection) -> None:
    # Articles that are there have none until they are read again.
    _run(connection, library_tables.CATEGORIES)


def _decisions_on_speakers(connection: sqlite3.Connection) -> None:
    # Names and identifiers alone: what was decided holds again when an article is read again.
    # Numbers are not used twice, for the keys of parted speakers are made of them.
    connection.execute(
        """CREATE TABLE speaker_decisions (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            sort TEXT NOT NULL CHECK (sort IN ('same', 'apart')),
            key TEXT NOT NULL,
            name TEXT NOT NULL,
            other TEXT NOT NULL,
            other_name TEXT NOT NULL,
            spellings TEXT NOT NULL CHECK (json_valid(spellings)),
            articles TEXT NOT NULL CHECK (json_valid(articles)),
            editor TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT"""
    )


def _articles_by_details(connection: sqlite3.Connection) -> None:
    # Each holds all that filters ask for: what they let through is found without reading articles.
    for first, others in (
        ("author", "publication, date"),
        ("publication", "date, author"),
        ("date", "author, publication"),
    ):
        connection.execute(f"CREATE INDEX articles_by_{first} ON articles ({first}, {others})")


def _collections(connection: sqlite3.Connection) -> None:
    _run(connection, library_tables.COLLECTIONS)
    with contextlib.suppress(sqlite3.DatabaseError):  # damage is met again, and can be mended then
        _run(connection, library_tables.EARLIER_ARTICLES)


def _lists_in_order(connection: sqlite3.Connection) -> None:
    with contextlib.suppress(sqlite3.DatabaseError):  # damage is met again; lists are sorted then
        _run(connection, library_tables.LISTED_IN_ORDER)


def _articles_of_decisions(connection: sqlite3.Connection) -> None:
    # What those of before rest on is not known.
    connection.execute(
        "ALTER TABLE speaker_decisions ADD COLUMN rests_on TEXT NOT NULL DEFAULT '[]' "
        "CHECK (json_valid(rests_on))"
    )


def _speakers_of_articles(connection: sqlite3.Connection) -> None:
    # Rows are made at the next indexing, or when speakers are listed.
    _run(connection, speaker_tables.ARTICLE_SPEAKERS)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _articles_passages_vectors,
    _marks_of_articles,
    _statements_by_speaker,
    _judgements_of_editors,
    _languages_and_origins,
    _versions_of_articles,
    _subscriptions_and_fetches,
    _corrections_of_editors,
    _near_copies,
    _articles_as_listed,
    _removed_articles,
    _categories_of_articles,
    _decisions_on_speakers,
    _articles_by_details,
    _collections,
    _lists_in_order,
    _articles_of_decisions,
    _speakers_of_articles,
)
"""In order; the schema's version is how many have been applied."""
