"""The walk through a Word document: paragraphs, lists, tables, text boxes and notes as blocks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from index.articles.article import ArticleInfo
from index.articles.dates import parse_date
from index.articles.marks import Kind
from index.readers.blocks import Block, one_line
from index.readers.office.head import heading_of_all
from index.readers.office.package import Element, attribute, child, inside, local, value
from index.readers.office.pages import Pages, Section
from index.readers.office.sight import UNKNOWN, Colour, Look
from index.readers.office.tables import Cell, table_blocks
from index.readers.office.word.numbering import Numbering
from index.readers.office.word.parts import Parts
from index.readers.office.word.runs import Beside, Runs
from index.readers.office.word.styles import (
    Style,
    Styles,
    is_on,
    numbering_of,
    outline_of,
    shading_of,
)
from index.readers.text import told_by

_GONE = frozenset(("del", "moveFrom", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr"))
_CONTENTS = re.compile(r"(?:toc|contents|index|table of (?:figures|authorities)) ?(?:\d|heading)?")
_CONTENTS_GALLERIES = frozenset(("Table of Contents",))
_DEEPEST_HEADING = 8
_AROUND = " \t\n\xa0"

Notes = Mapping[tuple[str, str], Element]
"""Notes by their kind (footnote, endnote) and identifier."""


class Document:
    """A document that is walked through once.

    Args:
        styles: its styles.
        numbering: its lists.
        pages: told where its pages end.
        notes: its notes.
        parts: what it holds in other parts.
    """

    def __init__(
        self, styles: Styles, numbering: Numbering, pages: Pages, notes: Notes, parts: Parts
    ) -> None:
        self._parts = parts
        self._styles, self._numbering, self._pages, self._notes = styles, numbering, pages, notes
        self._beside = Beside()
        self._runs = Runs(styles, pages, self._beside)
        self._pending = ""
        self._was_item = False
        self._has_text = False
        self._title: str | None = None
        self._headings: list[tuple[int, str]] = []
        self.info = ArticleInfo(id="")

    @property
    def title(self) -> str | None:
        """What stands in the style of a title, or the heading of the whole text."""
        return self._title or heading_of_all(self._headings)

    def blocks(self, body: Element) -> Iterator[Block]:
        """Yield the blocks of the text, then those of its notes, which are on no page."""
        yield from self._blocks(body, None)
        yield Block(self._pages.end())
        told: set[tuple[str, str]] = set()
        for one in self._beside.notes:  # a note may refer to others
            if one not in told and one in self._notes:
                told.add(one)
                yield from self._blocks(self._notes[one], None)

    def _blocks(self, parent: Element, behind: Colour | str | None) -> Iterator[Block]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, behind)
            elif name == "tbl":
                yield from self._table(element, behind)
            elif name == "sdt" and not _is_contents(element):
                yield from self._blocks(inside(element, "sdtContent"), behind)
            elif name == "altChunk":
                yield from self._parts.chunk(attribute(element, "id"))
            elif name == "AlternateContent":
                yield from self._blocks(inside(element, "Choice"), behind)
            elif name not in _GONE and name not in {"sdt", "sectPr", "r"}:
                yield from self._blocks(element, behind)

    def _paragraph(self, element: Element, behind: Colour | str | None) -> Iterator[Block]:
        settings = child(element, "pPr")
        style = self._styles.paragraph(value(settings, "pStyle"))
        starts = is_on(child(settings, "pageBreakBefore")) and self._pages.before_paragraph()
        look = shading_of(settings).over(style.look).over(Look(behind=behind))
        text = f"{starts or ''}{self._runs.text(element, look)}"
        boxes, self._beside.boxes = self._beside.boxes, []
        charts, self._beside.charts = self._beside.charts, []
        if _is_deleted(child(settings, "rPr")):  # it runs on in the next one
            self._pending += text
        else:
            text, self._pending = (self._pending + text).strip(_AROUND), ""
            yield self._block(text, style, settings)
        for chart in charts:
            yield from self._parts.chart(chart)
        for box in boxes:
            yield from self._blocks(box.content, box.behind)
        if child(settings, "sectPr") is not None:
            yield Block(self._pages.next_section())

    def _block(self, text: str, style: Style, settings: Element | None) -> Block:
        line = one_line(text)
        if not line or _CONTENTS.fullmatch(style.name) or self._tells(line, style.name):
            return Block("\f" * text.count("\f"))
        marker = self._marker(style, settings)
        kind = _kind(style, settings)
        if kind == "heading":
            self._note_heading(line, style, settings)
        self._has_text = self._has_text or kind is None
        if marker is None or kind:
            self._was_item = False
            return Block(f"{marker or ''}{text}", kind)
        level = (numbering_of(settings) or style.numbering or ("", 0))[1]
        tight, self._was_item = self._was_item, True
        return Block(f"{'  ' * level}{marker}{text}", tight=tight)

    def _note_heading(self, line: str, style: Style, settings: Element | None) -> None:
        level = _level(style, settings)
        if style.name == "title" and self._title is None and not self._headings:
            self._title = line
        elif level is not None and (self._headings or not self._has_text):
            self._headings.append((level, line))

    def _marker(self, style: Style, settings: Element | None) -> str | None:
        found = numbering_of(settings) or style.numbering
        return self._numbering.marker(*found) if found else None

    def _tells(self, line: str, style: str) -> bool:
        """Tell whether a line above the text says who wrote it, or when, by its style."""
        if self._has_text or style not in {"author", "byline", "date"}:
            return False
        told = told_by(line, self.info)
        if told is None and style == "date" and (date := parse_date(line)):
            told = replace(self.info, date=date)
        if told is None and style != "date":
            names = [name for name in (self.info.author, line) if name]
            told = replace(self.info, author=", ".join(names))
        if told is not None:
            self.info = told
        return told is not None

    def _table(self, element: Element, behind: Colour | str | None) -> Iterator[Block]:
        settings = child(element, "tblPr")
        shading = shading_of(settings).behind
        if self._styles.of(value(settings, "tblStyle")).is_shaded:
            shading = UNKNOWN
        rows = [self._row(row, shading or behind) for row in _members(element, "tr")]
        self._was_item = False
        yield from table_blocks(rows)

    def _row(self, row: Element, behind: Colour | str | None) -> list[Cell]:
        settings = child(row, "trPr")
        if _is_deleted(settings) or is_on(child(settings, "hidden")):
            return []
        return [self._cell(cell, behind) for cell in _members(row, "tc")]

    def _cell(self, cell: Element, behind: Colour | str | None) -> Cell:
        settings = child(cell, "tcPr")
        if child(settings, "cellDel") is not None:
            return []
        self._was_item = False
        return list(self._blocks(cell, shading_of(settings).behind or behind))


def _members(element: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those in wrappers too."""
    for one in element:
        if local(one) == name:
            yield one
        elif local(one) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _members(one, name)


