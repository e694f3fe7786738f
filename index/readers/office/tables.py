"""Tables of documents: rows as lines of text, or their cells as text where they only lay it out."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from index.readers.blocks import PAGE_BREAK, Block

Cell: TypeAlias = Sequence[Block]
"""What a cell holds."""

_SPACES = re.compile(r"[ \t\n\xa0]+")  # a page's end is kept
_LONGEST_CELL = 200


def table_blocks(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """Yield a table as one block, `cell | cell` a line; as blocks of text where it is no table.

    A table of one column or row, or with paragraphs in a cell, only puts text side by side.
    """
    full = [row for row in rows if any(map(_has_text, row))]
    columns = max((sum(map(_has_text, row)) for row in full), default=0)
    if len(full) < 2 or columns < 2 or any(map(_is_text, (cell for row in full for cell in row))):
        yield from (block for row in rows for cell in row for block in cell)
        return
    yield rows_block([[_line(cell) for cell in row] for row in rows])


def rows_block(rows: Sequence[Sequence[str]], label: str = "") -> Block:
    """Return rows of cells as one block with the mark of a table; empty ends of rows are cut."""
    lines = (" | ".join(_without_empty_end(row)) for row in rows)
    return Block("\n".join(line for line in lines if line), "table", label=label)


def one_cell(text: str) -> str:
    """Return text as it stands in a cell: on one line."""
    return _SPACES.sub(" ", text).strip(" ")


def _without_empty_end(row: Sequence[str]) -> list[str]:
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _line(cell: Cell) -> str:
    return one_cell(" ".join(block.text for block in cell if block.text))


def _has_text(cell: Cell) -> bool:
    return any(block.text.strip() for block in cell)


def _is_text(cell: Cell) -> bool:
    """Tell whether a cell holds paragraphs rather than a value."""
    texts = [block.text for block in cell if block.text.strip(f"{PAGE_BREAK} \n")]
    return len(texts) > 1 and sum(map(len, texts)) > _LONGEST_CELL
