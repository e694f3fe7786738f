"""The lines that a page shows around its headline, each with what its markup hints at. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from index.readers.blocks import one_line
from index.readers.pages.metadata.bylines import PART
from index.readers.pages.metadata.page_parts import NEVER_OUTSIDE, HtmlElement, is_outside_by_name

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd td th tr table section article header main footer"
    " aside nav figure figcaption blockquote pre br hr address body form fieldset center".split()
)
_SILENT = frozenset("script style noscript template svg select option textarea button head".split())
_SPOKEN = frozenset("b strong i em u a font abbr cite mark small sup sub bdi".split())
_HEADS = frozenset(("h1", "h2", "h3"))
_HINT = re.compile(
    r"(?P<date>date|time|publish|posted|dateline|stamp)|(?P<byline>byline|author|writer)"
    r"|(?P<meta>meta|info|details|head)",
    re.IGNORECASE,
)
_LONGEST = 400
_MOST_BEFORE = 8
_MOST_AFTER = 30
_MOST_ELEMENTS = 60_000


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in one line of a page.

    Attributes:
        text: its words; `bylines.PART` stands where elements touch without a space.
        place: its distance in lines from the headline, negative above it.
        hints: of `date`, `byline`, `meta`: what classes of its elements hint at.
    """

    text: str
    place: int
    hints: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Open:
    """A line that is being collected."""

    pieces: list[str]
    hints: set[str]
    size: int = 0


def lines_around(page: HtmlElement, headlines: Sequence[HtmlElement]) -> list[Line]:
    """Return the lines within reach of the first of `headlines`, without what stands beside it.

    Without a headline, the first lines of the page's text.
    """
    headline = headlines[0] if headlines else None
    body = next(page.iter("body"), page)
    before: list[tuple[str, frozenset[str]]] = []
    after: list[tuple[str, frozenset[str]]] = []
    seen = headline is None
    for text, hints, element in _lines(body):
        if not seen and element is headline:
            seen = True
            continue
        if element is headline:
            continue
        target = after if seen else before
        target.append((text, hints))
        del before[:-_MOST_BEFORE]
        if len(after) >= _MOST_AFTER:
            break
    above = [Line(text, at - len(before), hints) for at, (text, hints) in enumerate(before)]
    below = [Line(text, at, hints) for at, (text, hints) in enumerate(after, 1)]
    return [*above, *below] if seen else below


def _lines(body: HtmlElement) -> Iterator[tuple[str, frozenset[str], HtmlElement | None]]:
    """Yield the lines of a page with their hints, and the headline they belong to."""
    line = _Open([], set())
    heads: list[HtmlElement] = []
    skipped: HtmlElement | None = None
    for number, (event, element) in enumerate(etree.iterwalk(body, events=("start", "end"))):
        if number > _MOST_ELEMENTS:
            return
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if skipped is not None:
                continue
            if tag in _BLOCKS:
                yield from _closed(line, heads)
                line = _Open([], set())
            if tag in _SILENT or _is_hidden(element) or _stands_beside(element):
                skipped = element
                continue
            if tag in _HEADS:
                heads.append(element)
            _take_hints(line, element)
            if tag not in _SPOKEN and tag not in _BLOCKS:
                _part(line)
            _take(line, element.text)
            continue
        if skipped is element:
            skipped = None
        elif skipped is not None:
            continue
        elif tag in _BLOCKS:
            yield from _closed(line, heads)
            line = _Open([], set())
            if heads and heads[-1] is element:
                heads.pop()
        elif tag not in _SPOKEN:
            _part(line)
        _take(line, element.tail)
        if line.pieces and not line.hints:
            parent = element.getparent()
            if parent is not None:
                _take_hints(line, parent)
    yield from _closed(line, heads)


def _take(line: _Open, text: str | None) -> None:
    if text and line.size <= _LONGEST:
        line.pieces.append(text[: _LONGEST + 1])
        line.size += len(text.strip())


def _part(line: _Open) -> None:
    if line.pieces and line.pieces[-1] != PART:
        line.pieces.append(PART)


def _take_hints(line: _Open, element: HtmlElement) -> None:
    if element.tag == "time":
        line.hints.add("date")
    for one in (element, element.getparent()):
        if one is None or one.tag in {"body", "article", "main", "html"}:
            break
        if one.attrib:
            get = one.attrib.get
            line.hints |= _hints_of(
                f"{get('class', '')} {get('id', '')} {get('itemprop', '')} {get('rel', '')}"
            )


@lru_cache(4096)
def _hints_of(names: str) -> frozenset[str]:
    return frozenset(found.lastgroup or "" for found in _HINT.finditer(names[:200]))


def _closed(
    line: _Open, heads: Sequence[HtmlElement]
) -> Iterator[tuple[str, frozenset[str], HtmlElement | None]]:
    text = "".join(line.pieces)
    if PART not in text:
        shown = one_line(text) if text.strip() else None
        if shown:
            yield shown, frozenset(line.hints), heads[-1] if heads else None
        return
    # Where elements are parted by a space, they are words of one line.
    text = re.sub(rf"\s+{PART}|{PART}\s+", " ", text)
    shown = one_line(text.replace(PART, f" {PART} ")) if text.strip() else None
    if shown and shown.strip(f" {PART}"):
        shown = shown.replace(f" {PART} ", PART).strip(f" {PART}")
        yield shown, frozenset(line.hints), heads[-1] if heads else None


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def _stands_beside(element: HtmlElement) -> bool:
    if element.tag in {"nav", "aside", "footer", "figure", "figcaption"}:
        return True
    return element.tag not in NEVER_OUTSIDE and is_outside_by_name(element)
