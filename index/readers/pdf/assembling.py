"""Paragraphs become the article's text, with a mark for each heading, caption, table and page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.articles.article import Span, normalise_text
from index.articles.marks import Mark
from index.readers.pdf.footnotes import resolved
from index.readers.pdf.paragraphs import Paragraph, Part

_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?=\s)")
_SPACES = re.compile(r"[^\S\n]+")
_LONGEST_HEADING = 300


@dataclass(frozen=True, slots=True)
class Assembled:
    """The text, its marks (those of pages without labels), and where each page is in it."""

    text: str
    marks: tuple[Mark, ...]
    pages: Mapping[int, Span]


def assemble_pages(
    paragraphs: Sequence[Paragraph], notes: Mapping[int, frozenset[str]]
) -> Assembled:
    """Return the text of paragraphs that may run over pages.

    Args:
        paragraphs: in reading order.
        notes: the labels of the footnotes on each page (from 0).
    """
    pieces: list[str] = []
    marks: list[Mark] = []
    pages: dict[int, Span] = {}
    position = 0
    for paragraph in in_page_order(paragraphs):
        parts = _normalised(paragraph, notes)
        if not parts:
            continue
        if pieces:
            gap = "\n" if paragraph.is_tight else "\n\n"
            pieces.append(gap)
            position += len(gap)
        start = position
        for part in parts:
            pieces.append(part.text)
            begun, _ = pages.get(part.page, (position, 0))
            position += len(part.text)
            pages[part.page] = (begun, position)
        if paragraph.mark and (paragraph.mark != "heading" or position - start <= _LONGEST_HEADING):
            marks.append(Mark(paragraph.mark, start, position))
    return Assembled("".join(pieces), tuple(marks), _apart(pages))


def page_marks(pages: Mapping[int, Span], labels: Mapping[int, str]) -> list[Mark]:
    """Return a mark for each page that has text, with its label."""
    return [Mark("page", start, end, labels.get(page, "")) for page, (start, end) in pages.items()]


def in_page_order(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs so that pages follow each other.

    What follows a paragraph that runs on to the next page (footnotes, a figure's caption) goes
    before it; where that one has begun on an earlier page, it is parted after a sentence.
    """
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        page = paragraph.parts[0].page
        place = len(found)
        while place and found[place - 1].parts[-1].page > page:
            place -= 1
        if place == len(found) or found[place].parts[0].page >= page:
            found.insert(place, paragraph)
            continue
        found[place : place + 1] = [*_parted(found[place], page, paragraph)]
    return found


def _parted(whole: Paragraph, page: int, between: Paragraph) -> list[Paragraph]:
    """Put `between` after the last sentence of `whole` that ends on `page`."""
    count = sum(part.page <= page for part in whole.parts)
    before, last, after = whole.parts[: count - 1], whole.parts[count - 1], whole.parts[count:]
    ends = [match.end() for match in _SENTENCE.finditer(last.text)]
    cut = ends[-1] if ends and last.page == page else len(last.text)
    first = replace(whole, parts=[*before, Part(last.text[:cut], last.page)])
    rest = [Part(last.text[cut:].lstrip(), last.page)] if last.text[cut:].strip() else []
    second = replace(whole, parts=[*rest, *after], is_tight=False)
    return [one for one in (first, between, second) if one.parts]


def _normalised(paragraph: Paragraph, notes: Mapping[int, frozenset[str]]) -> list[Part]:
    """Return the parts as they are stored: no space at either end, no part empty."""
    parts: list[Part] = []
    none: frozenset[str] = frozenset()
    for part in paragraph.parts:
        text = resolved(part.text, notes.get(part.page, none))
        parts.append(Part(_SPACES.sub(" ", normalise_text(text)), part.page))
    parts = [part for part in parts if part.text.strip()]
    if parts:
        parts[0].text = parts[0].text.lstrip()
        parts[-1].text = parts[-1].text.rstrip()
    return parts


def _apart(pages: Mapping[int, Span]) -> dict[int, Span]:
    """Return the spans of the pages in order, none reaching into the next."""
    found: dict[int, Span] = {}
    end = 0
    for page, (start, stop) in sorted(pages.items()):
        if stop > max(start, end):
            found[page] = (max(start, end), stop)
            end = stop
    return found
