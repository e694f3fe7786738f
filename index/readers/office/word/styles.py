"""The styles of a Word document: what their names say, and how letters look in them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from index.readers.office.package import Element, attribute, child, local, value
from index.readers.office.sight import NOTHING, UNKNOWN, Colour, Look, colour_of

_OFF = frozenset(("0", "false", "off", "none"))
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it has from those it is based on.

    `outline` is the level of a heading, from 0; `numbering` a list and the level in it.
    """

    name: str = ""
    outline: int | None = None
    numbering: tuple[str, int] | None = None
    look: Look = NOTHING
    is_shaded: bool = False


class Styles:
    """Styles by their identifiers.

    Args:
        root: of the part `styles`, or None.
    """

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else [one for one in root if local(one) == "style"]
        self._elements: Mapping[str, Element] = {attribute(one, "styleId"): one for one in found}
        self._known: dict[str, Style] = {}
        self._default = Style(look=look_of(child(root, "docDefaults", "rPrDefault", "rPr")))
        self._first = next((attribute(one, "styleId") for one in found if _is_default(one)), "")

    def paragraph(self, identifier: str | None) -> Style:
        """Return the style of a paragraph; the document's usual one where it names none."""
        style = self.of(identifier or self._first)
        return replace(style, look=style.look.over(self._default.look))

    def of(self, identifier: str | None) -> Style:
        """Return a style without what the document says of all letters."""
        if not identifier or identifier not in self._elements:
            return Style()
        if identifier not in self._known:
            self._known[identifier] = self._resolved(identifier)
        return self._known[identifier]

    def _resolved(self, identifier: str) -> Style:
        chain: list[Element] = []
        at: str | None = identifier
        while at is not None and at in self._elements and len(chain) < _LONGEST_CHAIN:
            chain.append(self._elements[at])
            at = value(chain[-1], "basedOn")
        style = Style()
        for element in reversed(chain):
            style = _styled(element, style)
        return replace(style, name=(value(chain[0], "name") or "").lower())


def _styled(element: Element, under: Style) -> Style:
    settings = child(element, "pPr")
    shading = (one for one in element.iter() if local(one) == "shd")
    return Style(
        outline=under.outline if (level := outline_of(settings)) is None else level,
        numbering=numbering_of(settings) or under.numbering,
        look=look_of(child(element, "rPr")).over(under.look).over(shading_of(settings)),
        is_shaded=under.is_shaded or any(fill_of(one) for one in shading),
    )


def _is_default(style: Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true"}


def look_of(run_settings: Element | None) -> Look:
    """Return how letters look by an element `rPr`."""
    if run_settings is None or not len(run_settings):
        return NOTHING
    hidden: bool | None = None
    colour: Colour | str | None = None
    behind: Colour | str | None = None
    size: float | None = None
    for one in run_settings:
        name = local(one)
        if name == "vanish":
            hidden = is_on(one)
        elif name == "color":
            colour = colour_of(attribute(one, "val")) or UNKNOWN
        elif name == "sz":
            size = _half_points(attribute(one, "val"))
        elif name == "shd":
            behind = behind or fill_of(one)
        elif name == "highlight" and attribute(one, "val") not in {"none", "white"}:
            behind = UNKNOWN
    return Look(hidden, colour, behind, size)


def shading_of(settings: Element | None) -> Look:
    """Return what the letters of a paragraph or cell stand on, by its `pPr` or `tcPr`."""
    shading = child(settings, "shd")
    return NOTHING if shading is None else Look(behind=fill_of(shading))


def fill_of(shading: Element) -> Colour | str | None:
    """Return the colour of an element `shd`; None where it is none."""
    if attribute(shading, "val") not in {"clear", "nil", ""}:
        return UNKNOWN  # a pattern
    if attribute(shading, "themeFill") and not attribute(shading, "fill"):
        return UNKNOWN
    return colour_of(attribute(shading, "fill"))


def outline_of(settings: Element | None) -> int | None:
    """Return the level of a heading by an element `pPr`, from 0; 9 where it says that it is none.

    None where it says nothing.
    """
    level = value(settings, "outlineLvl")
    return int(level) if level is not None and level.isdigit() else None


def numbering_of(settings: Element | None) -> tuple[str, int] | None:
    """Return the list and the level in it by an element `pPr`; the list "0" is none."""
    element = child(settings, "numPr")
    if element is None:
        return None
    level = value(element, "ilvl") or "0"
    number = value(element, "numId")
    return None if number is None else (number, int(level) if level.isdigit() else 0)


def is_on(element: Element | None) -> bool:
    """Tell whether an element that switches something is there and says so."""
    return element is not None and attribute(element, "val", "1").lower() not in _OFF


def _half_points(text: str) -> float | None:
    try:
        return float(text) / 2
    except ValueError:
        return None
