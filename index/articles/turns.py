"""Turns: what each speaker of a transcript says, found by the labels before the words.

A label is known by its form: a name or office and a colon ("MS. OKORO:"), a name and a time
("Ada 0:22"), Q and A, or a name alone in its line. Whether a text is a transcript is told by all of
them together: they recur, stand at the beginnings of lines, name people, and what follows is talk.
Interviews whose questions are paragraphs without any label are told by question and answer taking
turns throughout.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.articles.article import Span
from index.articles.interviews import interview_turns
from index.articles.label_words import (
    describes_somebody,
    is_field,
    is_office,
    is_title,
    names_somebody,
    reports,
)
from index.articles.marks import Mark
from index.articles.turn_heads import Head, head_of, with_lone_names
from index.articles.turn_spans import (
    STOPS,
    TIME_LINE,
    Turn,
    ends_turn,
    is_aside,
    lines_of,
    paragraphs_of,
    words_of,
)
from index.keeping.found import kept_by_text

__all__ = ["Turn", "find_turns", "turn_at", "turn_marks"]

_FEWEST = 3
"""Turns of a transcript at least."""
_TALKING = 0.25
"""Share of its turns at least in which somebody says "I" or "you", or asks."""
_SPOKEN = 0.6
"""Share of its turns at least that begin with a whole sentence."""
_DENSE = 0.6
"""Share of paragraphs with a label from which on those without one go on with what was said."""

_STAGE = re.compile(
    r"^[ \t]*[\[(]?(?:ACT|Act|SCENE|Scene)[ ](?:[IVX]+|\d+|[Oo]ne|ONE)\b|\b(?:Exeunt|EXEUNT)\b"
    r"|^[ \t]*[\[(](?:Enter|Exit|ENTER|EXIT)\b|^[ \t]*(?:INT|EXT)\. ",
    re.MULTILINE,
)
_TALK = re.compile(r"\?|\b(?:I|I['’]\w+|you|your|You|Your|we|We|my|My|me|our|Our|us)\b")
_CAPITAL = re.compile(r"(?<![.!?:;\n\"“”])[ \t(]([^\W\d_a-z][\w'’-]*)")


@kept_by_text
def find_turns(text: str) -> tuple[Turn, ...]:
    """Return the turns of a transcript in order, without overlaps; none of any other text.

    Deterministic, never raises on any text, and takes time linear in its length.
    """
    lines = list(lines_of(text))
    heads = [head for line in lines if (head := head_of(text, *line)) is not None]
    heads = with_lone_names(text, lines, heads)
    chosen = _Article(text, lines, heads).chosen
    if chosen:
        return tuple(_turns(text, lines, chosen))
    return tuple(interview_turns(text))


def turn_at(text: str, place: int) -> Turn | None:
    """Return the turn whose words `place` is in, None where it is in none."""
    turns = find_turns(text)
    number = bisect_right(turns, place, key=lambda turn: turn.start) - 1
    return turns[number] if number >= 0 and place < turns[number].end else None


def turn_marks(text: str) -> tuple[Mark, ...]:
    """Return the turns as marks of the words, each with the name in the label (empty for none)."""
    return tuple(
        Mark(
            "turn",
            turn.start,
            turn.end,
            " ".join(text[slice(*turn.name)].split()) if turn.name else "",
        )
        for turn in find_turns(text)
    )


class _Article:
    """The heads of one text, and what tells whether they are those of a transcript."""

    def __init__(self, text: str, lines: Sequence[Span], heads: Sequence[Head]) -> None:
        self.text, self.lines = text, lines
        heads = [head for head in heads if head.form == "qa" or not is_field(head.name)]
        heads = [head for head in heads if not reports(head.role)]
        self.times = Counter(head.key for head in heads)
        first = next((n for n, head in enumerate(heads) if not self._lists(head)), len(heads))
        self.heads = heads[first:]

    @property
    def chosen(self) -> list[Head]:
        """The heads that begin turns; none where the text is no transcript."""
        if len(self.heads) < _FEWEST:
            return []
        self.named = self._named()
        self.alternate = self._alternate()
        self.surnames = Counter(
            _last(head.name) for head in self.heads if names_somebody(head.name)
        )
        sure = [head for head in self.heads if self._is_sure(head)]
        if not self._is_transcript(sure) or _STAGE.search(self.text):
            return []
        kept = set(map(id, sure))
        return [head for head in self.heads if id(head) in kept or self._fits(head)]

    def _named(self) -> set[str]:
        """Return capitalised words in the middle of sentences, outside labels."""
        parts: list[str] = []
        place = 0
        for head in self.heads:
            parts.append(self.text[place : head.start])
            place = head.told
        outside = "\n".join((*parts, self.text[place:]))
        return {found.casefold() for found in _CAPITAL.findall(outside)}

    def _is_sure(self, head: Head) -> bool:
        """Whether a label by itself names somebody who could speak."""
        if head.form in {"qa", "timed", "alone", "bold"}:
            return True
        if not names_somebody(head.name):
            return False
        if is_title(head.name) or is_office(head.name) or head.name.isupper():
            return True
        return _last(head.name) in self.named or (self.alternate and self._is_often(head.key))

    def _is_often(self, key: str) -> bool:
        """Whether a label recurs more often than one that only happens to: thrice, a name twice."""
        return self.times[key] > (1 if " " in key else 2)

    def _alternate(self) -> bool:
        """Whether few labels take turns so often that they need not be known otherwise."""
        keys = [head.key for head in self.heads if names_somebody(head.name)]
        changes = sum(one != other for one, other in pairwise(keys))
        often = set(filter(self._is_often, keys))
        return (
            len(often) > 1
            and 4 * changes >= 3 * (len(keys) - 1)
            and 2 * len(keys) >= len(self.lines)
        )

    def _is_transcript(self, sure: Sequence[Head]) -> bool:
        if len(sure) < _FEWEST or not self._has_pairs(sure):
            return False
        bodies = [self._body(head) for head in sure]
        told = [body for body in bodies if body.strip()]
        if len(told) < _FEWEST:
            return False
        spoken = sum(bool(STOPS.search(body[-6:].rstrip())) for body in told)
        talking = sum(bool(_TALK.search(body)) for body in told)
        return spoken >= _SPOKEN * len(told) and talking >= _TALKING * len(told)

    def _has_pairs(self, sure: Sequence[Head]) -> bool:
        keys = Counter(head.key for head in sure)
        if len(keys) < 2 or set(keys) == {"a"}:
            return False
        between = sum(1 for start, _ in self.lines if start >= sure[0].start)
        if max(keys.values()) > 1:
            return len(sure) > _FEWEST or 2 * len(sure) >= between
        titled = sum(is_title(head.name) for head in sure)
        return titled >= _FEWEST and 3 * len(sure) >= 2 * between

    def _fits(self, head: Head) -> bool:
        """Whether a label among those of a transcript is one, too, though it is not sure."""
        if names_somebody(head.name):
            several = len(head.name.split()) > 1
            return several or bool(head.role) or self.surnames[_last(head.name)] > 1
        return describes_somebody(head.name)

    def _body(self, head: Head) -> str:
        """Return the words of the head's line, of the next one where it has none itself."""
        body = self.text[head.told : head.line].strip()
        if body:
            return body
        place = bisect_right(self.lines, (head.line, len(self.text)))
        while place < len(self.lines) and TIME_LINE.match(self.text, *self.lines[place]):
            place += 1
        return self.text[slice(*self.lines[place])].strip() if place < len(self.lines) else ""

    def _lists(self, head: Head) -> bool:
        """Whether a label introduces people instead of words: "Witness: Jessie Heddle, sworn."."""
        body = self.text[head.told : min(head.line, head.told + 200)]
        if head.form != "colon" or self.times[head.key] > 1 or _TALK.search(body):
            return False
        words = re.findall(r"[^\W\d_][\w'’-]*", body)
        return len(words) > 1 and words[0][0].isupper() and words[1][0].isupper()


