"""Turns: what each speaker of a transcript says, found by the labels before the words.

A label is known by its form: a name or office and a colon ("MS. OKORO:"), a name and a time
("Ada 0:22"), Q and A, or a name alone in its line. Whether a text is a transcript is told by all of
them together: they recur, stand at the beginnings of lines, name people, and what follows is talk.
Interviews whose questions are paragraphs without any label are told by question and answer taking
turns throughout.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.articles.article import Span
from index.articles.marks import Mark
from index.articles.label_words import (
    describes_somebody,
    is_field,
    is_office,
    is_title,
    names_somebody,
    reports,
)
from index.articles.labels import LONGEST, NAME, ROLE, TIME, label_at

_ALONE = 50
_FEWEST = 3
_TALKING = 0.3
_SPOKEN = 0.6
_DENSE = 0.6
_WIDEST_WRAPPED = 120

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
_TIME_LINE = re.compile(rf"[ \t]*[\[(]?{TIME}[\])]?[ \t]*$", re.MULTILINE)
_TIME_FIRST = re.compile(rf"[ \t]*[\[(]?{TIME}[\])]?[ \t]*(?=\S)")
_STAGE = re.compile(
    r"^[ \t]*[\[(]?(?:ACT|Act|SCENE|Scene)[ ](?:[IVX]+|\d+|[Oo]ne|ONE)\b|\b(?:Exeunt|EXEUNT)\b"
    r"|^[ \t]*[\[(](?:Enter|Exit|ENTER|EXIT)\b|^[ \t]*(?:INT|EXT)\. ",
    re.MULTILINE,
)
_CLOSES = re.compile(
    r"[ \t]*(?:\*+|#+|[-–—_=]{2,}|©|(?:the )?(?:hearing|sitting|committee|house|court|meeting|session|"
    r"debate|assembly|senate|inquiry|tribunal|briefing|chamber|council|witness|panel|tape|recording)"
    r"\b.{0,60}\b(?:adjourned|rose|resumed|suspended|ended|ends|closed|heard|withdrew|withdrawn|stopped|"
    r"stood down)\b|(?:adjourned|ends?|end of \w+|transcri(?:pt|bed)|interview by|edited by|recorded|"
    r"this (?:transcript|interview|is an?) )\b)",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[.!?…:;,—–-][\"'”’»)\]*_]{0,4}$")
_ASIDE = re.compile(r"[ \t*_]{0,4}[\[(].*[\])][ \t.*_]{0,4}$")
_TALK = re.compile(r"\?|\b(?:I|I['’]\w+|you|your|You|Your|we|We|my|My|me|our|Our|us)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|my|My|me|mine)\b")
_CAPITAL = re.compile(r"(?<![.!?:;\n\"“”])[ \t(]([^\W\d_a-z][\w'’-]*)")


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


@dataclass(frozen=True, slots=True)
class _Head:
    """A line that may begin a turn; `told` is where its words begin, `line` how far it goes."""

    start: int
    told: int
    name_start: int
    name: str
    role: str
    form: str
    line: int

    @property
    def key(self) -> str:
        return " ".join(self.name.replace(".", " ").casefold().split())


@lru_cache(maxsize=256)
def find_turns(text: str) -> tuple[Turn, ...]:
    """Return the turns of a transcript in order, without overlaps; none of any other text.

    Deterministic, never raises on any text, and takes time linear in its length.
    """
    lines = list(_lines(text))
    heads = [head for line in lines if (head := _head_of(text, *line)) is not None]
    heads = _with_lone_names(text, lines, heads)
    chosen = _Article(text, lines, heads).chosen
    if chosen:
        return tuple(_turns(text, lines, chosen))
    return tuple(_interview(text))


def turn_marks(text: str) -> tuple[Mark, ...]:
    """Return the turns as marks of the words, each with the name in the label (empty for none)."""
    return tuple(
        Mark("turn", turn.start, turn.end, " ".join(text[slice(*turn.name)].split()) if turn.name else "")
        for turn in find_turns(text)
    )


def _lines(text: str) -> Iterator[Span]:
    place = 0
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        if end > place and not text[place : min(end, place + 500)].isspace():
            yield place, end
        place = end + 1


# Heads of turns -----------------------------------------------------------------------------------


def _head_of(text: str, start: int, end: int) -> _Head | None:
    found = _QA.match(text, start, min(end, start + LONGEST))
    if found:
        role = (found["role"] or "").strip("()")
        return _Head(start + len(found["open"]), found.end(), found.start("name"), found["name"], role, "qa", end)  # fmt: skip
    label = label_at(text, start)
    if label is not None and label.end <= end:
        form = "bold" if "*" in text[start : label.name_start] else "colon"
        return _Head(label.start, label.end, label.name_start, label.name, label.role, form, end)
    for pattern in (_TIMED, _AFTER_TIME):
        found = pattern.match(text, start, min(end, start + LONGEST))
        if found and _is_short(found["name"]):
            role = (found["role"] or "").strip(" ,")
            return _Head(found.start("name"), found.end(), found.start("name"), found["name"], role, "timed", end)  # fmt: skip
    return None


def _is_short(name: str) -> bool:
    return len(name.split()) <= 6 and names_somebody(name)


def _with_lone_names(
    text: str, lines: Sequence[Span], heads: Sequence[_Head]
) -> list[_Head]:
    """Add names that stand alone in their lines, more than once, above words or below a time."""
    taken = {head.line for head in heads}
    lone: list[_Head] = []
    for (start, end), (following, last) in zip(lines, lines[1:], strict=False):
        if end in taken or end - start > _ALONE or following > end + 2:
            continue
        found = _NAME_LINE.match(text, start, end)
        if found and _is_short(found["name"]) and not is_field(found["name"]):
            told = bool(_TIME_LINE.match(text, following, last))
            if told or _STOPS.search(text, max(following, last - 6), last):
                role = (found["role"] or "").strip(" ,")
                lone.append(_Head(found.start("name"), end, found.start("name"), found["name"], role, "alone", end))  # fmt: skip
    times = Counter(head.key for head in lone)
    lone = [head for head in lone if times[head.key] > 1]
    if len({head.key for head in lone}) < 2:
        return list(heads)
    return sorted([*heads, *lone], key=lambda head: head.start)


class _Article:
    """The heads of one text, and what tells whether they are those of a transcript."""

    def __init__(self, text: str, lines: Sequence[Span], heads: Sequence[_Head]) -> None:
        self.text, self.lines = text, lines
        heads = [head for head in heads if head.form == "qa" or not is_field(head.name)]
        heads = [head for head in heads if not reports(head.role)]
        self.times = Counter(head.key for head in heads)
        first = next((n for n, head in enumerate(heads) if not self._lists(head)), len(heads))
        self.heads = heads[first:]

    @property
    def chosen(self) -> list[_Head]:
        """The heads that begin turns; none where the text is no transcript."""
        if len(self.heads) < _FEWEST:
            return []
        self.named = self._named()
        self.alternate = self._alternate()
        self.surnames = Counter(_last(head.name) for head in self.heads if names_somebody(head.name))
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

    def _is_sure(self, head: _Head) -> bool:
        """Whether a label by itself names somebody who could speak."""
        if head.form in {"qa", "timed", "alone", "bold"}:
            return True
        if not names_somebody(head.name):
            return False
        if is_title(head.name) or is_office(head.name) or head.name.isupper():
            return True
        return _last(head.name) in self.named or (self.alternate and self.times[head.key] > 2)

    def _alternate(self) -> bool:
        """Whether few labels take turns so often that they need not be known otherwise."""
        keys = [head.key for head in self.heads if names_somebody(head.name)]
        changes = sum(one != other for one, other in zip(keys, keys[1:], strict=False))
        often = [key for key, times in Counter(keys).items() if times > 2]
        return len(often) > 1 and 4 * changes >= 3 * (len(keys) - 1) and 2 * len(keys) >= len(self.lines)

    def _is_transcript(self, sure: Sequence[_Head]) -> bool:
        if len(sure) < _FEWEST or not self._has_pairs(sure):
            return False
        bodies = [self._body(head) for head in sure]
        told = [body for body in bodies if body.strip()]
        if len(told) < _FEWEST:
            return False
        spoken = sum(bool(_STOPS.search(body[-6:].rstrip())) for body in told)
        talking = sum(bool(_TALK.search(body)) for body in told)
        return spoken >= _SPOKEN * len(told) and talking >= _TALKING * len(told)

    def _has_pairs(self, sure: Sequence[_Head]) -> bool:
        keys = Counter(head.key for head in sure)
        if len(keys) < 2 or set(keys) == {"a"}:
            return False
        between = sum(1 for start, _ in self.lines if start >= sure[0].start)
        if max(keys.values()) > 1:
            return len(sure) > _FEWEST or 2 * len(sure) >= between
        titled = sum(is_title(head.name) for head in sure)
        return titled >= _FEWEST and 3 * len(sure) >= 2 * between

    def _fits(self, head: _Head) -> bool:
        """Whether a label among those of a transcript is one, too, though it is not sure."""
        if names_somebody(head.name):
            several = len(head.name.split()) > 1
            return several or bool(head.role) or self.surnames[_last(head.name)] > 1
        return describes_somebody(head.name)

    def _body(self, head: _Head) -> str:
        """Return the words of the head's line, of the next one where it has none itself."""
        body = self.text[head.told : head.line].strip()
        if body:
            return body
        place = self.text.find("\n", head.line + 2)
        return self.text[head.line : place if place >= 0 else len(self.text)].strip()[-4000:]

    def _lists(self, head: _Head) -> bool:
        """Whether a label introduces people instead of words: "Witness: Jessie Heddle, sworn."."""
        body = self.text[head.told : min(head.line, head.told + 200)]
        if head.form != "colon" or self.times[head.key] > 1 or _TALK.search(body):
            return False
        words = re.findall(r"[^\W\d_][\w'’-]*", body)
        return len(words) > 1 and words[0][0].isupper() and words[1][0].isupper()


