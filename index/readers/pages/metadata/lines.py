"""The lines that a page shows around its headline, each with what its markup hints at. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

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


_Shown: TypeAlias = tuple[str, frozenset[str], HtmlElement | None]
"""A line's text, its hints, and the headline it belongs to."""


def lines_around(page: HtmlElement, headlines: Sequence[HtmlElement]) -> list[Line]:
    """Return the lines within reach of the first of `headlines`, without what stands beside it.

    Without a headline, the first lines of the page's text.
    """
    headline = headlines[0] if headlines else None
    body = next(page.iter("body"), page)
    before: list[tuple[str, frozenset[str]]] = []
    after: list[tuple[str, frozenset[str]]] = []
    seen = headline is None
    for text, hints, element in _Walk().lines(body):
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


class _Walk:
    """A walk over the elements of a page that collects its lines."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._hints: frozenset[str] = frozenset()
        self._size = 0
        self._heads: list[HtmlElement] = []
        self._skipped: HtmlElement | None = None

    def lines(self, body: HtmlElement) -> Iterator[_Shown]:
        """Yield the lines with their hints, and the headline they belong to."""
        events = etree.iterwalk(body, events=("start", "end"))
        for _, (event, element) in zip(range(_MOST_ELEMENTS), events, strict=False):
            if not isinstance(element.tag, str):
                continue
            if event == "start" and self._skipped is None:
                yield from self._enter(element)
            elif event == "end" and self._skipped in (None, element):
                yield from self._leave(element)
        yield from self._closed()

    def _enter(self, element: HtmlElement) -> Iterator[_Shown]:
        tag = element.tag
        if tag in _BLOCKS:
            yield from self._closed()
        if tag in _SILENT or _is_hidden(element) or _stands_beside(element):
            self._skipped = element
            return
        if tag in _HEADS:
            self._heads.append(element)
        self._take_hints(element)
        if tag not in _SPOKEN and tag not in _BLOCKS:
            self._part()
        self._take(element.text)

    def _leave(self, element: HtmlElement) -> Iterator[_Shown]:
        if self._skipped is element:
            self._skipped = None
        elif element.tag in _BLOCKS:
            yield from self._closed()
            if self._heads and self._heads[-1] is element:
                self._heads.pop()
        elif element.tag not in _SPOKEN:
            self._part()
        self._take(element.tail)
        parent = element.getparent()
        if self._pieces and not self._hints and parent is not None:
            self._take_hints(parent)

    def _take(self, text: str | None) -> None:
        if text and self._size <= _LONGEST:
            self._pieces.append(text[: _LONGEST + 1])
            self._size += len(text.strip())

    def _part(self) -> None:
        if self._pieces and self._pieces[-1] != PART:
            self._pieces.append(PART)

    def _take_hints(self, element: HtmlElement) -> None:
        if element.tag == "time":
            self._hints |= {"date"}
        for one in (element, element.getparent()):
            if one is None or one.tag in {"body", "article", "main", "html"}:
                break
            if one.attrib:
                get = one.attrib.get
                self._hints |= _hints_of(
                    f"{get('class', '')} {get('id', '')} {get('itemprop', '')} {get('rel', '')}"
                )

    def _closed(self) -> Iterator[_Shown]:
        """Yield the line that ends here, if it has words, and begin another."""
        text, hints = _joined("".join(self._pieces)), self._hints
        self._pieces, self._hints, self._size = [], frozenset(), 0
        if text:
            yield text, hints, self._heads[-1] if self._heads else None


def _joined(text: str) -> str | None:
    """Return the words of a line; elements that a space parts are words beside each other."""
    if PART not in text:
        return one_line(text)
    text = re.sub(rf"\s+{PART}|{PART}\s+", " ", text)
    shown = one_line(text.replace(PART, f" {PART} ")) or ""
    return shown.replace(f" {PART} ", PART).strip(f" {PART}") or None


@lru_cache(4096)
def _hints_of(names: str) -> frozenset[str]:
    return frozenset(found.lastgroup or "" for found in _HINT.finditer(names[:200]))


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def _stands_beside(element: HtmlElement) -> bool:
    if element.tag in {"nav", "aside", "footer", "figure", "figcaption"}:
        return True
    return element.tag not in NEVER_OUTSIDE and is_outside_by_name(element)
