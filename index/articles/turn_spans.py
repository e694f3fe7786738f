"""Turns as spans of a text, and how far the words after a label go."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.articles.article import Span
from index.articles.labels import LONGEST, TIME

_WIDEST_WRAPPED = 120

TIME_LINE = re.compile(rf"[ \t]*[\[(]?{TIME}[\])]?[ \t]*$", re.MULTILINE)
STOPS = re.compile(r"[.!?…:;,—–-][\"'”’»)\]*_]{0,4}$")
"""Ends of lines of running words; a heading has none."""
ASIDE = re.compile(r"[ \t*_]{0,4}[\[(].*[\])][ \t.*_]{0,4}$")
"""A line that tells what happens, in brackets, as applause is told."""
_TIME_FIRST = re.compile(rf"[ \t]*[\[(]?{TIME}[\])]?[ \t]*(?=\S)")
_CLOSES = re.compile(
    r"[ \t]*(?:\*+|#+|[-–—_=]{2,}|©|(?:the )?(?:hearing|sitting|committee|house|court|meeting|"
    r"session|debate|assembly|senate|inquiry|tribunal|briefing|chamber|council|witness|panel|tape|"
    r"recording)\b.{0,60}\b(?:adjourned|rose|resumed|suspended|ended|ends|closed|heard|withdrew|"
    r"withdrawn|stopped|stood down)\b|(?:adjourned|ends?|end of \w+|transcri(?:pt|bed)|"
    r"interview by|edited by|"
    r"(?:correction|clarification|note|attribution note)\b(?=[^\n]{0,40}[.:])|"
    r"recorded|this (?:transcript|interview|is an?) )\b)",
    re.IGNORECASE,
)


_READ = 600
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„\n]{0,400}[”\"»“]")
_OWN = re.compile(r"\b(?:I|I['’]\w+|you|we|We|You|my|My|me|our|Our|us|your|Your)\b|\?")
_REPORTED = re.compile(
    r"\b(?:[A-Z][\w'’-]+|[Hh]e|[Ss]he|[Tt]hey) (?:later )?"
    r"(?:said|asked|answered|replied|added|told|proposed|confirmed|denied)\b"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says: the words are [start, end) of the text, the label stands before them.

    `label` is the span of the label with its colon and time, `name` that of the name in it, both
    None where a question or an answer has no label. `role` is what the label says more of the
    speaker; `asks` is whether this is the question of an interview by its form or its "Q".
    """

    start: int
    end: int
    label: Span | None
    name: Span | None
    role: str = ""
    asks: bool = False
    answers: bool = False


def lines_of(text: str) -> Iterator[Span]:
    """Yield the lines of a text that are not blank."""
    place = 0
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        if end > place and not text[place : min(end, place + 500)].isspace():
            yield place, end
        place = end + 1


def paragraphs_of(lines: Sequence[Span]) -> list[list[Span]]:
    """Return lines in groups between which blank lines stand."""
    found: list[list[Span]] = []
    for line in lines:
        if found and line[0] <= found[-1][-1][1] + 1:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def words_of(text: str, lines: Sequence[Span], *, on: bool) -> Span | None:
    """Return the span of the words among the lines after a label; `on` where paragraphs go on."""
    while lines and TIME_LINE.match(text, *lines[0]):
        lines = lines[1:]
    if not lines:
        return None
    start, end = lines[0]
    width = max(right - left for left, right in paragraphs_of(lines)[0])
    for before, (left, right) in pairwise(lines):
        if ends_turn(text, left, right) or _reports(text, left, right):
            break
        apart = left > before[1] + 1
        wrapped = width <= _WIDEST_WRAPPED and 4 * (before[1] - before[0]) >= 3 * width
        if not on and (apart or not wrapped):
            break
        end = right
    stamp = _TIME_FIRST.match(text, start, end)
    return trimmed(text, stamp.end() if stamp else start, end)


def _reports(text: str, start: int, end: int) -> bool:
    """Whether a line tells what others said, as a narrator does and no speaker of himself."""
    told = _QUOTED.sub(" ", text[start : min(end, start + _READ)])
    return bool(_REPORTED.search(told)) and not _OWN.search(told)


def is_aside(text: str, start: int, end: int) -> bool:
    """Whether a line only tells what happens."""
    return ASIDE.match(text, start, end) is not None


def ends_turn(text: str, start: int, end: int) -> bool:
    """Whether a line is no words of the speaker before it: a heading, or how the record closes."""
    if _CLOSES.match(text, start, end):
        return True
    line = text[start : min(end, start + LONGEST)].strip()
    if ASIDE.match(line):
        return False
    return end - start <= 80 and not STOPS.search(line)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span without space, and without lines of asides at its end."""
    while True:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        line = text.rfind("\n", start, end) + 1
        if line > start and ASIDE.match(text, line, end):
            end = line
            continue
        return (start, end) if start < end else None
