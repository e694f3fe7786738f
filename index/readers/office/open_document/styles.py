"""The styles of an OpenDocument file: how letters look, where pages begin, how lists count."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from index.readers.office.package import Element, attribute, child, inside, local
from index.readers.office.sight import NOTHING, UNKNOWN, Colour, Look, colour_of

_LONGEST_CHAIN = 20
_LEVELS = 10
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "pc": 12.0}
_LENGTH = re.compile(r"([0-9.]{1,12})(pt|in|cm|mm|px|pc)")
_SETTINGS = frozenset(
    f"{kind}-properties"
    for kind in "paragraph table-cell table-row table graphic drawing-page section".split()
)
_FORMS = {"i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter"}


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it has from its parents; `names` are its own and theirs, lower-case."""

    names: tuple[str, ...] = ()
    look: Look = NOTHING
    begins_page: bool = False
    is_hidden: bool = False
    list_style: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: a bullet, or the form of its numbers with what stands around them."""

    is_bullet: bool = False
    form: str = "decimal"
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1


class Styles:
    """Styles by family and name, and list styles by name.

    Args:
        roots: of the parts that hold styles, those that win last.
    """

    def __init__(self, *roots: Element | None) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, Mapping[int, Level]] = {}
        self._defaults: dict[str, Element] = {}
        self._known: dict[tuple[str, str], Style] = {}
        for element in (one for root in roots for one in _definitions(root)):
            name, family = attribute(element, "name"), attribute(element, "family")
            if local(element) == "style":
                self._elements[family, name] = element
            elif local(element) == "default-style":
                self._defaults[family] = element
            elif local(element) == "list-style":
                self._lists[name] = dict(map(_level, element))

    def of(self, family: str, name: str) -> Style:
        """Return a style; one that says nothing where there is none of this name."""
        key = (family, name)
        if key not in self._known:
            self._known[key] = self._resolved(family, name)
        return self._known[key]

    def level(self, list_style: str, depth: int) -> Level:
        """Return a level of a list style, from 1; bullets where there is no such style."""
        return self._lists.get(list_style, {}).get(depth, Level(is_bullet=True))

    def _resolved(self, family: str, name: str) -> Style:
        chain: list[Element] = []
        names: list[str] = []
        while (family, name) in self._elements and len(chain) < _LONGEST_CHAIN:
            chain.append(self._elements[family, name])
            names.append(
                (attribute(chain[-1], "display-name") or name).lower().replace("_20_", " ")
            )
            name = attribute(chain[-1], "parent-style-name")
        if family in self._defaults:
            chain.append(self._defaults[family])
        style = Style()
        for element in reversed(chain):
            style = _styled(element, style)
        return replace(style, names=tuple(names))


def _definitions(root: Element | None) -> Iterator[Element]:
    for group in ("styles", "automatic-styles"):
        yield from inside(root, group)


def _styled(element: Element, under: Style) -> Style:
    look = under.look
    begins_page, is_hidden = False, under.is_hidden
    for one in element:
        name = local(one)
        if name == "text-properties":
            look = _look(one, look.size).over(look)
        elif name in _SETTINGS:
            look = Look(behind=_behind(one)).over(look)
            begins_page = attribute(one, "break-before") == "page"
            is_hidden = is_hidden or _is_hidden(one)
    return Style(
        look=look,
        begins_page=begins_page,
        is_hidden=is_hidden,
        list_style=attribute(element, "list-style-name") or under.list_style,
    )


def _is_hidden(settings: Element) -> bool:
    return attribute(settings, "display") in {"none", "false"} or (
        attribute(settings, "visibility") == "hidden"
    )


def _look(settings: Element, around: float | None) -> Look:
    display = attribute(settings, "display")
    return Look(
        None if not display else display == "none",
        colour_of(attribute(settings, "color"))
        or (UNKNOWN if attribute(settings, "use-window-font-color") == "true" else None),
        _colour_behind(settings),
        _points(attribute(settings, "font-size"), around),
    )


def _behind(settings: Element) -> Colour | str | None:
    fill = attribute(settings, "fill")
    if fill == "solid":
        return colour_of(attribute(settings, "fill-color")) or UNKNOWN
    if fill and fill != "none":
        return UNKNOWN
    if child(settings, "background-image") is not None and not _colour_behind(settings):
        return UNKNOWN if attribute(child(settings, "background-image"), "href") else None
    return _colour_behind(settings)


def _colour_behind(settings: Element) -> Colour | None:
    return colour_of(attribute(settings, "background-color"))


def _points(text: str, around: float | None) -> float | None:
    if text.endswith("%"):
        try:
            return float(text[:-1]) / 100 * (12.0 if around is None else around)
        except ValueError:
            return None
    found = _LENGTH.fullmatch(text)
    try:
        return float(found[1]) * _POINTS[found[2]] if found else None
    except ValueError:
        return None


def _level(element: Element) -> tuple[int, Level]:
    depth = _whole(attribute(element, "level"), 1)
    if local(element) != "list-level-style-number":
        return depth, Level(is_bullet=True)
    form = attribute(element, "num-format")
    return depth, Level(
        form=_FORMS.get(form, "decimal" if form else "none"),
        before=attribute(element, "num-prefix"),
        after=attribute(element, "num-suffix"),
        start=_whole(attribute(element, "start-value"), 1),
        shown=min(_LEVELS, _whole(attribute(element, "display-levels"), 1)),
    )


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
