"""What transforms, clips and filters leave of a box: nothing, or something to see."""

from collections.abc import Callable, Sequence
from typing import Any

from index.readers.styles.css_values import (
    HEIGHT,
    WIDTH,
    Tokens,
    length,
    number,
    significant,
    split,
)

FAR = 500.0
"""Pixels to the left of a page or above it at which nothing of a text is seen any more."""

FAR_RIGHT = 5_000.0
"""Pixels to the right; a page is seldom wider, though it may be longer."""

_THINNEST = 1.0  # pixels; one of them is what accessible hiding leaves
_SMALLEST = 0.02  # of a scale
_FAINTEST = 0.1


def hides_by_transform(tokens: Tokens) -> bool | None:
    """Tell whether `transform` shrinks a box to nothing or moves it away; None when it is none."""
    if _is_word(tokens, "none"):
        return False
    if not tokens or any(token.type != "function" for token in tokens):
        return None
    return any(_transforms_away(one.lower_name, split(one.arguments, ",")) for one in tokens)


def _transforms_away(name: str, arguments: Sequence[Sequence[Any]]) -> bool:
    tokens = [argument[0] for argument in arguments if argument]
    if name.startswith("translate"):
        return moves_away(tokens)
    if name in {"rotatex", "rotatey"}:
        return bool(tokens) and _is_edge_on(tokens[0])
    values = [value for token in tokens if (value := number(token)) is not None]
    if name in {"scale", "scalex", "scaley", "scale3d"}:
        return any(abs(value) < _SMALLEST for value in values[:2])
    if name == "matrix" and len(values) == 6:
        flat = abs(values[0] * values[3] - values[1] * values[2]) < _SMALLEST**2
        return flat or values[4] <= -FAR or values[4] >= FAR_RIGHT or values[5] <= -FAR
    return False


def _is_edge_on(token: Any) -> bool:  # noqa: ANN401
    return bool(token.type == "dimension" and token.lower_unit == "deg" and token.value % 180 == 90)


def moves_away(tokens: Tokens) -> bool:
    """Tell whether `tokens` (x, then y) are a way out of the page; percentages are of the box."""
    values = [length(token) for token in tokens[:2] if token.type != "percentage"]
    found = [value for value in values if value is not None]
    return any(value <= -FAR for value in found) or any(value >= FAR_RIGHT for value in found[:1])


def scales_away(tokens: Tokens) -> bool | None:
    """Tell whether the property `scale` leaves nothing; None when it is none."""
    if _is_word(tokens, "none"):
        return False
    values = [number(token) for token in tokens]
    if not values or any(value is None for value in values):
        return None
    return any(abs(value or 0.0) < _SMALLEST for value in values[:2])


def hides_by_filter(tokens: Tokens) -> bool | None:
    """Tell whether `filter` makes everything transparent; None when it is none."""
    if _is_word(tokens, "none"):
        return False
    if not tokens or any(token.type not in {"function", "url"} for token in tokens):
        return None
    for token in tokens:
        if token.type == "function" and token.lower_name == "opacity":
            amount = [number(part) for part in significant(token.arguments)]
            if amount and amount[0] is not None and amount[0] < _FAINTEST:
                return True
    return False


def hides_by_clip(tokens: Tokens) -> bool | None:
    """Tell whether the old `clip: rect(...)` leaves nothing; None when it is none."""
    if _is_word(tokens, "auto"):
        return False
    if len(tokens) != 1 or tokens[0].type != "function" or tokens[0].lower_name != "rect":
        return None
    sides = [length(part) for part in significant(tokens[0].arguments) if part.type != "literal"]
    if len(sides) != 4:
        return None
    top, right, bottom, left = sides
    return _is_thin(left, right) or _is_thin(top, bottom)


def hides_by_clip_path(tokens: Tokens) -> bool | None:
    """Tell whether `clip-path` leaves nothing; None when it is none."""
    if _is_word(tokens, "none"):
        return False
    if not tokens or tokens[0].type not in {"function", "url", "ident"}:
        return None
    for token in tokens:
        if token.type == "function" and token.lower_name in _SHAPES:
            return _SHAPES[token.lower_name](token.arguments)
    return False


def _is_empty_inset(arguments: Tokens) -> bool:
    tokens = significant(arguments)
    ends = [at for at, token in enumerate(tokens) if token.type == "ident"]
    across = [length(token, WIDTH) for token in tokens[: ends[0] if ends else None]]
    along = [length(token, HEIGHT) for token in tokens[: ends[0] if ends else None]]
    if not 1 <= len(across) <= 4:
        return False
    top, bottom = along[0], along[2] if len(along) > 2 else along[0]
    right = across[1] if len(across) > 1 else across[0]
    left = across[3] if len(across) > 3 else right
    return _reach(top, bottom, HEIGHT) or _reach(left, right, WIDTH)


def _reach(first: float | None, second: float | None, whole: float) -> bool:
    return first is not None and second is not None and first + second >= whole - _THINNEST


def _is_empty_circle(arguments: Tokens) -> bool:
    radii = [length(token) for token in significant(arguments)[:1]]
    return bool(radii) and radii[0] is not None and radii[0] <= _THINNEST


def _is_empty_polygon(arguments: Tokens) -> bool:
    points = []
    for part in split(arguments, ","):
        pair = [length(token, 100.0) for token in part if token.type != "ident"]
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None:
            points.append((pair[0], pair[1]))
    if not points:
        return False
    following = (*points[1:], points[0])
    pairs = zip(points, following, strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) <= 2 * _THINNEST


def _is_empty_rect(arguments: Tokens) -> bool:
    sides = [length(token) for token in significant(arguments)[:4]]
    return len(sides) == 4 and (_is_thin(sides[3], sides[1]) or _is_thin(sides[0], sides[2]))


def _is_empty_xywh(arguments: Tokens) -> bool:
    sizes = [length(token) for token in significant(arguments)[2:4]]
    return any(size is not None and size <= _THINNEST for size in sizes)


_SHAPES: dict[str, Callable[[Tokens], bool]] = {
    "inset": _is_empty_inset,
    "circle": _is_empty_circle,
    "ellipse": _is_empty_circle,
    "polygon": _is_empty_polygon,
    "rect": _is_empty_rect,
    "xywh": _is_empty_xywh,
}


def _is_thin(first: float | None, second: float | None) -> bool:
    return first is not None and second is not None and second - first <= _THINNEST


def _is_word(tokens: Tokens, word: str) -> bool:
    return len(tokens) == 1 and tokens[0].type == "ident" and tokens[0].lower_value == word
