"""The text of a paragraph of Word: what is read of its runs, without what is deleted or hidden."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from index.readers.office.package import Element, attribute, child, local, value
from index.readers.office.pages import Pages
from index.readers.office.sight import UNKNOWN, Colour, Look, colour_of
from index.readers.office.word.styles import Styles, look_of

_GONE = frozenset(
    """del moveFrom pPr rPr delText delInstrText rt sdtPr sdtEndPr annotationRef footnoteRef
    endnoteRef commentReference numberingChange posOffset align pctWidth pctHeight""".split()
)
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_OF_FORMULAS = {"den": "/", "sup": "^", "sub": "_"}
"""What parts the pieces of a formula that are set above or below each other."""

_NUMBERS_OF_PAGES = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_APPLIES = "\u2061"  # the sign without width between a function and its argument
_DEEPEST_FIELD = 20
_FIRST_PRIVATE, _LAST_PRIVATE = 0xE000, 0xF8FF


@dataclass(frozen=True, slots=True)
class TextBox:
    """Text in a box beside a paragraph, and what it stands on."""

    content: Element
    behind: Colour | str | None


@dataclass(slots=True)
class Beside:
    """What the runs read so far refer to.

    Notes are told by their kind and identifier, charts by their identifier.
    """

    boxes: list[TextBox] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)


class Runs:
    """Reads runs.

    Args:
        styles: of the document.
        pages: told of each page's end.
        beside: where text boxes and notes are put.
    """

    def __init__(self, styles: Styles, pages: Pages, beside: Beside) -> None:
        self._styles, self._pages, self._beside = styles, pages, beside
        self._fields: list[str] = []

    def text(self, paragraph: Element, look: Look) -> str:
        """Return what is read of a paragraph.

        Args:
            paragraph: or another element that holds runs.
            look: of letters where a run says nothing.
        """
        self._fields.clear()
        return "".join(self._pieces(paragraph, look, is_read=look.is_read))

    def _pieces(self, parent: Element, look: Look, *, is_read: bool) -> Iterator[str]:
        for element in parent:
            name = local(element)
            if name == "t":
                yield self._shown((element.text or "").replace(_APPLIES, ""), is_read=is_read)
            elif name in _GONE or not name:
                continue
            elif name == "r":
                own = self._look(element, look)
                yield from self._pieces(element, own, is_read=own.is_read)
            elif name in _SIGNS:
                yield self._shown(_SIGNS[name], is_read=is_read)
            elif name == "fldSimple":
                is_number = _is_page_number(attribute(element, "instr"))
                yield from self._pieces(element, look, is_read=is_read and not is_number)
            elif name in _SPECIAL:
                yield self._special(name, element, is_read=is_read)
            elif name == "AlternateContent":
                yield from self._pieces(_alternative(element), look, is_read=is_read)
            elif not _is_hidden_drawing(element):
                yield _OF_FORMULAS.get(name, "") if is_read else ""
                yield from self._pieces(element, look, is_read=is_read)

    def _shown(self, text: str, *, is_read: bool) -> str:
        if not is_read or any(map(_is_page_number, self._fields)):
            return ""
        if text.strip():
            self._pages.text(len(text))
        return text

    def _special(self, name: str, element: Element, *, is_read: bool) -> str:
        if name == "lastRenderedPageBreak":
            return self._pages.laid_out()
        if name == "br":
            return self._line_end(attribute(element, "type"), is_read=is_read)
        if name == "sym":
            return self._shown(_symbol(attribute(element, "char")), is_read=is_read)
        if name == "chart" and is_read:
            self._beside.charts.append(attribute(element, "id"))
        elif name == "txbxContent":
            self._beside.boxes.append(TextBox(element, _fill_of_box(element)))
        elif name in {"footnoteReference", "endnoteReference"} and is_read:
            self._beside.notes.append((name.removesuffix("Reference"), attribute(element, "id")))
        elif name == "instrText" and self._fields:
            self._fields[-1] += element.text or ""
        elif name == "fldChar":
            self._field(attribute(element, "fldCharType"))
        return ""

    def _line_end(self, kind: str, *, is_read: bool) -> str:
        if kind == "page":
            return self._pages.by_author()
        return "\n" if is_read else ""

    def _field(self, kind: str) -> None:
        if kind == "begin" and len(self._fields) < _DEEPEST_FIELD:
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _look(self, run: Element, around: Look) -> Look:
        settings = child(run, "rPr")
        if settings is None:
            return around
        style = self._styles.of(value(settings, "rStyle"))
        return look_of(settings).over(style.look).over(around)


_SPECIAL = frozenset(
    """lastRenderedPageBreak br sym txbxContent footnoteReference endnoteReference instrText fldChar
    chart""".split()
)


def _is_page_number(instruction: str) -> bool:
    return (instruction.split() or [""])[0].upper() in _NUMBERS_OF_PAGES


def _symbol(code: str) -> str:
    """Return the sign of a code; of fonts with signs of their own nobody knows it."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    is_known = 0x20 <= number < 0x110000 and not _FIRST_PRIVATE <= number <= _LAST_PRIVATE
    return chr(number) if is_known else ""


def _alternative(element: Element) -> Element:
    """Return the first form of content in several that holds text, else nothing of it."""
    forms = [one for one in element if local(one) in {"Choice", "Fallback"}]
    return next((one for one in forms if any(local(part) == "t" for part in one.iter())), [])


def _is_hidden_drawing(element: Element) -> bool:
    if local(element) not in {"drawing", "inline", "anchor"}:
        return False
    parts = {name: [one for one in element.iter() if local(one) == name] for name in _PLACES}
    settings = (*parts["anchor"], *parts["docPr"])
    if any(attribute(one, "hidden") in {"1", "true"} for one in settings):
        return True
    return any(_is_far(one.text or "") for one in parts["posOffset"])


_PLACES = ("anchor", "docPr", "posOffset")
_FARTHEST = 22 * 914_400  # the largest page of Word, 22 inches


def _is_far(offset: str) -> bool:
    digits = offset.strip().removeprefix("-")
    return digits.isascii() and digits.isdigit() and (len(digits) > 12 or int(digits) > _FARTHEST)


def _fill_of_box(content: Element) -> Colour | str | None:
    """Return what the text of a box stands on: what its shape is filled with, else the page."""
    shape = content.getparent()
    while shape is not None and local(shape) not in {"wsp", "shape", "rect", "roundrect", "r"}:
        shape = shape.getparent()
    if shape is None or local(shape) == "r":
        return UNKNOWN
    if local(shape) != "wsp":
        filled = attribute(shape, "filled", "t") not in {"f", "false"}
        return colour_of(attribute(shape, "fillcolor")) or UNKNOWN if filled else None
    settings = child(shape, "spPr")
    if child(settings, "noFill") is not None:
        return None
    solid = child(settings, "solidFill", "srgbClr")
    return UNKNOWN if solid is None else colour_of(attribute(solid, "val"))
