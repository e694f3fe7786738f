"""Heads of turns: lines that may begin what somebody says, whatever form their labels have."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.articles.article import Span
from index.articles.label_words import is_field, names_somebody
from index.articles.labels import LONGEST, NAME, ROLE, TIME, label_at
from index.articles.turn_spans import STOPS, TIME_LINE

_ALONE = 50
"""Characters at most of a line that is a name alone."""

_QA = re.compile(
    r"(?P<open>[ \t>*_]{0,4})(?P<name>[QA])\d{0,3}(?:[.:)](?=[ \t*_\n])|[ \t]{2,}(?=\S)|\t|[ \t]?$)"
    r"[*_]{0,2}(?:[ ]?(?P<role>\([^()\n]{1,60}\))[:.]?(?=\s))?",
    re.MULTILINE,
)
_TIMED = re.compile(
    rf"(?P<open>[ \t>*_]{{0,4}})(?P<name>{NAME})(?P<role>{ROLE})?[*_]{{0,2}}[ \t]*[,|–-]?[ \t]*"
    rf"[\[(]?(?<![\d:]){TIME}[\])]?[*_]{{0,2}}[:–-]?(?=\s|$)",
    re.MULTILINE,
)
_AFTER_TIME = re.compile(
    rf"[ \t]*[\[(]?{TIME}[\])]?[ \t]*(?:[|–-][ \t]*)?(?P<name>{NAME})(?P<role>{ROLE})?[ \t]*$",
    re.MULTILINE,
)
_NAME_LINE = re.compile(rf"[ \t*_]{{0,4}}(?P<name>{NAME})(?P<role>{ROLE})?[*_]{{0,2}}[ \t]*$", re.M)


@dataclass(frozen=True, slots=True)
class Head:
    """A line that may begin a turn: [start, told) is the label, [told, line) the words in it.

    `form` is "qa", "colon", "bold" (a colon, in bold letters), "timed" or "alone".
    """

    start: int
    told: int
    name_start: int
    name: str
    role: str
    form: str
    line: int

    @property
    def key(self) -> str:
        """What labels of one speaker share."""
        return " ".join(self.name.replace(".", " ").casefold().split())


def head_of(text: str, start: int, end: int) -> Head | None:
    """Return the head that the line [start, end) begins with, whoever or whatever it names."""
    found = _QA.match(text, start, min(end, start + LONGEST))
    if found:
        return _head(found, start + len(found["open"]), found.end(), "qa", end)
    label = label_at(text, start)
    if label is not None and label.end <= end:
        form = "bold" if "*" in text[start : label.name_start] else "colon"
        return Head(label.start, label.end, label.name_start, label.name, label.role, form, end)
    for pattern in (_TIMED, _AFTER_TIME):
        found = pattern.match(text, start, min(end, start + LONGEST))
        if found and _is_short(found["name"]):
            return _head(found, found.start("name"), found.end(), "timed", end)
    return None


def _head(found: re.Match[str], start: int, told: int, form: str, line: int) -> Head:
    role = (found["role"] or "").strip(" ,()")
    return Head(start, told, found.start("name"), found["name"], role, form, line)


def _is_short(name: str) -> bool:
    return len(name.split()) <= 6 and names_somebody(name)


def with_lone_names(text: str, lines: Sequence[Span], heads: Sequence[Head]) -> list[Head]:
    """Add names that stand alone in their lines, more than once, above words or below a time."""
    taken = {head.line for head in heads}
    lone: list[Head] = []
    for (start, end), (following, last) in pairwise(lines):
        if end in taken or end - start > _ALONE or following > end + 2:
            continue
        found = _NAME_LINE.match(text, start, end)
        if found and _is_short(found["name"]) and not is_field(found["name"]):
            told = bool(TIME_LINE.match(text, following, last))
            if told or STOPS.search(text, max(following, last - 6), last):
                lone.append(_head(found, found.start("name"), end, "alone", end))
    times = Counter(head.key for head in lone)
    lone = [head for head in lone if times[head.key] > 1]
    if len({head.key for head in lone}) < 2:
        return list(heads)
    return sorted([*heads, *lone], key=lambda head: head.start)
