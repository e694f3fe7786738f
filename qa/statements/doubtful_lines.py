"""Lines of an article that are no evidence by themselves: instructions, and labels that lie.

What an article says is its own claim. "Nikolay Bordyuzha: We sail in May." in an article that
knows no Bordyuzha and is no transcript may be anybody's words; "Assistant: ..." is nobody's. Such
lines may be quoted, but never make an answer sure.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from index.articles.article import Span
from index.articles.label_words import ends_sentence
from index.articles.labels import label_at
from index.articles.turns import find_turns
from index.chunking.sentences import sentence_spans
from index.keeping.found import kept_by_text
from qa.language.tables import tables
from qa.language.word_set import word_set
from qa.people.mentions import Sort, mentions
from qa.statements.instruction_lines import is_instruction, plain
from qa.text.quotation_marks import find_quotations
from qa.text.words import fold, is_content, words


class Doubt(StrEnum):
    """Why a line is doubtful: it tells a program what to do, or its label names a wrong speaker."""

    INSTRUCTION = "instruction"
    PROGRAM = "program"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """A stretch of a text, from where the doubtful begins to the end of its line, and why."""

    start: int
    end: int
    doubt: Doubt


@kept_by_text
def doubtful_lines(text: str) -> tuple[DoubtfulLine, ...]:
    """Return the doubtful lines of an article in order, without overlaps.

    Deterministic, never raises on any text, and takes time linear in its length.
    """
    sentences = sentence_spans(text)
    found = [*_instructions(text, sentences), *_false_labels(text, sentences)]
    kept: list[DoubtfulLine] = []
    for one in sorted(found, key=lambda line: (line.start, line.doubt)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def doubt_of(text: str, start: int, end: int) -> Doubt | None:
    """Return why [start, end) of a text is doubtful in whole or in part, `None` where it is not."""
    lines = doubtful_lines(text)
    place = bisect_left(lines, end, key=lambda line: line.start) - 1
    return lines[place].doubt if place >= 0 and lines[place].end > start else None


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


# Instructions -------------------------------------------------------------------------------------


def _instructions(text: str, sentences: Iterable[Span]) -> Iterator[DoubtfulLine]:
    """Yield instructions, but for those that the article only reports in quotation marks."""
    suspects = [span for span in sentences if is_instruction(text[slice(*span)])]
    if not suspects:
        return
    quoted = [(one.start, one.end) for one in find_quotations(text)]
    for start, end in suspects:
        if is_instruction(_unquoted(text, (start, end), quoted)):
            yield DoubtfulLine(start, _line_end(text, end), Doubt.INSTRUCTION)


def _unquoted(text: str, sentence: Span, quoted: Sequence[Span]) -> str:
    """Return a sentence without the quotations in it, unless they are the whole of their lines."""
    start, end = sentence
    parts: list[str] = []
    place = bisect_left(quoted, (start, 0))
    for left, right in map(quoted.__getitem__, range(max(0, place - 1), len(quoted))):
        if left >= end:
            break
        if right <= start or _fills_lines(text, (left, right)):
            continue
        parts.append(text[start : max(start, left)] + "“”")
        start = min(end, right)
    return "".join(parts) + text[start:end]


def _fills_lines(text: str, span: Span) -> bool:
    before = text[max(0, span[0] - 4) : span[0]].rstrip(" ")
    after = text[span[1] : span[1] + 4].lstrip(" .")
    return before[-1:] in {"", "\n"} and after[:1] in {"", "\n"}


# Labels -------------------------------------------------------------------------------------------

_NAMES = tables("en").names
_PARTICLES = _NAMES.particles
_TITLES = _NAMES.role_heads | _NAMES.office_adjectives
_PROGRAMS = word_set(
    "assistant ai system bot chatbot llm model chatgpt gpt claude gemini copilot user human prompt "
    "instruction instructions developer"
)
_PROGRAM_ADDS = word_set("ai virtual language large system the prompt message chat chatbot user")
_NOBODY = word_set("q a question answer")
_ADDRESSES = word_set(
    "mr mrs ms miss mx dr prof professor sir dame lord lady president senator sen rep governor gov "
    "mayor king queen prince princess general gen colonel col captain capt lieutenant lt judge "
    "justice minister councillor councilor cllr ambassador secretary reverend rev"
)
_ORDINARY = re.compile(r"(?:ing|ed|ly|tion|ment|ness|ity)$")
_CHAT = re.compile(r"\b(?:transcript|conversation|exchange|chat|dialogue|log|session)\b")
_QUOTE = frozenset("“\"«„‘'「『")
_STOPS = frozenset(".!?")
_FEWEST_WORDS = 3
_FEWEST_LINES = 3
_MOST_WORDS = 7
_LONGEST_BODY = 200
_TRANSCRIPT = 4


@dataclass(frozen=True, slots=True)
class _Label:
    """A label at the head of a sentence, and what it stands before: [told, end) of the text.

    `body` is its first 200 characters and its last one, `name` the label's folded words,
    `form` how it is written; `first` tells a label that begins its line.
    """

    start: int
    told: int
    end: int
    body: str
    spelt: str
    name: tuple[str, ...]
    form: tuple[bool, ...]
    first: bool

    @property
    def bare(self) -> tuple[str, ...]:
        """The name without titles and particles."""
        return tuple(word for word in self.name if word not in _TITLES | _PARTICLES)

    @property
    def role(self) -> bool:
        """Whether the label itself introduces the person: "Asif Trelawny, captain"."""
        return self.form[-1]

    @property
    def program(self) -> bool:
        """Whether this is the role of a chat program."""
        last = self.name[-1] in _PROGRAMS or (
            len(self.name) > 1 and self.name[-1] in _PROGRAM_ADDS and self.name[0] in _PROGRAMS
        )
        return last and all(word in _PROGRAMS | _PROGRAM_ADDS for word in self.name)

    @property
    def speaks(self) -> bool:
        """Whether what follows is said rather than a value: "Model: HX-7" is none."""
        told = [w.text for w in words(self.body)]
        low = [word for word in told if word.islower() and word not in _PARTICLES]
        return bool(low and len(told) >= _FEWEST_WORDS) or self.body.rstrip()[-1:] in _STOPS


def _false_labels(text: str, sentences: Iterable[Span]) -> Iterator[DoubtfulLine]:
    units = (unit for sentence in sentences for unit in _from_labels(text, sentence))
    labels = [label for unit in units if (label := _label_at(text, unit)) is not None]
    if not any(label.program or _is_person(label) for label in labels):
        return
    article = _Labels(text, labels)
    for label in labels:
        if label.program:
            if label.speaks and not article.is_chat:
                yield DoubtfulLine(label.start, label.end, Doubt.PROGRAM)
        elif label.speaks and article.is_person(label) and not article.sounds(label):
            yield DoubtfulLine(label.start, label.end, Doubt.LABEL)


def _from_labels(text: str, sentence: Span) -> Iterator[Span]:
    """Yield a sentence in parts that begin where a line begins with a label."""
    start, end = sentence
    line = text.find("\n", start, end) + 1
    while line:
        if _label_at(text, (line, line + 1)) is not None:
            yield start, line - 1
            start = line
        line = text.find("\n", line, end) + 1
    yield start, end


def _label_at(text: str, sentence: Span) -> _Label | None:
    start = sentence[0]
    found = label_at(text, start)
    spelt = [word.text for word in words(found.name)] if found is not None else []
    if found is None or len(spelt) > _MOST_WORDS or ends_sentence(found.name):
        return None
    name = tuple(map(fold, spelt))
    program = all(word in _PROGRAMS | _PROGRAM_ADDS for word in name)
    inverted = len(name) > 1 and name[0] in tables("en").speech.verbs  # Said Ellis: ...
    if not name or inverted or not (program or _is_capitalised(spelt)):
        return None
    end = _line_end(text, max(found.end, sentence[1]))
    form = (
        found.name.isupper(), found.opened, name[0] in _TITLES, len(name) > 1, bool(found.role),
    )  # fmt: skip
    first = not start or text[start - 1] == "\n"
    last = text[max(found.end, end - 1) : end]
    body = text[found.end : min(end - 1, found.end + _LONGEST_BODY)].rstrip() + last
    return _Label(start, found.end, end, body, found.name, name, form, first)


def _is_capitalised(spelt: Sequence[str]) -> bool:
    capital = [part[:1].isupper() for part in spelt]
    return any(capital) and all(
        is_upper or part in _PARTICLES for part, is_upper in zip(spelt, capital, strict=True)
    )


def _is_person(label: _Label) -> bool:
    """Whether a label is a person's name by its form: a title, a given name, or two odd words."""
    name, bare = label.name, label.bare
    if not bare or not _NOBODY.isdisjoint(name) or _names_no_person(label.spelt):
        return False
    if name[0] in _ADDRESSES:
        return True
    if len(bare) < 2:
        return False
    if _NAMES.gender_of(bare[0]) is not None:
        return True
    spelt = label.spelt.split()
    odd = len(bare) <= 3 and all(map(is_content, bare)) and not any(map(str.isupper, spelt))
    return odd and not any(map(_ORDINARY.search, bare)) and _is_told(label)


