"""The day of a date as programs write it: compact, counted from 1970, or as people print it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from index.articles.dates import parse_date
from index.readers.fields.values import line, plain

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T _-]?(?:\d{2}:?\d{2}(?::?\d{2})?)(?:\.\d+)?\s*"
                      r"(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?)?$")  # fmt: skip
_COUNTED = re.compile(r"-?\d{9,19}(?:\.\d+)?$")
_SLASHES = re.compile(r"\s*(\d\d?)/(\d\d?)/\d{2,4}(?!\d)")
_SPLIT = re.compile(r"\s*(\d{1,2})[\s-]([A-Za-z]{3,9})[\s-](\d\d)(?:\s|$)")
_ZERO = re.compile(r"(?:\bZ|\d Z|UTC|GMT|[+-]00:?00)\s*$")
_HOUR = re.compile(r"[T\s](\d\d):\d\d")
_CENTURY_TURN = 69
_FIRST, _LAST = 1600, 2100

_UNITS = ((9, 11, 1), (12, 14, 10**3), (15, 17, 10**6), (18, 19, 10**9))
"""Digits of a count since 1970, fewest and most, and how many a second has."""

_AMBIGUOUS = 0.45
_COUNTED_CERTAINTY = 0.8
_NIGHT_ELSEWHERE = 0.7


@dataclass(frozen=True, slots=True)
class Day:
    """A day (or month, or year) in ISO 8601, and how sure it is that it is the one meant."""

    iso: str
    certainty: float = 1.0


def day_of(value: object) -> Day | None:
    """Return the day that a value says, or None.

    The day is the one written, in the zone in which it is written. Less sure are days counted in
    seconds or given in UTC (elsewhere it may have been another day), least those that are another
    day where people write the day before the month.
    """
    if isinstance(value, datetime):
        return Day(value.date().isoformat())
    if isinstance(value, date):
        return Day(value.isoformat())
    found = plain(value)
    if isinstance(found, bool) or found is None:
        return None
    said = line(found)
    if said is None:
        return None
    return _compact(said) or _counted(said) or _short_year(said) or _printed(said)


def _compact(said: str) -> Day | None:
    match = _COMPACT.match(said)
    iso = _valid(int(match[1]), int(match[2]), int(match[3])) if match else None
    return Day(iso) if iso else None


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if _FIRST <= year <= _LAST else None
    except ValueError:
        return None


def _counted(said: str) -> Day | None:
    if not _COUNTED.match(said):
        return None
    number = said.partition(".")[0]
    digits = len(number.lstrip("-"))
    for fewest, most, unit in _UNITS:
        if fewest <= digits <= most:
            try:
                moment = datetime.fromtimestamp(int(number) // unit, UTC)
            except (ValueError, OverflowError, OSError):
                return None
            is_likely = _FIRST <= moment.year <= _LAST
            return Day(moment.date().isoformat(), _COUNTED_CERTAINTY) if is_likely else None
    return None


def _short_year(said: str) -> Day | None:
    """Read "8-May-18", which some exporters write."""
    match = _SPLIT.match(said)
    if not match:
        return None
    year = int(match[3])
    year += 1900 if year >= _CENTURY_TURN else 2000
    iso = parse_date(f"{match[1]} {match[2]} {year}")
    return Day(iso) if iso else None


def _printed(said: str) -> Day | None:
    iso = parse_date(said)
    if iso is None:
        return None
    slashes = _SLASHES.match(said)
    if slashes and int(slashes[1]) != int(slashes[2]) and max(map(int, slashes.groups())) <= 12:
        return Day(iso, _AMBIGUOUS)
    hour = _HOUR.search(said)
    # Around noon in UTC it is the same day nearly everywhere.
    if hour and _ZERO.search(said) and not 6 <= int(hour[1]) < 18 and said[11:16] != "00:00":
        return Day(iso, _NIGHT_ELSEWHERE)
    return Day(iso)
