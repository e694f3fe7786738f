"""An answer in parts: lines, and quotes in the place of the lines that show their words.

An answer is text whose lines are mostly quotes with whose they are before them and their mark
`[n]` behind. Shown as HTML, each of those is its quote itself, so that no words stand twice; what
else there is stays a line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qa.answers import Answer, Kind, Verdict
from qa.web.chat.shown_quotes import ShownQuote
from qa.wording.layout import MAY, OR
from qa.wording.more import speaker_of, without_command

_LONGEST_SIDE = 200
_OPENING, _CLOSING = "“\"„«»'‘", "”\"“»«'’"
_MARK = re.compile(r"\[\d{1,3}\]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is no quote; `role` is `lead` of what follows, `after` it all, or neither.

    `more_of` is the speaker of whom it says that there is more.
    """

    text: str
    role: str = ""
    more_of: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A quote where the answer has it; `label` is what the answer says of it before its words."""

    source: ShownQuote
    label: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines and quotes that belong together, under the name of a side or a speaker, or of nobody.

    `is_speaker` says that the name is the speaker of each of its quotes.
    """

    parts: tuple[Line | Placed, ...]
    title: str = ""
    is_speaker: bool = False

    @property
    def runs(self) -> list[tuple[bool, list[Line | Placed]]]:
        """The parts in runs: whether they are quotes, and these."""
        return [
            (is_quotes, list(run))
            for is_quotes, run in groupby(self.parts, key=lambda part: isinstance(part, Placed))
        ]


def answer_groups(answer: Answer, sources: Sequence[ShownQuote]) -> list[Group]:
    """Return the parts of an answer, by side where sides are compared, else by speaker.

    Every source is in it once: those that no line shows come last.
    """
    parts = list(_parts(answer, sources))
    shown = {part.source.number for part in parts if isinstance(part, Placed)}
    parts += [Placed(source) for source in sources if source.number not in shown]
    if answer.kind is Kind.COMPARE and answer.verdict is Verdict.STATED:
        return list(_by_side(parts))
    return list(_by_speaker([part for part in parts if part != _BREAK]))


_BREAK = Line("", "break")


def _parts(answer: Answer, sources: Sequence[ShownQuote]) -> Iterator[Line | Placed]:
    text, at = answer.answer, 0
    is_doubted = answer.verdict is Verdict.UNSURE
    lead = "lead" if sources else ""
    for start, end, placed in sorted(_found(text, sources), key=lambda found: found[0]):
        if start < at:
            continue
        yield from _lines(text[at:start], lead, is_doubted)
        yield placed
        at = end
    yield from _lines(text[at:], "after" if at else lead, is_doubted)


def _found(text: str, sources: Iterable[ShownQuote]) -> Iterator[tuple[int, int, Placed]]:
    """Yield where the line of a quote stands, from its beginning to its end."""
    for source in sources:
        mark = f" [{source.number}]"
        for words in dict.fromkeys(
            (source.line, source.text, source.text.strip(_OPENING + _CLOSING))
        ):
            place = _place(text, words, mark)
            if place is None:
                continue
            start = text.rfind("\n", 0, place[0]) + 1
            label = _label(text[start : place[0]], source.introduction)
            yield start, place[1], Placed(source, label)
            break


def _place(text: str, words: str, mark: str) -> tuple[int, int] | None:
    """Return where the words stand before their mark at a line's end, quotation marks between."""
    if not words.strip():
        return None
    for closing in ("", *_CLOSING):
        whole = f"{words}{closing}{mark}"
        at = text.find(whole)
        if at >= 0 and text[at + len(whole) :][:1] in {"", "\n"}:
            return at, at + len(whole)
    return None


def _label(before: str, introduction: str) -> str:
    """Return what a line says before the words of its quote, beside whose these are."""
    label = before.rstrip(_OPENING + " ").removesuffix(":").removesuffix(introduction)
    return label.rstrip(" :—")


def _lines(text: str, role: str, is_doubted: bool) -> Iterator[Line]:
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if not line.strip():
            # A line's own end, before and after a quote, is no empty line.
            if 0 < place < len(lines) - 1:
                yield _BREAK
            continue
        if is_doubted and line in {MAY, OR}:  # the verdict says it
            continue
        yield Line(without_command(line), "" if _MARK.search(line) else role, speaker_of(line))


def _by_side(parts: Sequence[Line | Placed]) -> Iterator[Group]:
    """Yield a group a side: its name leads, and an empty line ends it."""
    for is_break, run in groupby(parts, key=lambda part: part == _BREAK):
        if is_break:
            continue
        first, *rest = run
        if isinstance(first, Line) and rest and len(first.text) <= _LONGEST_SIDE:
            yield Group(_behind(rest), first.text)
        else:
            yield Group((first, *rest))


def _by_speaker(parts: Sequence[Line | Placed]) -> Iterator[Group]:
    """Yield a group a speaker where somebody is quoted more than once, and not alone.

    Where quotes correct others, or lines lead to single ones, the order says something.
    """
    quotes = [part for part in parts if isinstance(part, Placed)]
    lines = [place for place, part in enumerate(parts) if isinstance(part, Line)]
    first = next((n for n, part in enumerate(parts) if isinstance(part, Placed)), 0)
    last = first + len(quotes)
    speakers = list(dict.fromkeys(part.source.speaker for part in quotes))
    in_order = any(part.label or part.source.corrected_by for part in quotes)
    is_parted = any(first < place < last for place in lines)
    if in_order or is_parted or not 1 < len(speakers) < len(quotes) or not any(speakers):
        yield Group(tuple(parts))
        return
    if first:
        yield Group(tuple(parts[:first]))
    for speaker in sorted(speakers, key=lambda name: name is None):
        mine = tuple(part for part in quotes if part.source.speaker == speaker)
        yield Group(mine, speaker or "", is_speaker=speaker is not None)
    if parts[last:]:
        yield Group(_behind(parts[last:]))


def _behind(parts: Iterable[Line | Placed]) -> tuple[Line | Placed, ...]:
    return tuple(replace(one, role="after") if isinstance(one, Line) else one for one in parts)
