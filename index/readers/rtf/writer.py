"""Text of RTF as it comes becomes blocks: paragraphs, rows of tables, notes, text boxes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.articles.marks import Kind
from index.readers.blocks import Block
from index.readers.office.head import heading_of_all
from index.readers.office.tables import table_blocks

_SPACES = " \t\n\xa0"
_BULLETS = "•·-–*▪◦o●■§\uf0b7\uf0a7"
_CONTENTS = re.compile(r"toc (?:\d|heading)|index \d|table of figures|contents ?\d?")


@dataclass(frozen=True, slots=True)
class Form:
    """What is said of a paragraph: its style's name, its level as a heading, its place in lists."""

    style: str = ""
    outline: int | None = None
    level: int = 0
    in_table: bool = False


@dataclass(slots=True)
class Flow:
    """A stream of paragraphs: the text, or what is in a note or a text box."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    marker: str = ""
    named_title: str | None = None
    headings: list[tuple[int, str]] = field(default_factory=list)
    has_text: bool = False
    rows: list[list[list[Block]]] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)
    was_item: bool = False
    after: list[Block] = field(default_factory=list)
    """What text boxes fixed to the paragraph hold."""

    def end_paragraph(self, form: Form) -> None:
        """Take what was written as a paragraph."""
        text = "".join(self.pieces).strip(_SPACES)
        marker, self.marker, self.pieces = _marker(self.marker), "", []
        if not form.in_table:
            self.end_table()
        into = self.cell if form.in_table else self.blocks
        into.append(self._block(text, marker, form))
        into += self.after
        self.after = []

    def end_cell(self, form: Form) -> None:
        """Take what was written as the end of a cell."""
        self.end_paragraph(Form(form.style, None, form.level, in_table=True))
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        """Take the cells as a row."""
        if self.cells:
            self.rows.append(self.cells)
        self.cells = []

    def end_table(self) -> None:
        """Take the rows as a table."""
        if self.cell:
            self.cells.append(self.cell)
            self.cell = []
        self.end_row()
        if self.rows:
            self.blocks += table_blocks(self.rows)
            self.rows, self.was_item = [], False

    def end(self) -> Sequence[Block]:
        """Return the blocks of all that was written."""
        if self.after or "".join(self.pieces).strip():
            self.end_paragraph(Form())
        self.end_table()
        return self.blocks

    @property
    def title(self) -> str | None:
        """What stands in the style of a title, or the heading of the whole text."""
        return self.named_title or heading_of_all(self.headings)

    def _note_heading(self, line: str, form: Form) -> None:
        if form.style == "title" and self.named_title is None and not self.headings:
            self.named_title = line
        elif form.outline is not None and (self.headings or not self.has_text):
            self.headings.append((form.outline, line))

    def _block(self, text: str, marker: str, form: Form) -> Block:
        if not text.strip():
            return Block(text)
        if _CONTENTS.fullmatch(form.style):
            return Block("\f" * text.count("\f"))
        kind = _kind(form)
        if kind == "heading":
            self._note_heading(" ".join(text.split()), form)
        self.has_text = self.has_text or kind is None
        if kind or not marker:
            self.was_item = False
            return Block(f"{marker}{text}", kind)
        tight, self.was_item = self.was_item, True
        return Block(f"{'  ' * form.level}{marker}{text}", tight=tight)


def _kind(form: Form) -> Kind | None:
    if form.outline is not None or form.style == "title":
        return "heading"
    return "caption" if form.style == "caption" else None


def _marker(written: str) -> str:
    """Return the sign or number of a list's item, and a space."""
    sign = " ".join(written.split())
    if not sign:
        return ""
    is_bullet = (len(sign) == 1 and not sign.isalnum()) or sign in _BULLETS
    return "- " if is_bullet else f"{sign} "
