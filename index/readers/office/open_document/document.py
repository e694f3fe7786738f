"""The walk through an OpenDocument text: paragraphs, lists, tables, boxes and notes as blocks."""

from collections.abc import Iterator

from index.articles.marks import Kind
from index.readers.blocks import PAGE_BREAK, Block, one_line
from index.readers.office.head import heading_of_all
from index.readers.office.numerals import numeral
from index.readers.office.open_document.lines import Beside, Lines, note_body
from index.readers.office.open_document.styles import Style, Styles
from index.readers.office.package import Element, attribute, child, inside, local
from index.readers.office.pages import Pages
from index.readers.office.sight import Colour, Look
from index.readers.office.tables import Cell, table_blocks

_GONE = frozenset(
    """table-of-content alphabetical-index illustration-index table-index object-index user-index
    bibliography-source tracked-changes forms annotation sequence-decls variable-decls
    user-field-decls title desc notes shapes""".split()
)
_ROW_GROUPS = frozenset(("table-header-rows", "table-rows", "table-row-group"))
_AROUND = " \t\n\xa0"

Behind = Colour | str | None
"""What letters stand on."""


class Document:
    """A document that is walked through once.

    Args:
        styles: its styles.
        pages: told where its pages end.
    """

    def __init__(self, styles: Styles, pages: Pages) -> None:
        self._styles, self._pages = styles, pages
        self._beside = Beside()
        self._lines = Lines(styles, pages, self._beside)
        self._was_item = False
        self._counts: dict[str, list[int]] = {}
        self._title: str | None = None
        self._headings: list[tuple[int, str]] = []
        self._has_text = False

    @property
    def title(self) -> str | None:
        """What stands in the style of a title, or the heading of the whole text."""
        return self._title or heading_of_all(self._headings)

    def blocks(self, body: Element) -> Iterator[Block]:
        """Yield the blocks of the text, then those of its notes, which are on no page."""
        yield from self.inner(body, None)
        yield Block(self._pages.end())
        for note in self._beside.notes:  # a note may refer to others
            yield from self.inner(note_body(note), None)

    def inner(self, parent: Element | None, behind: Behind) -> Iterator[Block]:
        """Yield the blocks of what an element holds."""
        for element in inside(parent):
            name = local(element)
            if name in {"p", "h"}:
                yield from self._paragraph(element, behind)
            elif name == "list":
                yield from self._list(element, behind, "", 1)
            elif name == "table":
                yield from self._table(element, behind)
            elif name == "soft-page-break":
                yield Block(self._pages.laid_out())
            elif name and name not in _GONE and not self._is_hidden(element):
                yield from self.inner(element, self._behind(element, behind))

    def _paragraph(
        self, element: Element, behind: Behind, marker: str | None = None, depth: int = 0
    ) -> Iterator[Block]:
        style = self._styles.of("paragraph", attribute(element, "style-name"))
        if style.begins_page:
            yield Block(self._pages.by_author())
        look = style.look.over(Look(behind=behind))
        text = self._lines.text(element, look).strip(_AROUND)
        boxes, self._beside.boxes = self._beside.boxes, []
        yield self._block(element, text, style, marker, depth)
        for box in boxes:
            if not self._is_hidden(box):
                yield from self.inner(box, self._behind(box, behind))

    def _block(
        self, element: Element, text: str, style: Style, marker: str | None, depth: int
    ) -> Block:
        line = one_line(text)
        if not line:
            return Block(PAGE_BREAK * text.count(PAGE_BREAK))
        kind = _kind(element, style)
        if kind == "heading":
            self._note_heading(line, style, attribute(element, "outline-level", "1"))
        self._has_text = self._has_text or kind is None
        if marker is None or kind:
            self._was_item = False
            return Block(text, kind)
        tight, self._was_item = self._was_item, True
        return Block(f"{'  ' * (depth - 1)}{marker}{text}", tight=tight)

    def _note_heading(self, line: str, style: Style, level: str) -> None:
        if "title" in style.names and self._title is None and not self._headings:
            self._title = line
        elif level.isdigit() and len(level) < 3 and (self._headings or not self._has_text):
            self._headings.append((int(level), line))

    def _list(self, element: Element, behind: Behind, style: str, depth: int) -> Iterator[Block]:
        style = attribute(element, "style-name") or style or self._list_style(element)
        continues = attribute(element, "continue-numbering") == "true" or depth > 1
        counts = self._counts.setdefault(style, []) if continues else []
        self._counts[style] = counts
        del counts[depth:]
        for item in element:
            if local(item) == "list-item":
                counts += [0] * (depth - len(counts))
                del counts[depth:]
                given = attribute(item, "start-value")
                level = self._styles.level(style, depth)
                counts[-1] = counts[-1] + 1 if counts[-1] else level.start
                counts[-1] = int(given) if given.isdigit() and len(given) < 6 else counts[-1]
            yield from self._item(item, behind, style, depth)

    def _list_style(self, element: Element) -> str:
        """Return the list style of a list's first paragraph."""
        first = child(element, "list-item", "p")
        name = "" if first is None else attribute(first, "style-name")
        return self._styles.of("paragraph", name).list_style

    def _item(self, item: Element, behind: Behind, style: str, depth: int) -> Iterator[Block]:
        marker = self._marker(style, depth) if local(item) == "list-item" else ""
        for part in item:
            name = local(part)
            if name == "list":
                yield from self._list(part, behind, style, depth + 1)
            elif name in {"p", "h"}:
                yield from self._paragraph(part, behind, marker, depth)
                marker = "  " if marker else ""
            elif name == "soft-page-break":
                yield Block(self._pages.laid_out())
            elif name:
                yield from self.inner(part, behind)

    def _marker(self, style: str, depth: int) -> str:
        level = self._styles.level(style, depth)
        if level.is_bullet:
            return "- "
        counts = self._counts[style][:depth]
        first = max(0, depth - level.shown)
        shown = [
            numeral(count, self._styles.level(style, at + 1).form)
            for at, count in enumerate(counts)
            if at >= first
        ]
        text = f"{level.before}{'.'.join(one for one in shown if one)}{level.after}".strip()
        return f"{text} " if text else ""

    def _table(self, element: Element, behind: Behind) -> Iterator[Block]:
        rows = [self._row(row, behind) for row in rows_of(element)]
        self._was_item = False
        yield from table_blocks(rows)

    def _row(self, row: Element, behind: Behind) -> list[Cell]:
        if attribute(row, "visibility") in {"collapse", "filter"}:
            return []
        behind = self._behind(row, behind)
        cells = [one for one in row if local(one) in {"table-cell", "covered-table-cell"}]
        return [list(self.inner(cell, self._behind(cell, behind))) for cell in cells]

    def _behind(self, element: Element, around: Behind) -> Behind:
        name = attribute(element, "style-name")
        family = _FAMILIES.get(local(element))
        style = self._styles.of(family, name) if family and name else None
        return around if style is None or style.look.behind is None else style.look.behind

    def _is_hidden(self, element: Element) -> bool:
        return attribute(element, "display") == "none" or (
            local(element) == "section"
            and self._styles.of("section", attribute(element, "style-name")).is_hidden
        )


_FAMILIES = {
    "table-cell": "table-cell", "table-row": "table-row", "frame": "graphic",
    "custom-shape": "graphic", "rect": "graphic", "ellipse": "graphic", "text-box": "graphic",
}  # fmt: skip


def rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, those of its groups too."""
    for one in table:
        if local(one) == "table-row":
            yield one
        elif local(one) in _ROW_GROUPS and attribute(one, "display") != "false":
            yield from rows_of(one)


def _kind(element: Element, style: Style) -> Kind | None:
    if local(element) == "h" or "title" in style.names:
        return "heading"
    is_caption = any(name == "caption" for name in style.names)
    return "caption" if is_caption else None
