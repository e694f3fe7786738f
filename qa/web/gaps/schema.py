"""The tables of the database of gaps, and rows as values. Nothing in it says who asked."""

import json
from typing import Any

from qa.answers import Reason, Verdict
from qa.gaps.values import Asked, Found, Gap, Place, Standing

SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS gaps (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  question TEXT NOT NULL,
  filters TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT,
  asked INTEGER NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  nearest TEXT NOT NULL,
  standing TEXT NOT NULL DEFAULT 'open',
  note TEXT NOT NULL DEFAULT '',
  found_on TEXT,
  found TEXT NOT NULL DEFAULT '[]',
  checked INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS gaps_by_count ON gaps (asked DESC, last DESC, number);
CREATE TABLE IF NOT EXISTS questions (
  number INTEGER PRIMARY KEY,
  gap INTEGER NOT NULL REFERENCES gaps (number) ON DELETE CASCADE,
  key TEXT NOT NULL UNIQUE,
  question TEXT NOT NULL,
  folded TEXT NOT NULL,
  asked INTEGER NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  model TEXT NOT NULL,
  vector BLOB NOT NULL,
  asks TEXT NOT NULL,
  names TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS questions_by_gap ON questions (gap);
CREATE INDEX IF NOT EXISTS questions_by_day ON questions (last);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
COMMIT;
"""

GAP = (
    "number, question, filters, verdict, reason, asked, first, last, nearest, standing, note, "
    "found_on, found, checked"
)
"""The columns that `gap_of` takes."""


def gap_of(row: tuple[Any, ...], questions: tuple[Asked, ...]) -> Gap:
    """Return a row of GAP as a value, with its wordings."""
    (number, question, filters, verdict, reason, asked, first, last, nearest, standing, note,
     found_on, found, checked) = row  # fmt: skip
    return Gap(
        number=number,
        question=question,
        filters=filters,
        verdict=Verdict(verdict),
        reason=Reason(reason) if reason else None,
        asked=asked,
        first=first,
        last=last,
        nearest=_places(nearest),
        standing=Standing(standing),
        note=note,
        found=Found(on=found_on, places=_places(found)) if found_on else None,
        checked=checked,
        questions=questions,
    )


def places_json(places: tuple[Place, ...]) -> str:
    """Return places as they are stored."""
    return json.dumps(places, ensure_ascii=False)


def _places(stored: str) -> tuple[Place, ...]:
    return tuple(Place(*one) for one in json.loads(stored))