def _last(name: str) -> str:
    return name.split()[-1].casefold().strip(".'’")


# Ends of turns ------------------------------------------------------------------------------------


def _turns(text: str, lines: Sequence[Span], heads: Sequence[_Head]) -> Iterator[Turn]:
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
    dense = _is_dense(lined)
    goes_on = any(len(_paragraphs(mine)) > 1 for mine in lined[:-1])
    for place, (head, mine) in enumerate(zip(heads, lined, strict=True)):
        last = place + 1 == len(heads)
        words = _words(text, mine, on=dense and (goes_on or not last))
        if words is not None:
            yield _turn(head, words)


def _is_dense(lined: Sequence[Sequence[Span]]) -> bool:
    """Whether most paragraphs have a label, so that others go on with what was said before."""
    paragraphs = sum(max(1, len(_paragraphs(mine))) for mine in lined[:-1])
    return len(lined) > 1 and len(lined) - 1 >= _DENSE * paragraphs


def _paragraphs(lines: Sequence[Span]) -> list[list[Span]]:
    found: list[list[Span]] = []
    for line in lines:
        if found and line[0] <= found[-1][-1][1] + 1:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _words(text: str, lines: Sequence[Span], *, on: bool) -> Span | None:
    """Return the span of the words among the lines after a label; `on` where paragraphs go on."""
    while lines and _TIME_LINE.match(text, *lines[0]):
        lines = lines[1:]
    if not lines:
        return None
    start, end = lines[0]
    width = max(right - left for left, right in _paragraphs(lines)[0])
    for before, (left, right) in zip(lines, lines[1:], strict=False):
        if _ends_turn(text, left, right):
            break
        apart = left > before[1] + 1
        wrapped = width <= _WIDEST_WRAPPED and 4 * (before[1] - before[0]) >= 3 * width
        if not on and (apart or not wrapped):
            break
        end = right
    stamp = _TIME_FIRST.match(text, start, end)
    return _trimmed(text, stamp.end() if stamp else start, end)


