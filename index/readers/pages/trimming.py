"""Lines inside an article that are not of it: calls to share, links elsewhere, the byline."""

import re
from collections.abc import Sequence

from index.articles.dates import find_date
from index.readers.pages.calls import heads_pointers, is_call, points_elsewhere
from index.readers.pages.rendering import Line

_LINKED, _LINKED_HEADING = 0.8, 0.6
_FEWEST_TEASERS = 3
_LONGEST_TEASER = 350
_MOST_TEASERS = 0.35
"""Share of an article that may be teasers; what has more is a list of them."""
_LONGEST_BYLINE = 120
_BYLINE_NAME = re.compile(
    r"byline|author|dateline|pub-?date|date-?time|time-?stamp|published|posted|entry-?meta|post-?meta",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:(?:written|posted|reported|words|story|text)\s+)?by\s+\S", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_AROUND_NAMES = frozenset(
    """by and the on at in updated published posted written last modified am pm gmt est edt utc bst
    cet et pt ist monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat
    sun""".split()
)
_NUMBER = re.compile(r"\d{1,2}")


def trimmed(lines: Sequence[Line], author: str | None, date: str | None) -> list[Line]:
    """Return the lines without calls, without links to other articles, and without the byline.

    Args:
        lines: of the article, in order.
        author: as the metadata has it; a line that says more of whom it is by is kept.
        date: as the metadata has it; without one, lines that state a date are kept.
    """
    lines = [line for line in lines if not _is_call(line)]
    lines = _without_pointers(lines)
    lines = _without_teasers(lines)
    return _without_masthead(lines, author, date)


def _is_call(line: Line) -> bool:
    return is_call(line.block.text.removeprefix("- "), is_linked=line.linked > 0)


def _is_linked(line: Line) -> bool:
    return line.share_linked >= _LINKED


def _without_pointers(lines: list[Line]) -> list[Line]:
    """Drop lines that send the reader elsewhere, and the lists of links below such a heading."""
    kept: list[Line] = []
    is_below = False
    for place, line in enumerate(lines):
        text = line.block.text.removeprefix("- ")
        is_last = place + 1 == len(lines)
        heads = heads_pointers(text) and (is_last or _is_linked(lines[place + 1]))
        is_pointer = points_elsewhere(text) and (line.linked or text.endswith(":"))
        if heads or (is_pointer and (line.share_linked > 0.4 or len(text) < 40)):
            is_below = True
        elif not (is_below and _is_linked(line)):
            is_below = False
            kept.append(line)
    return _without_linked_ends(kept) or lines


def _without_linked_ends(lines: list[Line]) -> list[Line]:
    """Drop what is nothing but links before the first sentence and after the last."""
    first, last = 0, len(lines)
    while first < last and _is_linked(lines[first]) and lines[first].block.mark is None:
        first += 1
    while last > first and _is_linked(lines[last - 1]) and lines[last - 1].block.mark is None:
        last -= 1
    return lines[first:last]


def _without_teasers(lines: list[Line]) -> list[Line]:
    """Drop a run of teasers at the end: linked headings, each with a line or two below it."""
    start, teasers, below = len(lines), 0, 0
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        is_heading = line.block.mark == "heading" and line.share_linked >= _LINKED_HEADING
        if (_is_linked(line) or is_heading) and len(line.block.text) > 12:
            if below:
                start, teasers, below = place, teasers + 1, 0
        elif below < 3 and len(line.block.text) <= _LONGEST_TEASER:
            below += 1
        else:
            break
    size = sum(len(line.block.text) for line in lines)
    run = sum(len(line.block.text) for line in lines[start:])
    if teasers < _FEWEST_TEASERS or run > _MOST_TEASERS * size:
        return lines
    if start and lines[start - 1].block.mark == "heading":
        start -= 1
    return lines[:start]


def _without_masthead(lines: list[Line], author: str | None, date: str | None) -> list[Line]:
    """Drop the byline and date that stand before the first sentence; they are metadata."""
    known = set(_words(author or ""))
    for place, line in enumerate(lines):
        if line.block.mark in {None, "heading"} and len(line.block.text) > _LONGEST_BYLINE:
            first = place
            break
    else:
        return lines
    head = [line for line in lines[:first] if not _is_masthead(line, known, is_dated=bool(date))]
    return [*head, *lines[first:]]


def _is_masthead(line: Line, known: set[str], *, is_dated: bool) -> bool:
    """Tell whether a line says by whom or of when an article is, and nothing else."""
    text = line.block.text
    if len(text) > _LONGEST_BYLINE or line.block.mark in {"caption", "table"}:
        return False
    dated = find_date(text)
    if dated and not is_dated:
        return False
    rest = text if dated is None else text[: dated[1][0]] + text[dated[1][1] :]
    words = set(_words(rest)) - _AROUND_NAMES - known
    words = {word for word in words if not _NUMBER.fullmatch(word)}
    is_named = _BY.match(text) is not None or _has_byline_name(line)
    if not words:
        return bool(dated or known)
    return is_named and (dated is not None or bool(known)) and len(words) <= 4 and text[-1] != "."


def _has_byline_name(line: Line) -> bool:
    around = line.element.getparent()
    elements = [line.element] if around is None else [line.element, around]
    names = [one.get(name) for one in elements for name in ("class", "id")]
    return line.element.tag == "time" or any(name and _BYLINE_NAME.search(name) for name in names)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
