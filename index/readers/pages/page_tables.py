"""Tables of pages: those of data become rows `cell | cell`; those that lay a page out do not."""

from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from index.readers.blocks import Block

_APART = frozenset(
    """address blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section td th tr
    ul""".split()
)
_HEADINGS = ("h1", "h2", "h3", "h4")
_PROSE = ("p", "div", "section", "article", "form", "blockquote", *_HEADINGS)
_STOPS = (".", "!", "?", "”", "»", "。")
_LONGEST_VALUE, _LONGEST_CELL, _LONGEST_HEADED_CELL = 80, 400, 1_500
_MOST_PARTS = 8
_MOST_SPANNED = 20


def outer_tables(root: lxml_html.HtmlElement) -> set[lxml_html.HtmlElement]:
    """Return the tables that hold other tables: they lay the page out."""
    outer: set[lxml_html.HtmlElement] = set()
    for table in root.iter("table"):
        around = next(table.iterancestors("table"), None)
        if around is not None:
            outer.add(around)
    return outer


def is_data_table(table: lxml_html.HtmlElement) -> bool:
    """Tell whether a table without tables in it holds data, by its heads and the size of cells."""
    if (table.get("role") or "").lower() in {"presentation", "none"}:
        return False
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    if max(map(len, rows), default=0) < 2:
        return False
    cells = [cell for row in rows for cell in row]
    is_headed = any(table.find(f".//{tag}") is not None for tag in ("th", "thead", "caption"))
    lays_out = _is_long if is_headed else _holds_paragraphs
    return not any(map(lays_out, cells))


def _is_long(cell: lxml_html.HtmlElement) -> bool:
    """Tell whether a cell of a table with heads holds more than a table's cell would."""
    return _exceeds(cell, _LONGEST_HEADED_CELL) or sum(1 for _ in cell.iter(*_PROSE)) > _MOST_PARTS


def _holds_paragraphs(cell: lxml_html.HtmlElement) -> bool:
    """Tell whether a cell holds running text rather than a value."""
    if next(cell.iter(*_HEADINGS), None) is not None or _exceeds(cell, _LONGEST_CELL):
        return True
    if sum(1 for _ in cell.iter("p", "br")) > 2:
        return _exceeds(cell, _LONGEST_VALUE)
    return _exceeds(cell, _LONGEST_VALUE) and cell_text(cell).endswith(_STOPS)


def _exceeds(cell: lxml_html.HtmlElement, most: int) -> bool:
    """Tell whether a cell's text is longer; white space between its elements does not count."""
    return sum(map(len, cell.itertext())) > most and len(cell_text(cell)) > most


def table_block(table: lxml_html.HtmlElement) -> Block:
    """Return the rows of a table as one block; its label is the row of heads, if it has one.

    A cell that reaches over several rows is repeated in each, so that a row says all it shows.
    """
    rows = [row for row in _rows(table) if any(row)]
    first = next(table.iter("tr"), None)
    heads = [] if first is None else [cell.tag for cell in first]
    is_headed = len(heads) > 1 and len(rows) > 1 and set(heads) == {"th"}
    lines = [" | ".join(row) for row in rows]
    return Block("\n".join(lines), "table" if rows else None, label=lines[0] if is_headed else "")


def _rows(table: lxml_html.HtmlElement) -> Iterator[list[str]]:
    reaching: dict[int, tuple[int, str]] = {}  # column -> rows left, text
    for row in table.iter("tr"):
        texts: list[str] = []
        for cell in (cell for cell in row if cell.tag in {"td", "th"}):
            _repeat(reaching, texts)
            text = cell_text(cell)
            height = _whole(cell.get("rowspan"))
            if height > 1:
                reaching[len(texts)] = (height - 1, text)
            texts.append(text)
        _repeat(reaching, texts)
        yield texts


def _repeat(reaching: dict[int, tuple[int, str]], texts: list[str]) -> None:
    """Put in the cells of rows above that reach down to this place."""
    while len(texts) in reaching:
        left, text = reaching.pop(len(texts))
        if left > 1:
            reaching[len(texts)] = (left - 1, text)
        texts.append(text)


def _whole(given: str | None) -> int:
    text = (given or "").strip()
    return min(int(text), _MOST_SPANNED) if text.isascii() and text.isdigit() else 1


def cell_text(cell: lxml_html.HtmlElement) -> str:
    """Return the text of a cell as one line; what stands apart in it is parted by a space."""
    parts: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _APART:
            parts.append(" ")
        if event == "start":
            parts.append(element.text or "")
        elif element is not cell:
            parts.append(element.tail or "")
    return " ".join("".join(parts).split())
