"""Decisions of editors on speakers in the truth: who is one, and who is another.

They refer to no row: names, and identifiers of articles, stay the same when an article changes,
is indexed again, or goes and comes back.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from index.store.damage import unexpected_value
from index.store.database import INT, TEXT, Database

Sort: TypeAlias = Literal["same", "apart"]

_COLUMNS = "number, sort, key, name, other, other_name, spellings, articles, editor, at, rests_on"
_KINDS = (INT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerDecision:
    """That two speakers are one ("same"), or that one of them is two ("apart").

    `key` and `name` are whose entry stays; `other` and `other_name` whose entry goes into it.
    Apart from `key` go the spellings named, or all, in the articles named, or in all; `other_name`
    is then what the editor calls the new one, "" for the spelling. `editor` is who said so, `at`
    when (ISO 8601 in UTC). `number` is given by the index and grows; 0 before that.

    `rests_on` are the identifiers of all articles in which whom it is about spoke then: who may not
    see one of them does not see the decision. Those of an earlier version have none, and are seen
    by who sees everything.
    """

    sort: Sort
    key: str
    name: str
    other: str = ""
    other_name: str = ""
    spellings: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    editor: str
    at: str
    number: int = 0
    rests_on: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What tells whom it parted from others of his name; hangs on no other decision."""
        if not self.rests_on:  # numbers grow with decisions that not everybody sees
            return str(self.number)
        return "\0".join((self.at, *self.spellings, "", *self.articles))

    def to_json(self) -> dict[str, object]:
        """Return an element of `decisions`, as the API lists them."""
        return {
            "number": self.number,
            "sort": self.sort,
            "speaker": self.key,
            "name": self.name,
            "other": self.other or None,
            "other_name": self.other_name or None,
            "spellings": list(self.spellings),
            "articles": list(self.articles),
            "editor": self.editor,
            "at": self.at,
        }


class SpeakerDecisionTable:
    """The decisions on speakers of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: tuple[object, list[SpeakerDecision]] = (None, [])

    def seen(self, generation: int) -> list[SpeakerDecision]:
        """Return every decision that is seen in a generation of the articles, earliest first.

        Kept until something is decided: which are seen is asked of all articles that they rest on.
        """
        now = (self._database.opened, generation, self.state())
        kept = self._kept
        if kept[0] != now:
            kept = self._kept = (now, self.all())
        return list(kept[1])

    def state(self) -> tuple[int, int]:
        """Return two numbers that change with every change of what was decided.

        They count what is not seen here as well, so that nobody is to be told them.
        """
        sql = "SELECT count(*), ifnull(max(number), 0) FROM main.speaker_decisions"
        ((count, last),) = self._database.select(sql, (INT, INT))
        return count, last

    def all(self) -> list[SpeakerDecision]:
        """Return every decision, earliest first."""
        return self._where("1", ())

    def at(self, numbers: Collection[int]) -> list[SpeakerDecision]:
        """Return the decisions of these numbers, ascending; those that are gone are left out."""
        return self._where(f"number IN ({','.join('?' * len(numbers))})", sorted(numbers))

    def _where(self, condition: str, values: Sequence[object]) -> list[SpeakerDecision]:
        sql = f"SELECT {_COLUMNS} FROM speaker_decisions WHERE {condition} ORDER BY number"
        return [self._decision(row) for row in self._database.select(sql, _KINDS, values)]

    def _decision(self, row: Sequence[Any]) -> SpeakerDecision:
        number, sort, key, name, other, other_name, spellings, articles, editor, at, rests_on = row
        try:
            named = {
                "spellings": _names(spellings),
                "articles": _names(articles),
                "rests_on": _names(rests_on),
            }
        except (ValueError, RecursionError):
            what = f"decision {number} on speakers"
            raise self._database.noted(unexpected_value(self._database.path, what, 0)) from None
        return SpeakerDecision(
            number=number,
            sort=sort,
            key=key,
            name=name,
            other=other,
            other_name=other_name,
            editor=editor,
            at=at,
            **named,
        )

    def put(self, decision: SpeakerDecision) -> int:
        """Store a decision, under its number if it has one; return that; call in a transaction."""
        one = decision
        self._database.run(
            f"INSERT OR REPLACE INTO speaker_decisions ({_COLUMNS}) "
            f"VALUES ({','.join('?' * 11)})",
            (
                one.number or None, one.sort, one.key, one.name, one.other, one.other_name,
                json.dumps(one.spellings, ensure_ascii=False), json.dumps(one.articles),
                one.editor, one.at, json.dumps(one.rests_on),
            ),
        )  # fmt: skip
        return int(self._database.select("SELECT last_insert_rowid()", (INT,))[0][0])

    def drop(self, numbers: Collection[int]) -> None:
        """Forget these decisions; call inside a transaction."""
        self._database.run_many(
            "DELETE FROM speaker_decisions WHERE number = ?", ((number,) for number in numbers)
        )


def _names(written: str) -> tuple[str, ...]:
    """Return the strings of a JSON list.

    Raises:
        ValueError: it is none.
    """
    found = json.loads(written)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(written)
    return tuple(found)
