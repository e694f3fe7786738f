"""Judgements in the truth: which spans editors called right or wrong, and for what.

They outlive their article: when it comes back as it was, what was said of it holds again.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from index.articles.article import Article
from index.articles.judgement import Judgement
from index.store.database import INT, TEXT, Database

_COLUMNS = 'key, asked, filters, article, content_hash, start, "end", is_right, editor, at'
_KINDS = (INT, TEXT, TEXT, TEXT, TEXT, TEXT, INT, INT, INT, TEXT, TEXT)


class JudgementTable:
    """The judgements of one index. An editor's later word on a span replaces the earlier one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, keys: Collection[str]) -> list[Judgement]:
        """Return the judgements under any of these keys, earliest first."""
        marks = ",".join("?" * len(keys))
        return self._where(f"key IN ({marks})", sorted(keys))

    def all(self) -> list[Judgement]:
        """Return every judgement, earliest first."""
        return self._where("1", ())

    def at(self, numbers: Collection[int]) -> list[Judgement]:
        """Return the judgements of these numbers, ascending; those that are gone are left out."""
        marks = ",".join("?" * len(numbers))
        return self._where(f"number IN ({marks})", sorted(numbers))

    def _where(self, condition: str, values: Sequence[object]) -> list[Judgement]:
        sql = f"SELECT number, {_COLUMNS} FROM judgements WHERE {condition} ORDER BY number"
        return [_judgement(row) for row in self._database.select(sql, _KINDS, values)]

    def put(self, judgement: Judgement) -> int:
        """Store a judgement; return its number, which is the highest; call in a transaction."""
        one = judgement
        self._database.run(
            "DELETE FROM judgements WHERE key = ? AND article = ? AND content_hash = ? "
            'AND start = ? AND "end" = ? AND editor = ?',
            (one.key, one.article, one.content_hash, one.start, one.end, one.editor),
        )
        self._database.run(
            f"INSERT INTO judgements ({_COLUMNS}) VALUES ({','.join('?' * 10)})", _row(one)
        )
        return int(self._database.select("SELECT last_insert_rowid()", (INT,))[0][0])

    def carry(self, article: Article, before: str) -> None:
        """Let what was said of an article hold of its new form, where its text stayed the same.

        Call in a transaction, while the article is still stored with the content hash `before`.
        """
        self._database.run(
            "UPDATE OR REPLACE judgements SET content_hash = ? WHERE article = ? "
            "AND content_hash = ? AND EXISTS (SELECT 1 FROM articles WHERE id = ? AND text = ?)",
            (article.content_hash, article.id, before, article.id, article.text),
        )

    def restore(self, judgement: Judgement) -> None:
        """Store a judgement under the number it has; call inside a transaction."""
        self._database.run(
            f"INSERT OR REPLACE INTO judgements (number, {_COLUMNS}) VALUES ({','.join('?' * 11)})",
            (judgement.number, *_row(judgement)),
        )

    def drop(self, numbers: Iterable[int]) -> None:
        """Forget these judgements; call inside a transaction."""
        self._database.run_many(
            "DELETE FROM judgements WHERE number = ?", ((number,) for number in numbers)
        )

    def wrong(self) -> list[int]:
        """Return the numbers of those whose offsets lie outside the text that they are of."""
        rows = self._database.select(
            "SELECT number FROM judgements LEFT JOIN articles ON articles.id = article "
            "AND articles.content_hash = judgements.content_hash "
            'WHERE start < 0 OR start >= "end" OR "end" > length(text) ORDER BY number',
            (INT,),
        )
        return [number for (number,) in rows]


def _row(one: Judgement) -> tuple[object, ...]:
    return (
        one.key, one.asked, one.filters, one.article, one.content_hash, one.start, one.end,
        int(one.right), one.editor, one.at,
    )  # fmt: skip


def _judgement(columns: Sequence[Any]) -> Judgement:
    number, key, asked, filters, article, content_hash, start, end, right, editor, at = columns
    return Judgement(
        number=number,
        key=key,
        asked=asked,
        filters=filters,
        article=article,
        content_hash=content_hash,
        start=start,
        end=end,
        right=right == 1,
        editor=editor,
        at=at,
    )
