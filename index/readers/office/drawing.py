"""Text in drawings: the paragraphs, colours and charts that slides and documents share."""

from collections.abc import Iterator, Sequence

from index.readers.blocks import Block, one_line
from index.readers.office.amounts import shown
from index.readers.office.numerals import numeral
from index.readers.office.package import Element, attribute, child, inside, local
from index.readers.office.sight import UNKNOWN, Colour, Look, colour_of
from index.readers.office.tables import one_cell, rows_block

_NUMBERS = {
    "arabic": "decimal", "romanLc": "lowerRoman", "romanUc": "upperRoman",
    "alphaLc": "lowerLetter", "alphaUc": "upperLetter",
}  # fmt: skip
_AROUND = frozenset(("slidenum",))
_FAINTEST = 10_000  # of 100,000 of opacity
_MOST_POINTS = 10_000
_FILLS = frozenset(("solidFill", "gradFill", "blipFill", "pattFill", "grpFill"))


def paragraphs(body: Element | None, behind: Colour | str | None) -> Iterator[Block]:
    """Yield the paragraphs of an element `txBody`.

    Args:
        body: that holds them.
        behind: what they stand on.
    """
    counts: dict[int, int] = {}
    was_item = False
    for element in inside(body):
        if local(element) != "p":
            continue
        text = "".join(_pieces(element, behind)).strip(" \t\n\xa0")
        level = _level(element)
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        marker = _marker(child(element, "pPr"), level, counts) if text else ""
        if not marker:
            counts.pop(level, None)
        line = f"{'  ' * level}{marker}{text}" if marker else text
        yield Block(line, tight=bool(marker) and was_item)
        was_item = bool(marker)


def fill_of(settings: Element | None) -> Colour | str | None:
    """Return what an element `spPr` or `bgPr` fills a shape with; None where it fills it not."""
    for one in inside(settings):
        if local(one) in _FILLS:
            solid = child(one, "srgbClr")
            return UNKNOWN if solid is None else colour_of(attribute(solid, "val"))
    return None


def chart_blocks(root: Element | None) -> Iterator[Block]:
    """Yield the title of a chart and the numbers in it as a table."""
    chart = child(root, "chart")
    title = child(chart, "title")
    words = [] if title is None else [one.text or "" for one in title.iter() if local(one) == "t"]
    if line := one_line("".join(words)):
        yield Block(line, "caption")
    plot = child(chart, "plotArea")
    series = [] if plot is None else [one for one in plot.iter() if local(one) == "ser"]
    names = [" ".join(_points(child(one, "tx"))) for one in series]
    values = [_points(child(one, "val") if child(one, "val") is not None else child(one, "yVal"))
              for one in series]  # fmt: skip
    labels = next((found for one in series if (found := _labels(one))), [])
    rows = [["", *names]] if any(names) else []
    for at in range(max(map(len, values), default=0)):
        cells = [column[at] if at < len(column) else "" for column in values]
        rows.append([labels[at] if at < len(labels) else "", *cells])
    if rows:
        yield rows_block([[one_cell(cell) for cell in row] for row in rows])


def _pieces(paragraph: Element, behind: Colour | str | None) -> Iterator[str]:
    for one in paragraph:
        name = local(one)
        if name == "br":
            yield "\n"
        elif name in {"r", "fld"}:
            is_number = name == "fld" and (
                attribute(one, "type") in _AROUND or attribute(one, "type").startswith("datetime")
            )
            if not is_number and _look(child(one, "rPr"), behind).is_read:
                found = child(one, "t")
                yield "" if found is None else found.text or ""
        elif name == "m" or local(one) == "AlternateContent":
            yield "".join(part.text or "" for part in one.iter() if local(part) == "t")


def _look(settings: Element | None, behind: Colour | str | None) -> Look:
    if settings is None:
        return Look()
    size = attribute(settings, "sz")
    colour = child(settings, "solidFill", "srgbClr")
    alpha = child(colour, "alpha")
    faint = "" if alpha is None else attribute(alpha, "val").removesuffix("%")
    return Look(
        hidden=faint.isdigit() and int(faint) < _FAINTEST,
        colour=None if colour is None else colour_of(attribute(colour, "val")),
        behind=UNKNOWN if child(settings, "highlight") is not None else behind,
        size=int(size) / 100 if size.isdigit() and len(size) < 7 else None,
    )


def _level(paragraph: Element) -> int:
    settings = child(paragraph, "pPr")
    level = "" if settings is None else attribute(settings, "lvl")
    return int(level) if level.isdigit() and len(level) == 1 else 0


def _marker(settings: Element | None, level: int, counts: dict[int, int]) -> str:
    if child(settings, "buChar") is not None:
        return "- "
    numbers = child(settings, "buAutoNum")
    if numbers is None:
        return ""
    start = attribute(numbers, "startAt", "1")
    first = int(start) if start.isdigit() and len(start) < 6 else 1
    counts[level] = counts[level] + 1 if level in counts else first
    form = attribute(numbers, "type", "arabicPeriod")
    kind = next((known for name, known in _NUMBERS.items() if form.startswith(name)), "decimal")
    end = ")" if "Paren" in form else "" if form.endswith("Plain") else "."
    begin = "(" if form.endswith("ParenBoth") else ""
    return f"{begin}{numeral(counts[level], kind)}{end} "


def _labels(series: Element) -> list[str]:
    for name in ("cat", "xVal"):
        if found := _points(child(series, name)):
            return found
    return []


def _points(holder: Element | None) -> list[str]:
    """Return the values that a chart keeps of a range of cells, as they are shown."""
    if holder is None:
        return []
    codes = [one.text or "" for one in holder.iter() if local(one) == "formatCode"]
    found: dict[int, str] = {}
    for point in (one for one in holder.iter() if local(one) == "pt"):
        index, value = attribute(point, "idx"), child(point, "v")
        if value is not None and index.isdigit() and len(index) < 6:
            found.setdefault(int(index), _shown(value.text or "", codes))
    if not found:
        return [one.text or "" for one in holder if local(one) == "v"]
    size = min(_MOST_POINTS, max(found) + 1)
    return [found.get(at, "") for at in range(size)]


def _shown(text: str, codes: Sequence[str]) -> str:
    if not codes:
        return text
    try:
        return shown(float(text), codes[0])
    except (ValueError, OverflowError):
        return text