def _ends_turn(text: str, start: int, end: int) -> bool:
    """Whether a line is no words of the speaker before it: a heading, or how the record closes."""
    if _CLOSES.match(text, start, end):
        return True
    line = text[start : min(end, start + LONGEST)].strip()
    if _ASIDE.match(line):
        return False
    return end - start <= 80 and not _STOPS.search(line)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span without space, and without lines of asides at its end."""
    while True:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        line = text.rfind("\n", start, end) + 1
        if line > start and _ASIDE.match(text, line, end):
            end = line
            continue
        return (start, end) if start < end else None


def _turn(head: _Head, words: Span) -> Turn:
    name = (head.name_start, head.name_start + len(head.name))
    asks = head.key in {"q", "question"}
    answers = head.key in {"a", "answer"}
    label = (head.start, head.told)
    return Turn(*words, label, name, head.role, asks=asks, answers=answers)


# Interviews without labels ------------------------------------------------------------------------

_FEWEST_QUESTIONS = 4
_LONGEST_QUESTION = 300
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„\n]{0,400}[”\"»“]")
_BOLD = re.compile(r"(?:\*\*|__)(?P<words>[^\n]{1,400}?)(?:\*\*|__)$")


def _interview(text: str) -> Iterator[Turn]:
    """Yield the questions and answers of an interview in which they only take turns."""
    if text.count("?") < _FEWEST_QUESTIONS:
        return
    paragraphs = [
        match.span()
        for match in _PARAGRAPH.finditer(text)
        if not _ASIDE.match(text, *match.span())
    ]
    asked = _bold_questions(text, paragraphs) or _plain_questions(text, paragraphs)
    if not asked:
        return
    for place, question in enumerate(asked):
        limit = asked[place + 1] if place + 1 < len(asked) else len(paragraphs)
        answers = [paragraphs[n] for n in range(question + 1, limit)]
        if place + 1 == len(asked):
            answers = answers[: max(1, max(b - a for a, b in zip(asked, asked[1:], strict=False)) - 1)]
        yield _unlabelled(text, _without_marks(text, *paragraphs[question]), asks=True)
        words = _words(text, answers, on=True) if answers else None
        if words is not None:
            yield _unlabelled(text, words, asks=False)


def _unlabelled(text: str, words: Span, *, asks: bool) -> Turn:
    """Return a question or an answer; the first of each may have a label that tells who it is."""
    label = label_at(text, words[0])
    if label is None or label.end >= words[1] or not names_somebody(label.name):
        return Turn(*words, None, None, asks=asks, answers=not asks)
    name = (label.name_start, label.name_start + len(label.name))
    rest = _trimmed(text, label.end, words[1])
    return Turn(*(rest or words), (label.start, label.end), name, label.role, asks, not asks)


def _bold_questions(text: str, paragraphs: Sequence[Span]) -> list[int]:
    bold = [n for n, (start, end) in enumerate(paragraphs) if _BOLD.match(text, start, end)]
    asking = sum("?" in text[slice(*paragraphs[n])] for n in bold)
    if asking < _FEWEST_QUESTIONS or 2 * asking < len(bold) or not _answers(text, paragraphs, bold):
        return []
    return bold


def _plain_questions(text: str, paragraphs: Sequence[Span]) -> list[int]:
    """Return the questions where every other paragraph is short and most of those ask."""
    questions = [n for n, span in enumerate(paragraphs) if _asks(text, *span)]
    if len(questions) < _FEWEST_QUESTIONS:
        return []
    first, last = questions[0], questions[-1]
    every = list(range(first, last + 1, 2))
    asking = sum(n % 2 == first % 2 for n in questions)
    short = all(paragraphs[n][1] - paragraphs[n][0] <= _LONGEST_QUESTION for n in every)
    strict = 5 * asking >= 4 * len(questions) and 2 * asking >= len(every)
    return every if short and strict and _answers(text, paragraphs, every) else []


def _asks(text: str, start: int, end: int) -> bool:
    words = text[start:end].rstrip(" *_")
    return len(words) <= _LONGEST_QUESTION and (
        words.endswith("?") or (len(words) <= _LONGEST_QUESTION // 2 and "?" in words)
    )


def _answers(text: str, paragraphs: Sequence[Span], questions: Sequence[int]) -> bool:
    """Whether what follows questions is somebody's own words rather than a report of them."""
    answers = [text[slice(*paragraphs[n + 1])] for n in questions if n + 1 < len(paragraphs)]
    own = sum(bool(_FIRST_PERSON.search(_QUOTED.sub("", answer))) for answer in answers)
    quoted = sum(answer.lstrip()[:1] in "“\"«„" for answer in answers)
    return 5 * own >= 2 * len(answers) and 5 * quoted <= len(answers)


def _without_marks(text: str, start: int, end: int) -> Span:
    found = _BOLD.match(text, start, end)
    return found.span("words") if found else (start, end)
