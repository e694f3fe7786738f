"""The publisher's day of what a feed says was published at an instant."""

import re
from collections.abc import Iterable
from datetime import date
from email.utils import parsedate

from index.articles.dates import parse_date
from index.articles.origins import Origin

_IN_UTC = re.compile(r"(?:\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?\s*)(?:Z|UTC?|GMT|[+-]00:?00)\s*\Z", re.I)
_MIDNIGHT = re.compile(r"(?<![\d:])00:00(?::00(?:\.0+)?)?(?![\d:])")
_IN_ADDRESS = re.compile(
    r"/(20\d\d|19\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/._-])"
)
_OLDEST = "1800"


def day(
    written: Iterable[tuple[str, str]], url: str | None = None
) -> tuple[str | None, Origin | None]:
    """Return the day of the first date that is one, with where it came from.

    A date is taken as it is written, in its own zone. Where it is written in UTC, the zone of the
    publisher is not known: then a day in the address of the page, which is the publisher's, wins
    over one that is a day off.

    Args:
        written: names of fields with the dates in them, the best first.
        url: address of the article's page.
    """
    for name, text in written:
        found = _parsed(text)
        if found is None:
            continue
        if not _IN_UTC.search(text) or _MIDNIGHT.search(text):
            return found, Origin("date", name, 0.95)
        local = _of_address(url)
        if local is not None and _apart(local, found) == 1:
            return local, Origin("date", "address of the page", 0.9)
        return found, Origin("date", name, 0.95 if local == found else 0.7)
    return None, None


def _parsed(text: str) -> str | None:
    text = " ".join(text.split())
    found = parse_date(text)
    if found is None:
        found = _of_mail(text)
    return found if found and found >= _OLDEST else None


def _of_mail(text: str) -> str | None:
    """Return the day of a date as in the heads of mails, whose year may have two digits."""
    try:
        parts = parsedate(text)
        return None if parts is None else date(*parts[:3]).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _of_address(url: str | None) -> str | None:
    match = _IN_ADDRESS.search(url or "")
    if match is None:
        return None
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None


def _apart(one: str, other: str) -> int | None:
    """Return how many days lie between two dates; None where one names no day."""
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return None
