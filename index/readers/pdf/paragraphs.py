"""Lines in reading order become paragraphs, headings, captions and tables, over columns and pages.

A line is taken to end on purpose where the next one's first word would have fitted on it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median

from index.articles.marks import Kind
from index.readers.pdf.columns import Flow
from index.readers.pdf.hyphens import HYPHENS, join
from index.readers.pdf.pieces import LOWERED, RAISED, Line

_LARGER = 1.13  # than the text: a heading
_SAME_SIZE = 0.08
_LONGEST_HEADING, _LONGEST_HEADINGS = 120, 250
_TAIL = 40  # letters in which a sentence's end is looked for
_LONGER_THAN_LABEL = 60  # letters
_LOOSE = 1.25  # of the usual distance of lines: a new paragraph
_SENTENCE_END = re.compile(rf"[.!?…。！？:][\"'”’»)\]]*(?:{RAISED}[^{LOWERED}]*{LOWERED})*\Z")
_CAPTION = re.compile(
    r"(?:Figure|Fig\.?|Table|Chart|Map|Photo|Graph|Abbildung|Abb\.|Tabelle|Tab\.|Tableau|Figura|"
    r"Tabla|Gráfico|Рис\.|Таблица|图|表)\s*\d{1,3}(?:\.\d{1,3})?(?P<plain>\s*[.:|–—])?",
)
_ITEM = re.compile(r"(?:[-–—•‣◦*·]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s")
_NUMBERED = re.compile(r"\d+(?:\.\d+)*\.?\s")


@dataclass(frozen=True, slots=True)
class Body:
    """How most of the text is set: size and distance of lines in points, and whether bold."""

    size: float
    leading: float
    is_bold: bool


@dataclass(slots=True)
class Part:
    """What of a paragraph stands on one page (from 0)."""

    text: str
    page: int


@dataclass(slots=True)
class Paragraph:
    """A block of the text in the parts that its pages hold.

    `size` is that of its type in points, `is_note` says that it is a footnote.
    """

    parts: list[Part]
    size: float
    is_bold: bool = False
    mark: Kind | None = None
    is_tight: bool = False
    is_note: bool = False

    @property
    def length(self) -> int:
        """Of its text, in characters."""
        return sum(len(part.text) for part in self.parts)


def body_of(flows: Sequence[Flow]) -> Body:
    """Return how most of the text in `flows` is set."""
    sizes, bold, letters = Counter[float](), 0, 0
    for flow in flows:
        for line in flow.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
            bold += len(line.text) if line.is_bold else 0
            letters += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    steps = [step for flow in flows if not flow.is_table for step in _steps(flow, size)]
    return Body(size, median(steps) if steps else 1.2 * size, bold > 0.5 * letters)


def _steps(flow: Flow, size: float) -> Iterator[float]:
    lines = flow.lines
    for before, line in pairwise(lines):
        step = line.base - before.base
        if abs(line.size - size) < 0.6 and 0.8 * size < step < 2.6 * size:
            yield step


class Paragraphs:
    """Grows paragraphs out of flows; `known` gives the words of the document."""

    def __init__(self, body: Body, known: Callable[[], frozenset[str]]) -> None:
        self._body = body
        self._known = known
        self.found: list[Paragraph] = []
        self._open: Paragraph | None = None
        self._open_is_full = False  # its last line reaches the edge, so that more must follow

    def add(self, flow: Flow, *, is_note: bool = False) -> None:
        """Add a flow of the page that comes next, or of the same one."""
        if flow.is_table:
            self._add_table(flow)
            return
        lines = flow.lines
        edge = _edge(lines)
        before: Line | None = None
        for place, line in enumerate(lines):
            if before is None:
                self._begin(line, is_note=is_note)
            else:
                following = lines[place + 1] if place + 1 < len(lines) else None
                self._go_on(before, line, following, edge, is_note=is_note)
            before = line
        if before is not None and not is_note:
            self._leave(before, edge)

    def _leave(self, line: Line, edge: float) -> None:
        """Remember, after the last line of a flow, whether its paragraph may go on elsewhere."""
        last = self._last()
        if last.mark is not None or abs(last.size - self._body.size) > _SAME_SIZE * last.size:
            return
        self._open = None if _ends_sentence(last.parts[-1].text) else last
        reaches = line.x1 >= edge - max(2.0 * line.size, 0.12 * (edge - line.x0))
        self._open_is_full = reaches and last.length > _LONGER_THAN_LABEL

    def _last(self) -> Paragraph:
        return self.found[-1]

    def _add_table(self, flow: Flow) -> None:
        rows = "\n".join(" | ".join(cell.words.strip() for cell in row) for row in flow.rows)
        first = flow.lines[0]
        self.found.append(Paragraph([Part(rows, first.page)], first.size, mark="table"))

    def _begin(self, line: Line, *, is_note: bool) -> None:
        """Take the first line of a column: it may go on with what the one before broke off."""
        broken = self._open
        if not is_note and broken is not None and self._goes_on_with(broken, line):
            self._join(broken, line)
            while self.found[-1] is not broken:  # what came between goes before it
                self._put_before(broken)
            return
        self._start(line, is_note=is_note)

    def _put_before(self, broken: Paragraph) -> None:
        between = self.found.pop()
        place = len(self.found)
        while self.found[place - 1] is not broken:
            place -= 1
        self.found.insert(place - 1, between)

    def _goes_on_with(self, broken: Paragraph, line: Line) -> bool:
        if abs(line.size - broken.size) > _SAME_SIZE * broken.size or _ITEM.match(line.text):
            return False
        if self._is_heading(line) or broken.parts[-1].page < line.page - 1:
            return False
        if line.text[:1].islower() or broken.parts[-1].text[-1:] in HYPHENS:
            return True
        if not self._open_is_full or _CAPTION.match(line.text):
            return False
        between = takewhile(lambda one: one is not broken, reversed(self.found))
        return not any(one.mark == "heading" for one in between)

    def _start(self, line: Line, *, is_tight: bool = False, is_note: bool = False) -> None:
        mark: Kind | None = None
        if not is_note:
            mark = "heading" if self._is_heading(line) else self._caption(line)
        self.found.append(
            Paragraph(
                [Part(line.text, line.page)],
                line.size,
                line.is_bold,
                mark,
                is_tight and mark is None,
                is_note,
            )
        )

    def _caption(self, line: Line) -> Kind | None:
        found = _CAPTION.match(line.text)
        small = line.size < (1 - _SAME_SIZE / 2) * self._body.size
        return "caption" if found and (found["plain"] or small or line.is_bold) else None

    def _join(self, paragraph: Paragraph, line: Line) -> None:
        part = paragraph.parts[-1]
        whole = join(part.text, line.text, self._known)
        if line.page == part.page:
            part.text = whole
            return
        # What a joint takes away or keeps is at its left side, but for a hyphen inside a word.
        kept = whole[: len(whole) - len(line.text)]
        part.text = kept
        paragraph.parts.append(Part(line.text, line.page))

    def _go_on(
        self, before: Line, line: Line, following: Line | None, edge: float, *, is_note: bool
    ) -> None:
        last = self._last()
        is_heading = not is_note and self._is_heading(line)
        if is_heading and not self._is_emphasis(before, line, following, last, edge):
            self._add_heading(before, line, last)
            return
        if last.mark == "heading":
            self._start(line, is_note=is_note)
            return
        how = self._how(before, line, last, edge, is_note=is_note)
        if how == "join":
            self._join(last, line)
        elif how == "new" and not is_note and line.text[:1].islower():
            self._begin(line, is_note=False)  # a figure stood in the middle of a sentence
        else:
            self._start(line, is_tight=how == "tight", is_note=is_note)

    def _add_heading(self, before: Line, line: Line, last: Paragraph) -> None:
        is_same = (
            last.mark == "heading"
            and abs(line.size - before.size) <= 0.03 * before.size
            and line.is_bold == before.is_bold
            and line.base - before.base <= 1.7 * line.size
            and last.length + len(line.text) <= _LONGEST_HEADINGS
            and not _NUMBERED.match(line.text)
        )
        if is_same:
            self._join(last, line)
        else:
            self._start(line)

    def _is_heading(self, line: Line) -> bool:
        text = line.words.strip()
        if not 2 <= len(text) <= _LONGEST_HEADING or not any(map(str.isalpha, text)):
            return False
        if line.size >= _LARGER * self._body.size:
            return not text.endswith((",", ";")) and (not text.endswith(".") or len(text) < 60)
        bold = line.is_bold and not self._body.is_bold and line.size >= 0.93 * self._body.size
        return bold and not text.endswith((".", ",", ";", ":")) and not _CAPTION.match(text)

    def _is_emphasis(
        self, before: Line, line: Line, following: Line | None, last: Paragraph, edge: float
    ) -> bool:
        """Tell whether a bold line is only a stressed part of a paragraph that runs on."""
        if last.mark is not None or line.size >= _LARGER * self._body.size:
            return False
        if line.base - before.base > _LOOSE * self._body.leading:
            return False
        is_inside = not _ends_sentence(before.text) and not _ends_early(before, line, edge)
        runs_on = following is not None and not _ends_early(line, following, edge)
        return is_inside or (runs_on and following is not None and not following.is_bold)

    def _how(self, before: Line, line: Line, last: Paragraph, edge: float, *, is_note: bool) -> str:
        """Return how a line follows the one before: `join`, `tight` (a new line) or `new`."""
        step = line.base - before.base
        leading = self._body.leading * max(line.size, before.size) / self._body.size
        if step > _LOOSE * leading or step < -0.5 * line.size:
            return "new"
        if abs(line.size - before.size) > _SAME_SIZE * before.size:
            return "new"
        if before.text[-1:] in HYPHENS and line.text[:1].islower():
            return "join"
        if _ITEM.match(line.text) and (
            _ends_sentence(before.text) or _ITEM.match(last.parts[0].text)
        ):
            return "tight"
        is_end = _ends_sentence(before.text)
        is_early = _ends_early(before, line, edge)
        is_moved = abs(line.x0 - before.x0) > 0.8 * line.size
        if is_note and line.text.startswith(RAISED):
            return "tight"
        if is_end and (is_early or (is_moved and line.x0 > before.x0)):
            return "new"
        if is_early and not line.text[:1].islower():
            return "tight"
        if is_end and is_moved and self._hangs(last):
            return "new"
        return "join"

    @staticmethod
    def _hangs(last: Paragraph) -> bool:
        return len(last.parts[-1].text) > 40


def _edge(lines: Sequence[Line]) -> float:
    """Return where full lines end at the right."""
    ends = sorted(line.x1 for line in lines)
    return ends[int(0.9 * (len(ends) - 1))] if ends else 0.0


def _ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text, max(0, len(text) - _TAIL)) is not None


def _ends_early(before: Line, line: Line, edge: float) -> bool:
    """Tell whether `before` had much more room than the first word of `line` needs."""
    room = edge - before.x1 - 0.3 * line.size - line.first_word
    return room > max(2.0 * line.size, 0.08 * (edge - before.x0))
