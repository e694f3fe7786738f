"""Slides of PowerPoint (.pptx): the text that an audience sees, a page for each slide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.errors import ReadError
from index.readers.blocks import PAGE_BREAK, Block
from index.readers.office.drawing import chart_blocks, fill_of, paragraphs
from index.readers.office.head import Written, title_of, written_article
from index.readers.office.package import (
    Element,
    Package,
    Relation,
    attribute,
    child,
    inside,
    local,
)
from index.readers.office.properties import office_properties
from index.readers.office.sight import UNKNOWN, Colour
from index.readers.office.tables import table_blocks
from index.readers.sources import ReadOutcome, Skip, Source

_TITLES = frozenset(("title", "ctrTitle"))
_AROUND = frozenset(("dt", "ftr", "sldNum", "hdr"))
_NO_NODES = frozenset(("pres", "parTrans", "sibTrans", "doc"))
_LAYERS = 2  # above a slide: its layout and the master
_ON = frozenset(("1", "true"))


@dataclass(frozen=True, slots=True)
class _Slide:
    """What the shapes of a slide share: the parts they refer to, what they stand on, the size."""

    package: Package
    related: Mapping[str, Relation]
    behind: Colour | str | None
    size: tuple[int, int] | None


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read the slides of a presentation as one article.

    Titles are headings; tables, charts and diagrams are kept as tables and lines. Notes for the
    speaker, comments, dates and numbers of slides, and what no audience sees are left out.

    Raises:
        ReadError: locked, damaged, or without text.
    """
    package = Package(data)
    main = package.main()
    root = package.xml(main)
    related = package.related(main)
    first = "" if root is None else attribute(root, "firstSlideNum", "1")
    number = int(first) - 1 if first.isdigit() and len(first) < 6 else 0
    backdrops = _Backdrops(package)
    blocks: list[Block] = []
    labels: list[str] = []
    skipped: list[Skip] = []
    for entry in inside(root, "sldIdLst"):
        relation = related.get(_relation_of(entry))
        slide = package.xml(relation.target) if relation and not relation.is_outside else None
        number += 1
        if relation is None or slide is None:
            continue
        if attribute(slide, "show", "1") not in _ON:
            skipped.append(Skip(f"{source.path or source.key}, slide {number}", "a hidden slide"))
            continue
        if labels:
            blocks.append(Block(PAGE_BREAK))
        labels.append(str(number))
        behind = backdrops.of(relation.target, slide)
        shared = _Slide(package, package.related(relation.target), behind, _size(root))
        blocks += _slide_blocks(slide, shared)
    written = Written(blocks, office_properties(package), title_of(blocks), pages=labels)
    article = written_article(source, written)
    if article is None:
        raise ReadError("no text in it; pictures of text are not read")
    return ReadOutcome((article,), skipped=tuple(skipped))


def _relation_of(entry: Element) -> str:
    found = (value for key, value in entry.attrib.items() if key.endswith("}id"))
    return str(next(found, ""))


def _size(root: Element) -> tuple[int, int] | None:
    size = child(root, "sldSz")
    pair = None if size is None else (attribute(size, "cx"), attribute(size, "cy"))
    return (int(pair[0]), int(pair[1])) if pair and all(map(str.isdigit, pair)) else None


def _slide_blocks(root: Element, slide: _Slide) -> list[Block]:
    """Return the blocks of a slide, its title first."""
    blocks = [
        block
        for shape in _shapes(child(root, "cSld", "spTree"))
        for block in _shape_blocks(shape, slide)
    ]
    titles = [one for one in blocks if one.mark == "heading"]
    return [*titles, *(one for one in blocks if one.mark != "heading")]


