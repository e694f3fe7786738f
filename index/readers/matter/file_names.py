"""The date and the title that a file's name holds: `2023-05-08-night-boat.md`."""

import re
from dataclasses import dataclass
from datetime import date

from index.articles.article import normalise_text

_YEAR, _MONTH, _DAY = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>[0-2]\d|3[01])"
_CLOCK = (
    r"T?[\s_-]*(?:at[\s_-]*)?[0-2]\d(?P<sign>[.:_h-]?)[0-5]\d(?:(?P=sign)[0-5]\d)?(?!\d)"
    r"(?=$|\W|_|[ap]m|Z)"
)
_FIRST = re.compile(rf"{_YEAR}(?P<s>[-_.]?){_MONTH}(?P=s){_DAY}(?![\d])(?P<rest>.*)$", re.S)
_LAST = re.compile(rf"(?P<rest>.*?)[\s_.-]+{_YEAR}(?P<s>[-_.]?){_MONTH}(?P=s){_DAY}$", re.S)
_TIME = re.compile(rf"^{_CLOCK}", re.I)
_SIGNS = " _-.,"

POST = 0.7
"""How sure the day is in the name of a post, as generators of sites want it."""

ANY = 0.4
"""Elsewhere it may be the day of a copy."""


@dataclass(frozen=True, slots=True)
class FileName:
    """What a name says: a title, a day, and how sure the day is."""

    title: str
    day: str | None = None
    certainty: float = 0.0


def read_name(stem: str) -> FileName:
    """Return what the name of a file says, without its suffix.

    A day with a time of day is that of a picture, a scan or a download, and nobody's date; the
    name is kept as it is then.
    """
    match = _FIRST.match(stem) or _LAST.match(stem)
    day = _day(match) if match else None
    if match is None or day is None or _TIME.match(match["rest"]):
        return FileName(_words(stem))
    is_post = match.re is _FIRST and match["s"] == "-" and match["rest"][:1] in {"-", "_", " "}
    title = _words(match["rest"].strip(_SIGNS)) or _words(stem)
    return FileName(title, day, POST if is_post else ANY)


def _day(match: re.Match[str]) -> str | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return None


def _words(name: str) -> str:
    return " ".join(normalise_text(name).replace("_", " ").replace("-", " ").split())