def _last(name: str) -> str:
    return name.split()[-1].casefold().strip(".'’")


# Ends of turns ---------------------------------------------------------------------------------


def _turns(text: str, lines: Sequence[Span], heads: Sequence[Head]) -> Iterator[Turn]:
    rest = iter([*lines, (len(text), len(text))])
    line = next(rest)
    lined: list[list[Span]] = []
    for place, head in enumerate(heads):
        limit = heads[place + 1].start if place + 1 < len(heads) else len(text)
        while line[1] < head.told and line[0] < len(text):
            line = next(rest)
        mine = [(head.told, head.line)] if text[head.told : head.line].strip() else []
        while line[0] < limit and line[0] < len(text):
            if line[0] >= head.told:
                mine.append(line)
            line = next(rest)
        lined.append(mine)
    dense = _is_dense(text, lined)
    goes_on = any(len(paragraphs_of(mine)) > 1 for mine in lined[:-1])
    for place, (head, mine) in enumerate(zip(heads, lined, strict=True)):
        last = place + 1 == len(heads)
        words = words_of(text, mine, on=dense and (goes_on or not last))
        if words is not None:
            yield _turn(head, words)


def _is_dense(text: str, lined: Sequence[Sequence[Span]]) -> bool:
    """Whether most paragraphs have a label, so that others go on with what was said before."""
    paragraphs = 0
    for mine in lined[:-1]:
        rest = [line for line in mine[1:] if not (is_aside(text, *line) or ends_turn(text, *line))]
        paragraphs += max(1, len(paragraphs_of([*mine[:1], *rest])))
    return len(lined) > 1 and len(lined) - 1 >= _DENSE * paragraphs


def _turn(head: Head, words: Span) -> Turn:
    name = (head.name_start, head.name_start + len(head.name))
    asks = head.key in {"q", "question"}
    answers = head.key in {"a", "answer"}
    label = (head.start, head.told)
    return Turn(*words, label, name, head.role, asks=asks, answers=answers)
