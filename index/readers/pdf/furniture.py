"""Running heads, running feet and page numbers: found by their place and what other pages have."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.readers.pdf.pieces import Line, PageLines

_ZONE = 0.14  # of the page's height, at either end
_ROWS = 3
_MARGIN, _FEW = 0.09, 3  # what only two pages share must stand nearer to the edge
_MANY = 5  # pages; of fewer, one that says but little may look like the others
_SAME_PLACE = 5.0  # points
_OFTEN = 0.3  # share of the pages
_APART = 1.5  # of the type's size: what is no line of the text keeps its distance
_LONGEST = 150
_ROMAN = "[ivxlc]{1,7}|[IVXLC]{1,7}"
_WORDS = r"page|p\.|pp\.|seite|s\.|página|pág\.|pagina|strona|стр\.|страница|第"
_LONE = re.compile(
    rf"(?:{_WORDS})?[\s\-–—\[(|·•]*(?P<number>\d{{1,4}}|{_ROMAN})[\s\-–—\])|·•.]*"
    rf"(?:(?:of|/|von|sur|de|di|из)\s*\d{{1,4}}\s*)?(?:页)?",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r"(?P<first>\d{1,4})(?:\s|\s*[|•·–—-]).*|.*(?:[|•·–—-]\s*|\s|p\.)(?P<last>\d{1,4})"
)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SENTENCE_REST = re.compile(r"[^\W\d_].*[.!?]")  # the end of a sentence from the page before
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Numbering:
    """What the pages print as their numbers: by the page's place (from 0), as printed."""

    printed: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int
    line: Line
    is_head: bool
    is_outer: bool  # the row that is nearest to the edge
    is_apart: bool
    inside: float  # its distance from that edge as a share of the page's height


def take_out(pages: Sequence[PageLines]) -> Numbering:
    """Take running heads, feet and page numbers out of the pages; return the numbers."""
    candidates = [one for page in pages for one in _candidates(page)]
    shown = sum(bool(page.lines) for page in pages)
    numbering = _numbering(candidates, shown)
    gone = {id(one.line) for one in candidates if _is_number(one, numbering, shown)}
    outer = [one for one in candidates if one.is_outer]
    beside = {(one.page, one.is_head) for one in outer if id(one.line) in gone}
    gone |= {
        id(one.line)
        for one in outer
        if shown > 1 and one.is_apart and (one.page, one.is_head) in beside
    }
    gone |= {id(one.line) for one in _repeated(candidates, shown)}
    for page in pages:
        kept = [line for line in page.lines if id(line) not in gone]
        if any(any(map(str.isalpha, line.text)) for line in kept):
            page.lines = kept
        elif shown >= _MANY or not any(any(map(str.isalpha, line.text)) for line in page.lines):
            page.lines = kept  # nothing else is on it
    return numbering


def _candidates(page: PageLines) -> Iterator[_Candidate]:
    lines = sorted(page.lines, key=lambda line: line.base)
    if not lines:
        return
    yield from _at_edge(page, lines, is_head=True)
    yield from _at_edge(page, lines[::-1], is_head=False)


def _at_edge(page: PageLines, lines: Sequence[Line], *, is_head: bool) -> Iterator[_Candidate]:
    """Yield the lines of the first rows at one edge, given from that edge inwards.

    A row keeps its distance from the text, too, where only rows that do stand in between.
    """
    rows = _rows(lines)
    apart = False
    apart_of: list[bool] = [False] * len(rows)
    for number in range(len(rows) - 1, -1, -1):
        apart = (number < _ROWS and apart) or _keeps_distance(rows, number)
        apart_of[number] = apart
    for number, row in enumerate(rows[:_ROWS]):
        inside = row[0].base / max(page.height, 1)
        inside = inside if is_head else 1 - inside
        if inside > _ZONE:
            return
        for line in row:
            if len(line.text) <= _LONGEST:
                yield _Candidate(page.number, line, is_head, number == 0, apart_of[number], inside)


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the first rows of lines that are sorted by their height, and one row more."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(line.base - rows[-1][0].base) <= 0.6 * line.size:
            rows[-1].append(line)
        elif len(rows) > _ROWS:
            break
        else:
            rows.append([line])
    return rows


