"""Statements in the truth: who said what in each article, and by which rules it was found.

What is said of an article here always belongs to the text whose content hash goes with it: a set
of statements is stored only while the article still has that hash, and goes when the article goes.
"""

import itertools
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from index.articles.statement import KINDS, Statement
from index.store.database import ANY_INT, ANY_TEXT, INT, TEXT, Database

_COLUMNS = 'start, "end", kind, speaker, speaker_start, speaker_end, cue_start, cue_end, doubtful'
_KINDS = (
    INT, INT, INT, TEXT, ANY_TEXT, ANY_INT, ANY_INT, ANY_INT, ANY_INT, INT,
)  # fmt: skip
_PATIENCE_MS, _USUAL_MS = 500, 30_000


@dataclass(frozen=True, slots=True)
class StatementSet:
    """The statements of an article, in the order of their content.

    `content_hash` is that of the article they were found in; `row` its row number, once stored.
    """

    content_hash: str
    statements: tuple[Statement, ...]
    row: int = 0


class StatementTable:
    """The statements of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sets(
        self,
        fingerprint: str,
        *,
        articles: Collection[str] | None = None,
        speakers: Collection[str] | None = None,
    ) -> dict[str, StatementSet]:
        """Return what the rules of `fingerprint` found, by article.

        Articles that these rules have not read are absent. Call it within one generation.

        Args:
            fingerprint: of the rules.
            articles: identifiers; all articles when left out.
            speakers: only statements with one of these names, and articles that have such.
        """
        said = self._said(fingerprint, articles, speakers)
        where, values = ["fingerprint = ?"], [fingerprint]
        if speakers is not None:
            where.append("articles.row IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(said)))
        if articles is not None:
            where.append("id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(articles)))
        heads = self._database.select(
            "SELECT articles.row, id, content_hash FROM statement_sets "
            "JOIN articles ON articles.row = statement_sets.article "
            f"WHERE {' AND '.join(where)} ORDER BY articles.row",
            (INT, TEXT, TEXT),
            values,
        )
        return {name: StatementSet(digest, said.get(row, ()), row) for row, name, digest in heads}

    def _said(
        self,
        fingerprint: str,
        articles: Collection[str] | None,
        speakers: Collection[str] | None,
    ) -> dict[int, tuple[Statement, ...]]:
        where, values = ["fingerprint = ?"], [fingerprint]
        if articles is not None:
            where.append(
                "article IN (SELECT row FROM articles WHERE id IN (SELECT value FROM json_each(?)))"
            )
            values.append(json.dumps(sorted(articles)))
        if speakers is not None:
            where.append("speaker IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(speakers)))
        rows = self._database.select(
            f"SELECT article, {_COLUMNS} FROM statement_sets JOIN statements USING (article) "
            f"WHERE {' AND '.join(where)} ORDER BY article, position",
            _KINDS,
            values,
        )
        return {
            article: tuple(map(_statement, group))
            for article, group in itertools.groupby(rows, key=itemgetter(0))
        }

    def speakers(self, fingerprint: str) -> list[str]:
        """Return every name of a speaker that the rules of `fingerprint` found, in order."""
        rows = self._database.select(
            "SELECT DISTINCT speaker FROM statements JOIN statement_sets USING (article) "
            "WHERE fingerprint = ? AND speaker IS NOT NULL ORDER BY speaker",
            (TEXT,),
            (fingerprint,),
        )
        return [name for (name,) in rows]

    def counts(self, fingerprint: str) -> list[tuple[str, str, int]]:
        """Return article, speaker and how many statements, those of doubtful lines not counted."""
        rows = self._database.select(
            "SELECT id, speaker, COUNT(*) FROM statements JOIN statement_sets USING (article) "
            "JOIN articles ON articles.row = article "
            "WHERE fingerprint = ? AND speaker IS NOT NULL AND NOT doubtful "
            "GROUP BY article, speaker ORDER BY article, speaker",
            (TEXT, TEXT, INT),
            (fingerprint,),
        )
        return [(name, speaker, count) for name, speaker, count in rows]

    def hashes(self, fingerprint: str, articles: Collection[str]) -> dict[str, str]:
        """Return the content hashes of those of these articles that these rules have read."""
        rows = self._database.select(
            "SELECT id, content_hash FROM statement_sets "
            "JOIN articles ON articles.row = statement_sets.article "
            "WHERE fingerprint = ? AND id IN (SELECT value FROM json_each(?))",
            (TEXT, TEXT),
            (fingerprint, json.dumps(sorted(articles))),
        )
        return dict(rows)

    def unread(self, fingerprint: str, after: int = 0) -> list[tuple[int, str]]:
        """Return row number and identifier of the articles that these rules have not read.

        Only those behind the row number `after` are looked at.
        """
        rows = self._database.select(
            "SELECT row, id FROM articles WHERE row > ? AND row NOT IN "
            "(SELECT article FROM statement_sets WHERE article > ? AND fingerprint = ?) "
            "ORDER BY row",
            (INT, TEXT),
            (after, after, fingerprint),
        )
        return [(row, article_id) for row, article_id in rows]

    def put(self, fingerprint: str, sets: Mapping[str, StatementSet]) -> None:
        """Replace the statements of these articles; call inside a transaction.

        An article that is gone, or has another content hash by now, is passed over.
        """
        for article_id, found in sets.items():
            rows = self._database.select(
                "SELECT row FROM articles WHERE id = ? AND content_hash = ?",
                (INT,),
                (article_id, found.content_hash),
            )
            for (row,) in rows:
                self._put(row, fingerprint, found.statements)

    def _put(self, row: int, fingerprint: str, statements: Sequence[Statement]) -> None:
        self._database.run("DELETE FROM statement_sets WHERE article = ?", (row,))
        self._database.run("INSERT INTO statement_sets VALUES (?, ?)", (row, fingerprint))
        self._database.run_many(
            f"INSERT INTO statements VALUES ({','.join('?' * 11)})",
            (
                (
                    row, position, one.speaker, *(one.speaker_mention or (None, None)),
                    *(one.cue or (None, None)), one.start, one.end, str(one.kind),
                    int(one.doubtful),
                )
                for position, one in enumerate(statements)
            ),
        )  # fmt: skip

    def drop(self, articles: Iterable[str]) -> None:
        """Forget the statements of these articles; call inside a transaction."""
        self._database.run_many(
            "DELETE FROM statement_sets WHERE article = (SELECT row FROM articles WHERE id = ?)",
            ((article_id,) for article_id in articles),
        )

    def wrong(self) -> list[str]:
        """Return the articles with a statement whose offsets lie outside the text, in order."""
        rows = self._database.select(
            "SELECT DISTINCT id FROM statements JOIN articles ON articles.row = article WHERE "
            'start < 0 OR start >= "end" OR speaker_start < 0 OR speaker_start >= speaker_end '
            "OR cue_start < 0 OR cue_start >= cue_end "
            'OR max("end", ifnull(speaker_end, 0), ifnull(cue_end, 0)) > length(text) ORDER BY id',
            (TEXT,),
        )
        return [article_id for (article_id,) in rows]

    @contextmanager
    def impatient(self) -> Iterator[None]:
        """Give up soon where another process holds the database, while the block runs."""
        self._database.run(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        try:
            yield
        finally:
            self._database.run(f"PRAGMA busy_timeout = {_USUAL_MS}")


def _statement(columns: Sequence[Any]) -> Statement:
    _, start, end, kind, speaker, mention, mention_end, cue, cue_end, doubtful = columns
    return Statement(
        start,
        end,
        KINDS.get(kind, kind),  # what was never written fits no text
        speaker,
        None if mention is None else (mention, mention_end),
        None if cue is None else (cue, cue_end),
        doubtful == 1,
    )