class _Backdrops:
    """What the text of slides stands on: a plain colour, or unknown.

    It is known where neither a slide nor what it is laid out by has pictures or filled shapes.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[str, tuple[bool, Colour | str | None]] = {}

    def of(self, part: str, root: Element) -> Colour | str | None:
        """Return what the text of a slide stands on; None for what nothing is said of."""
        is_covered, colour = self._found(part, root, 0)
        return UNKNOWN if is_covered else colour

    def _found(self, part: str, root: Element, depth: int) -> tuple[bool, Colour | str | None]:
        """Return whether shapes lie on it, and its colour."""
        is_covered = any(map(_covers, inside(root, "cSld", "spTree")))
        background = child(root, "cSld", "bg")
        colour = None if background is None else fill_of(child(background, "bgPr")) or UNKNOWN
        relations = self._package.related(part).values()
        above = [one for one in relations if one.kind in {"slideLayout", "slideMaster"}]
        if depth < _LAYERS and above and not above[0].is_outside:
            name = above[0].target
            if name not in self._known:  # many slides share it
                found = self._package.xml(name)
                self._known[name] = self._found(name, found, depth + 1)
            is_above_covered, colour_above = self._known[name]
            return is_covered or is_above_covered, colour or colour_above
        return is_covered, colour


def _covers(shape: Element) -> bool:
    if local(shape) in {"pic", "grpSp", "graphicFrame", "AlternateContent"}:
        return True
    styled = child(shape, "style", "fillRef")
    return fill_of(child(shape, "spPr")) is not None or (
        styled is not None and attribute(styled, "idx") not in {"", "0"}
    )


def _shapes(parent: Element | None, *, is_inner: bool = False) -> Iterator[tuple[Element, bool]]:
    """Yield the shapes that are seen, those of groups too, and whether they are in a group."""
    for shape in inside(parent):
        name = local(shape)
        if name == "AlternateContent":
            forms = [one for one in shape if _holds(one, "t") or _holds(one, "graphicData")]
            chosen = forms[0] if forms else None
            yield from _shapes(chosen, is_inner=is_inner)
        elif _is_hidden(shape):
            continue
        elif name == "grpSp":
            yield from _shapes(shape, is_inner=True)
        elif name in {"sp", "graphicFrame"}:
            yield shape, is_inner


def _holds(element: Element, name: str) -> bool:
    return any(local(one) == name for one in element.iter())


def _is_hidden(shape: Element) -> bool:
    for settings in shape:
        named = child(settings, "cNvPr") if local(settings).startswith("nv") else None
        if named is not None:
            return attribute(named, "hidden") in _ON
    return False


def _shape_blocks(found: tuple[Element, bool], slide: _Slide) -> Iterator[Block]:
    shape, is_inner = found
    if not is_inner and slide.size and _is_outside(shape, slide.size):
        return
    if local(shape) == "graphicFrame":
        yield from _graphic_blocks(child(shape, "graphic", "graphicData"), slide)
        return
    holder = child(shape, "nvSpPr", "nvPr", "ph")
    kind = "" if holder is None else attribute(holder, "type")
    if kind in _AROUND:
        return
    behind = fill_of(child(shape, "spPr")) or slide.behind
    if child(shape, "style", "fillRef") is not None and fill_of(child(shape, "spPr")) is None:
        behind = UNKNOWN
    for block in paragraphs(child(shape, "txBody"), behind):
        yield Block(block.text, "heading") if kind in _TITLES and block.text else block


def _is_outside(shape: Element, size: tuple[int, int]) -> bool:
    place = child(shape, "spPr", "xfrm")
    place = child(shape, "xfrm") if place is None else place
    offset, extent = child(place, "off"), child(place, "ext")
    if offset is None or extent is None:
        return False
    try:
        left, top = int(attribute(offset, "x")), int(attribute(offset, "y"))
        width, height = int(attribute(extent, "cx")), int(attribute(extent, "cy"))
    except ValueError:
        return False
    return left >= size[0] or top >= size[1] or left + width <= 0 or top + height <= 0


def _graphic_blocks(data: Element | None, slide: _Slide) -> Iterator[Block]:
    for one in inside(data):
        name = local(one)
        if name == "tbl":
            rows = [row for row in one if local(row) == "tr"]
            yield from table_blocks([_cells(row) for row in rows])
        elif name == "chart":
            yield from chart_blocks(_referred(one, "id", slide))
        elif name == "relIds":
            yield from _diagram_blocks(_referred(one, "dm", slide))


def _cells(row: Element) -> list[list[Block]]:
    cells = [one for one in row if local(one) == "tc"]
    return [list(paragraphs(child(cell, "txBody"), UNKNOWN)) for cell in cells]


def _referred(element: Element, name: str, slide: _Slide) -> Element | None:
    relation = slide.related.get(attribute(element, name))
    return None if relation is None or relation.is_outside else slide.package.xml(relation.target)


def _diagram_blocks(root: Element | None) -> Iterator[Block]:
    """Yield the texts of the nodes of a diagram, in the order in which they were made."""
    for point in inside(root, "ptLst"):
        if attribute(point, "type") not in _NO_NODES:
            yield from paragraphs(child(point, "t"), UNKNOWN)