def _level(style: Style, settings: Element | None) -> int | None:
    level = outline_of(settings)
    return style.outline if level is None else level


def _kind(style: Style, settings: Element | None) -> Kind | None:
    level = _level(style, settings)
    if style.name == "title" or (level is not None and level <= _DEEPEST_HEADING):
        return "heading"
    return "caption" if style.name == "caption" else None


def _is_deleted(settings: Element | None) -> bool:
    return child(settings, "del") is not None or child(settings, "moveFrom") is not None


def _is_contents(element: Element) -> bool:
    gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
    return gallery is not None and attribute(gallery, "val") in _CONTENTS_GALLERIES


def pages_of(body: Element) -> Pages:
    """Return what counts the pages of a document."""
    sections = [
        _section(one)
        for one in body.iter()
        if local(one) == "sectPr" and local(one.getparent()) != "sectPrChange"
    ]
    is_laid_out = any(local(one) == "lastRenderedPageBreak" for one in body.iter())
    return Pages(sections, is_laid_out=is_laid_out)


def _section(element: Element) -> Section:
    numbers = child(element, "pgNumType")
    start = "" if numbers is None else attribute(numbers, "start")
    form = "" if numbers is None else attribute(numbers, "fmt")
    return Section(
        int(start) if start.isdigit() else None,
        form or "decimal",
        value(element, "type") == "continuous",
    )
