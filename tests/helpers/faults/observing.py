"""What an index holds and finds, in a form in which two are compared.

Numbers of rows and times are left out: they may differ between one that was interrupted and one
that was not.
"""

import contextlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from index.articles.passages import Filters
from index.collection import Index

Truth: TypeAlias = dict[str, list[str]]
"""Rows by table, each as one text, in order."""

Records: TypeAlias = dict[str, tuple[str, ...]]
"""Of each article what is stored together with it."""

_TOGETHER = ("articles", "article_details", "passages", "vectors", "memberships", "corrections")
_UNTOLD = ("migrations", "state", "near_copy_bands", "past_memberships", "collections",
           "speaker_changes")  # fmt: skip
_NO_MATTER = {
    "articles": {"row"},
    "passages": {"row"},
    "collections": {"number"},
    "article_versions": {"number", "replaced_at"},
    "removed_articles": {"number", "removal", "removed_at"},
    "judgements": {"number"},
    "corrections": {"at"},
    "near_copies": {"family"},
}
_OF_NO_OTHER = ("index_id", "read_up_to")

_QUERIES = ("ferry ice", "the mayor of the storm", "version 1 of a04", "grain wheat", "single 13")


def truth(folder: Path) -> Truth:
    """Return all that the database holds, whatever its rows are called."""
    with contextlib.closing(sqlite3.connect(folder / "articles.sqlite")) as connection:
        names = dict(connection.execute("SELECT row, id FROM articles"))
        collections = dict(connection.execute("SELECT number, name FROM collections"))
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        return {
            table: sorted(_rows(connection, table, names, collections))
            for (table,) in tables.fetchall()
            if table not in _UNTOLD
        }


def _rows(
    connection: sqlite3.Connection, table: str, names: dict[int, str], collections: dict[int, str]
) -> Iterable[str]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    for row in connection.execute(f"SELECT * FROM {table}"):
        told: dict[str, Any] = dict(zip(columns, row, strict=True))
        if table == "settings" and told["name"] in _OF_NO_OTHER:
            continue
        if isinstance(told.get("article"), int):
            told["article"] = names.get(told["article"], "of no article")
        if table == "memberships":
            told["collection"] = collections.get(told["collection"], "of no collection")
        first = told.pop("article", None) or told.get("id")
        left = {key: one for key, one in told.items() if key not in _NO_MATTER.get(table, ())}
        yield f"{first}|{left}"


def records(told: Truth) -> Records:
    """Return what is stored in one transaction with each article."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in _TOGETHER:
        for row in told[table]:
            found[row.partition("|")[0]].append(f"{table}: {row}")
    there = {row.partition("|")[0] for row in told["articles"]}
    return {name: tuple(rows) for name, rows in found.items() if name in there}


def found(index: Index) -> list[object]:
    """Return what is found in an index, with scores."""
    told: list[object] = [[_hit(hit) for hit in index.search(one, 12)] for one in _QUERIES]
    for name in sorted(index.collections.names()):
        only = Filters(collections=frozenset([name]))
        told.append([name, *(_hit(hit) for hit in index.search("ferry harbour", 50, only))])
    told.append([(one, [copy.id for copy in index.copies(one)]) for one in index.article_ids()])
    places = index.phrases.near([["This is version 1 of a04"], ["version 0 of b00"]], 3)
    rows = {row: info.id for row, info in index._storage.articles.infos()}
    whole = [[one for one in some if one.share > 0.999] for some in places]
    told.append([[(rows[one.row], one.start) for one in some] for some in whole])
    told.append(sorted(_statements(index)))
    return told


def _hit(hit: Any) -> tuple[object, ...]:  # noqa: ANN401 - any hit
    return (hit.article.id, hit.passage.start, hit.passage.end, hit.text, hit.score)


def _statements(index: Index) -> Iterable[str]:
    from wordcounts import Lines

    for one in index.annotations(Lines()).stored():
        yield f"{one.name} {one.statements}"


def unsound(index: Index) -> list[str]:
    """Return what is wrong with an index that was broken off, by whatever can be asked of it."""
    problems = []
    ids = index.article_ids()
    for name in ids:
        article = index.article(name)
        spans = [(one.start, one.end) for one in index.passages_of(name)]
        edges = [0, *(end for _, end in spans)]
        if spans != list(pairwise(edges)) or edges[-1] != len(article.text):
            problems.append(f"{name}: its passages do not partition its text")
    if ids:
        hits = index.search("article version", 10 * len(ids))
        seen = {hit.article.id for hit in hits} | {one for hit in hits for one in hit.also_in}
        if seen != set(ids):
            problems.append(f"{sorted(set(ids) ^ seen)} are not found, or not there")
        problems += [
            f"{hit.article.id}: not its words: {hit.text!r}"
            for hit in hits
            if index.article(hit.article.id).text[hit.passage.start : hit.passage.end] != hit.text
        ]
    return [*problems, *index.verify().problems]


def differences(name: str, wanted: object, got: object) -> list[str]:
    """Say where two differ, in few words."""
    if wanted == got:
        return []
    if isinstance(wanted, dict) and isinstance(got, dict):
        return [
            text
            for key in sorted({*wanted, *got})
            for text in differences(f"{name} {key}", wanted.get(key), got.get(key))
        ]
    if isinstance(wanted, list) and isinstance(got, list):
        missing = [str(one)[:300] for one in wanted if one not in got]
        more = [str(one)[:300] for one in got if one not in wanted]
        return [f"{name}: missing {missing[:3]}, more {more[:3]}"]
    return [f"{name}: {str(wanted)[:300]} became {str(got)[:300]}"]


def neither(before: Records, after: Records, got: Records) -> list[str]:
    """Say of which articles what is stored is neither as it was nor as it is to be."""
    return [
        f"{name}: stored is {got.get(name)}, neither {before.get(name)} nor {after.get(name)}"[:900]
        for name in sorted({*before, *after, *got})
        if got.get(name) not in (before.get(name), after.get(name))
    ]