def _keeps_distance(rows: Sequence[list[Line]], number: int) -> bool:
    if number + 1 >= len(rows):
        return number < _ROWS  # nothing else is on the page
    line, other = rows[number][0], rows[number + 1][0]
    return abs(other.base - line.base) > _APART * max(line.size, other.size)


def _numbering(candidates: Sequence[_Candidate], shown: int) -> Numbering:
    """Return the numbers that run on from page to page."""
    offsets: dict[tuple[bool, int], set[int]] = defaultdict(set)
    found: dict[tuple[bool, int, int], str] = {}
    for one in candidates:
        for text in _numbers(one.line.words):
            is_roman = not text.isdigit()
            offset = (_roman(text) if is_roman else int(text)) - one.page
            offsets[is_roman, offset].add(one.page)
            found[is_roman, offset, one.page] = text
    enough = max(2, 0.4 * shown)
    best = max(
        (key for key in offsets if not key[0]), key=lambda key: len(offsets[key]), default=None
    )
    printed: dict[int, str] = {}
    if best is not None and len(offsets[best]) >= enough:
        first = min(offsets[best])
        last = max(page for page in (one.page for one in candidates))
        printed = {
            page: str(page + best[1]) for page in range(first, last + 1) if page + best[1] > 0
        }
    for (is_roman, offset), pages in offsets.items():
        if is_roman and len(pages) >= 2 and not pages & printed.keys():
            printed |= {page: found[True, offset, page] for page in pages}
    return Numbering(printed)


def _numbers(text: str) -> Iterator[str]:
    lone = _LONE.fullmatch(text.strip())
    if lone:
        yield lone["number"]
        return
    ends = _AT_END.fullmatch(text.strip())
    if ends:
        yield ends["first"] or ends["last"]


def _roman(text: str) -> int:
    values = [_VALUES[sign] for sign in text.lower()]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def _is_number(one: _Candidate, numbering: Numbering, shown: int) -> bool:
    """Tell whether a line is a page's number, alone or with a running head."""
    lone = _LONE.fullmatch(one.line.words.strip())
    if shown == 1:
        return bool(lone and one.is_apart and one.is_outer and lone["number"].isdigit())
    number = numbering.printed.get(one.page)
    if number is None:
        return False
    if lone:
        return lone["number"].lstrip("0") == number
    has_it = number in tuple(_numbers(one.line.words))
    return has_it and one.is_outer and one.is_apart


def _repeated(candidates: Sequence[_Candidate], shown: int) -> Iterator[_Candidate]:
    """Yield lines that stand at the same place of several pages, numbers in them aside."""
    alike: dict[tuple[bool, str], list[_Candidate]] = defaultdict(list)
    for one in candidates:
        key = _DIGITS.sub("#", " ".join(one.line.words.split()).casefold())
        alike[one.is_head, key].append(one)
    for group in alike.values():
        words = group[0].line.words.strip()
        if words[:1].islower() and _SENTENCE_REST.fullmatch(words):
            continue
        for near in _by_place(group):
            pages = {one.page for one in near}
            if len(pages) < 2:
                continue
            share = len(pages) / max(shown, 1)
            if len(pages) < _FEW and not all(_is_in_margin(one) for one in near):
                continue
            is_often = share >= _OFTEN or _runs_on(pages)
            if is_often and sum(one.is_apart for one in near) >= 0.5 * len(near):
                yield from near


def _is_in_margin(one: _Candidate) -> bool:
    return one.inside <= _MARGIN


def _by_place(group: Sequence[_Candidate]) -> Iterator[list[_Candidate]]:
    """Yield lines whose heights are near each other; a line may be in two of the groups."""
    for height in {round(one.line.base / _SAME_PLACE) for one in group}:
        middle = height * _SAME_PLACE
        yield [one for one in group if abs(one.line.base - middle) <= _SAME_PLACE]


def _runs_on(pages: set[int]) -> bool:
    """Tell whether the pages follow each other, or every other one, as those of a chapter do."""
    order = sorted(pages)
    return len(order) >= 3 and order[-1] - order[0] <= 2 * len(order)