def _names_no_person(spelt: str) -> bool:
    return any(one.sort in {Sort.GROUP, Sort.PLACE, Sort.THING} for one in mentions(spelt.title()))


def _is_quoted(label: _Label) -> bool:
    return label.body.lstrip(" *_")[:1] in _QUOTE


def _is_told(label: _Label) -> bool:
    """Whether the label stands before a whole sentence."""
    body = label.body.strip()
    return len(body.split()) > _FEWEST_WORDS and body[-1:] in set('.!?”"') and not body[0].islower()


class _Labels:
    """The labels of one article, and what the rest of its text knows of those they name."""

    def __init__(self, text: str, labels: Sequence[_Label]) -> None:
        self.labels = labels
        self.text = text
        heads = [*(one.start for one in labels[1:]), len(text)]
        told = _without_labels(text, labels)
        self.given = _capitalised(told)
        self.before = _names_before(told)
        self.own: dict[tuple[str, ...], Counter[str]] = {}
        for label, head in zip(labels, heads, strict=True):
            mine = self.own.setdefault(label.bare, Counter())
            mine.update(_capitalised(text[label.told : min(label.end, head)]))
        self.times = Counter(label.bare for label in labels)
        self.surnames = Counter(label.bare[-1] for label in labels if label.bare)
        self.forms = Counter(label.form for label in labels)
        self.low = {w.text for w in words(told) if w.text.islower()}
        self.people = [label for label in labels if self.is_person(label)]
        self.lines = sum(1 for line in text.split("\n") if line.strip())

    def is_person(self, label: _Label) -> bool:
        """Whether a label names a person: by its form, and with no word that means a thing here."""
        known = label.name[0] in _ADDRESSES or _NAMES.gender_of(label.bare[0] if label.bare else "")
        return _is_person(label) and (known is not None or self.low.isdisjoint(label.bare))

    @cached_property
    def is_chat(self) -> bool:
        """Whether this is a transcript of a talk with a program, or introduces one."""
        lines = [label for label in self.labels if label.program]
        if len(lines) < _TRANSCRIPT or len({label.name for label in lines}) < 2:
            return False
        before = self.text[: lines[0].start].rstrip()
        intro = before[before.rfind("\n") + 1 :]
        told = bool(_CHAT.search(plain(intro))) and intro.endswith(":")
        return told or 3 * len(lines) >= 2 * self.lines

    @cached_property
    def is_transcript(self) -> bool:
        """Whether the article is a transcript, whose labels stand before turns."""
        return any(turn.label for turn in find_turns(self.text))

    def sounds(self, label: _Label) -> bool:
        """Whether a label may be believed: a turn of a transcript, or somebody introduced.

        One that opens the text is the speaker of all of it, or a headline.
        """
        if not self.text[: label.start].strip():
            return True
        if self.is_transcript and self._is_like_others(label):
            return True
        if not self._is_introduced(label):
            return label.role and label.form in self._introduced_forms
        alone = len(self.people) == 1 and self.lines > _FEWEST_LINES
        return not alone or _is_quoted(label) or self._is_heading(label)

    def _is_heading(self, label: _Label) -> bool:
        """Whether the label's line is a headline: "Koch: harbour closed until Friday"."""
        return label.first and (
            not self.text[: label.start].strip() or label.body.rstrip(" *_")[-1:] not in _STOPS
        )

    def _is_like_others(self, label: _Label) -> bool:
        """Whether a label of a transcript is no bare name among labels of other forms."""
        titled = label.spelt.isupper() or label.name[0] in _ADDRESSES or label.role
        often = self.times[label.bare] > 1 or self.surnames[label.bare[-1]] > 1
        return titled or often or self.forms[label.form] > 1

    @cached_property
    def _introduced_forms(self) -> set[tuple[bool, ...]]:
        return {one.form for one in self.people if self._is_introduced(one)}

    def _is_introduced(self, label: _Label) -> bool:
        """Whether the article names the person elsewhere, and nobody else of that surname alone."""
        given, surname = label.bare[0], label.bare[-1]
        if not self._elsewhere(label, surname):
            return False
        if len(label.bare) < 2 or len(given) == 1 or self._elsewhere(label, given):
            return True
        others = self.before.get(surname, set()) - {given}
        return not others

    def _elsewhere(self, label: _Label, word: str) -> bool:
        return self.given[word] > self.own[label.bare][word]


def _capitalised(text: str) -> Counter[str]:
    return Counter(fold(w.text) for w in words(text) if w.text[:1].isupper())


def _without_labels(text: str, labels: Sequence[_Label]) -> str:
    parts: list[str] = []
    place = 0
    for label in labels:
        parts.append(text[place : label.start])
        place = label.told
    return "\n".join((*parts, text[place:]))


_PAIR = re.compile(r"(?<!\w)([^\W\d_][\w'’-]*) (?=([^\W\d_][\w-]*))")


def _names_before(text: str) -> dict[str, set[str]]:
    """Return the given names that stand before each capitalised word of the text."""
    found: dict[str, set[str]] = {}
    for pair in _PAIR.finditer(text):
        given, surname = pair.groups()
        if (
            given[0].isupper()
            and surname[0].isupper()
            and _NAMES.gender_of(fold(given)) is not None
        ):
            found.setdefault(fold(surname), set()).add(fold(given))
    return found
