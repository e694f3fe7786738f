"""Of the declarations of a style, those that can hide text: shorthands taken apart, values read.

A value that no browser would take is left out, as a browser does; one that cannot be told (a
variable, a function not known here) hides nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from index.readers.styles.css_shapes import (
    hides_by_clip,
    hides_by_clip_path,
    hides_by_filter,
    hides_by_transform,
    moves_away,
    scales_away,
)
from index.readers.styles.css_values import (
    HEIGHT,
    UNKNOWN,
    UNKNOWN_COLOUR,
    WIDTH,
    Colour,
    Tokens,
    colour,
    length,
    number,
    significant,
)


class FontSize(NamedTuple):
    """A size of letters: `factor` times that around it plus `pixels`, or of the root's letters."""

    factor: float = 0.0
    pixels: float = 0.0
    of_root: float = 0.0


Value: TypeAlias = float | str | bool | Colour | FontSize | None
"""A number (pixels or a fraction), a keyword, whether it hides, a colour; None for unknown."""

INHERIT, INITIAL = "(inherit)", "(initial)"
_WIDE = {
    "inherit": INHERIT, "initial": INITIAL, "unset": "", "revert": "", "revert-layer": "",
}  # fmt: skip
INHERITED = frozenset(("visibility", "color", "fill", "font-size", "text-indent"))

_DISPLAYS = frozenset(
    """none block inline inline-block flow-root flow flex inline-flex grid inline-grid contents
    list-item table inline-table table-row table-cell table-row-group table-header-group
    table-footer-group table-column table-column-group table-caption ruby ruby-base ruby-text math
    run-in -webkit-box -webkit-inline-box -webkit-flex -webkit-inline-flex -moz-box -ms-flexbox
    -ms-grid""".split()
)
_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0,
    "x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0,
}  # fmt: skip
_SYSTEM_FONTS = frozenset(("caption", "icon", "menu", "message-box", "small-caption", "status-bar"))
_POSITIONS = frozenset(("static", "relative", "absolute", "fixed", "sticky", "-webkit-sticky"))
_OVERFLOWS = frozenset(("visible", "hidden", "clip", "scroll", "auto", "overlay"))
_SIDES = ("top", "right", "bottom", "left")
_SAME = {
    "inset-inline-start": "left", "inset-inline-end": "right", "inset-block-start": "top",
    "inset-block-end": "bottom", "margin-inline-start": "margin-left",
    "margin-block-start": "margin-top", "padding-inline-start": "padding-left",
    "padding-inline-end": "padding-right", "padding-block-start": "padding-top",
    "padding-block-end": "padding-bottom", "inline-size": "width", "block-size": "height",
    "max-inline-size": "max-width", "max-block-size": "max-height", "min-inline-size": "min-width",
    "min-block-size": "min-height", "overflow-inline": "overflow-x",
    "overflow-block": "overflow-y", "-webkit-transform": "transform",
    "-webkit-clip-path": "clip-path", "-webkit-filter": "filter",
    "-webkit-background-clip": "background-clip", "-webkit-text-fill-color": "fill",
    "-webkit-flex": "flex", "-webkit-flex-grow": "flex-grow",
}  # fmt: skip


class Declared(NamedTuple):
    """Values by property, those marked as important apart."""

    normal: dict[str, Value]
    important: dict[str, Value]


def relevant(declarations: Iterable[Any]) -> Declared:
    """Return what `declarations` (of tinycss2, other things among them) say that can hide text."""
    found = Declared({}, {})
    for one in declarations:
        if one.type != "declaration":
            continue
        name = _SAME.get(one.lower_name, one.lower_name)
        if name in READ:
            values = dict(_values(name, significant(one.value)))
            into = found.important if one.important else found.normal
            for key, value in values.items():
                into.pop(key, None)
                into[key] = value
    return found


def _values(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    if not tokens:
        return
    if len(tokens) == 1 and tokens[0].type == "ident" and tokens[0].lower_value in _WIDE:
        word = _WIDE[tokens[0].lower_value]
        for part in _PARTS.get(name, (name,)):
            yield part, word or (INHERIT if part in INHERITED else INITIAL)
    elif _has_variable(tokens):
        for part in _PARTS.get(name, (name,)):
            yield part, _unknown(part)
    else:
        yield from READ[name](name, tokens)


def _has_variable(tokens: Iterable[Any]) -> bool:
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        if token.type == "function":
            if token.lower_name in {"var", "env", "attr", "if"}:
                return True
            waiting += token.arguments
        elif token.type == "() block":
            waiting += token.content
    return False


def _unknown(name: str) -> Value:
    return UNKNOWN_COLOUR if name in {"color", "fill", "background-color"} else None


_Read: TypeAlias = Callable[[str, Sequence[Any]], Iterator[tuple[str, Value]]]


def _word(known: frozenset[str], hiding: frozenset[str] = frozenset()) -> _Read:
    """Read a keyword; of those in `hiding` the value is True, of others the word."""

    def read(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
        words = [token.lower_value if token.type == "ident" else "" for token in tokens]
        if all(word in known for word in words):
            yield name, True if words[0] in hiding else words[0]

    return read


def _number(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    value = number(tokens[0]) if len(tokens) == 1 else None
    if value is not None:
        yield name, value


def _whole(name: str) -> float:
    return HEIGHT if name.endswith(("top", "bottom", "height")) else WIDTH


def _length(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    """Read a length; words such as `auto` are of no known length."""
    if len(tokens) == 1 and tokens[0].type == "ident":
        yield name, UNKNOWN
        return
    value = length(tokens[0], _whole(name)) if len(tokens) <= 3 else None
    if value is not None:
        yield name, value


def _margin(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    # A margin of -100% moves a column beside another; only lengths move text out of the page.
    is_part = len(tokens) == 1 and tokens[0].type == "percentage"
    yield from [(name, UNKNOWN)] if is_part else _length(name, tokens)


def _four(one: _Read, pattern: str) -> _Read:
    """Read a shorthand of one to four values, for top, right, bottom and left."""

    def read(_: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
        if not 1 <= len(tokens) <= 4:
            return
        given = [*tokens, *[tokens[0]] * 3]
        chosen = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}[len(tokens)]
        for side, at in zip(_SIDES, chosen, strict=True):
            yield from one(pattern.format(side), [given[at]])

    return read


def _shape(hides: Callable[[Tokens], bool | None]) -> _Read:
    def read(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
        found = hides(tokens)
        if found is not None:
            yield name, found

    return read


def _colour(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    found = colour(tokens[0]) if len(tokens) == 1 else None
    if found is not None:
        yield name, found


def _background(_: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    painted: Colour | str = (0.0, 0.0, 0.0, 0.0)
    has_image, clip = False, "border-box"
    for token in tokens:
        if token.type == "url" or (token.type == "function" and _is_image(token.lower_name)):
            has_image = True
        elif token.type == "ident" and token.lower_value == "text":
            clip = "text"
        elif token.type in {"ident", "hash", "function"}:
            painted = colour(token) or painted
    yield "background-color", painted
    yield "background-image", has_image
    yield "background-clip", clip


def _is_image(name: str) -> bool:
    return "gradient" in name or name in {"url", "image", "image-set", "-webkit-image-set", "paint"}


def _image(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    yield name, any(token.type in {"url", "function"} for token in tokens)


def _clip(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    is_text = any(token.type == "ident" and token.lower_value == "text" for token in tokens)
    yield name, "text" if is_text else "border-box"


def _font_size(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    size = _size_of(tokens[0]) if len(tokens) == 1 else None
    if size is not None:
        yield name, size


def _size_of(token: Any) -> FontSize | None:  # noqa: ANN401
    if token.type == "ident":
        word = token.lower_value
        if word in {"smaller", "larger"}:
            return FontSize(factor=1 / 1.2 if word == "smaller" else 1.2)
        return FontSize(pixels=_SIZES[word]) if word in _SIZES else None
    if token.type == "percentage":
        return FontSize(factor=token.value / 100)
    if token.type == "dimension" and token.lower_unit in {"em", "ex", "ch"}:
        return FontSize(factor=token.value * (1.0 if token.lower_unit == "em" else 0.5))
    if token.type == "dimension" and token.lower_unit == "rem":
        return FontSize(of_root=token.value)
    pixels = length(token, 16.0)
    return None if pixels is None or pixels < 0 else FontSize(pixels=pixels)


def _font(_: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    """Read the size out of `font`, which needs a family after it."""
    if len(tokens) == 1 and tokens[0].type == "ident" and tokens[0].lower_value in _SYSTEM_FONTS:
        yield "font-size", FontSize(pixels=13.0)
        return
    for at, token in enumerate(tokens):
        size = _size_of(token)
        if size is None:
            continue
        rest = tokens[at + 1 :]
        if rest and rest[0].type == "literal" and rest[0].value == "/":
            rest = rest[2:]
        if any(one.type in {"ident", "string"} for one in rest):
            yield "font-size", size
        return


def _overflow(_: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    yield from _word(_OVERFLOWS)("overflow-x", tokens[:1])
    yield from _word(_OVERFLOWS)("overflow-y", tokens[-1:])


def _flex(_: str, tokens: Sequence[Any]) -> Iterator[tuple[str, Value]]:
    numbers = [float(token.value) for token in tokens if token.type == "number"]
    words = [token.lower_value for token in tokens if token.type == "ident"]
    yield "flex-grow", numbers[0] if numbers else 0.0 if "none" in words else 1.0


READ: dict[str, _Read] = {
    "display": _word(_DISPLAYS, frozenset(("none",))),
    "visibility": _word(frozenset(("visible", "hidden", "collapse"))),
    "content-visibility": _word(frozenset(("visible", "hidden", "auto")), frozenset(("hidden",))),
    "opacity": _number,
    "filter": _shape(hides_by_filter),
    "transform": _shape(hides_by_transform),
    "translate": _shape(moves_away),
    "scale": _shape(scales_away),
    "clip": _shape(hides_by_clip),
    "clip-path": _shape(hides_by_clip_path),
    "color": _colour,
    "fill": _colour,
    "background": _background,
    "background-color": _colour,
    "background-image": _image,
    "background-clip": _clip,
    "font": _font,
    "font-size": _font_size,
    "text-indent": _length,
    "position": _word(_POSITIONS),
    "overflow": _overflow,
    "overflow-x": _word(_OVERFLOWS),
    "overflow-y": _word(_OVERFLOWS),
    "flex": _flex,
    "flex-grow": _number,
    "inset": _four(_length, "{}"),
    "margin": _four(_margin, "margin-{}"),
    "padding": _four(_length, "padding-{}"),
    **dict.fromkeys(("margin-left", "margin-top"), _margin),
    **dict.fromkeys(
        (
            *_SIDES,
            *(f"padding-{side}" for side in _SIDES),
            *(f"{most}{size}" for most in ("", "min-", "max-") for size in ("width", "height")),
        ),
        _length,
    ),
}
"""The properties that are looked at, and what reads them."""

READ_NAMES = re.compile(
    "|".join(sorted({name.lstrip("-").split("-")[0] for name in (*READ, *_SAME)})), re.IGNORECASE
)
"""Found in any style that holds one of them."""

_PARTS = {
    "background": ("background-color", "background-image", "background-clip"),
    "font": ("font-size",),
    "overflow": ("overflow-x", "overflow-y"),
    "flex": ("flex-grow",),
    "inset": _SIDES,
    "margin": tuple(f"margin-{side}" for side in _SIDES),
    "padding": tuple(f"padding-{side}" for side in _SIDES),
}
