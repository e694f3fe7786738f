"""Values of CSS as numbers: lengths in pixels, colours in sRGB, and NaN where none can be told.

Relative lengths are taken on a screen of 1280 by 800 pixels with letters of 16: good enough to tell
what is far outside a page, or nothing at all.
"""

import math
from collections.abc import Sequence
from typing import Any, TypeAlias

from tinycss2 import color5

Tokens: TypeAlias = Sequence[Any]
Colour: TypeAlias = tuple[float, float, float, float]
"""Red, green, blue and opacity, each from 0 to 1."""

WIDTH, HEIGHT, LETTER = 1280.0, 800.0, 16.0
UNKNOWN = math.nan
"""A number that is there and cannot be told; no comparison with it holds."""

UNKNOWN_COLOUR: Colour = (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)

_PIXELS = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945,
    "em": LETTER, "rem": LETTER, "ex": LETTER / 2, "ch": LETTER / 2, "ic": LETTER, "lh": 20.0,
    "rlh": 20.0, "cap": LETTER, "vw": WIDTH / 100, "vh": HEIGHT / 100, "vi": WIDTH / 100,
    "vb": HEIGHT / 100, "vmin": HEIGHT / 100, "vmax": WIDTH / 100,
}  # fmt: skip
_MATHS = frozenset(("calc", "min", "max", "clamp", "-webkit-calc"))
_DEEPEST = 20


def length(token: Any, whole: float = WIDTH) -> float | None:  # noqa: ANN401 - tokens are untyped
    """Return a length in pixels, UNKNOWN where it cannot be told, None for what is no length.

    `whole` is what a percentage is of.
    """
    if token.type == "number":
        return 0.0 if token.value == 0 else None
    if token.type == "function":
        return computed(token, whole)
    return _plain(token, whole)


def number(token: Any) -> float | None:  # noqa: ANN401
    """Return a number or percentage (as a fraction); otherwise as `length`."""
    if token.type == "number":
        return float(token.value)
    if token.type == "function":
        return computed(token, 1.0)
    return float(token.value) / 100 if token.type == "percentage" else None


def _plain(token: Any, whole: float) -> float | None:  # noqa: ANN401
    if token.type == "percentage":
        return float(token.value) * whole / 100
    if token.type != "dimension":
        return None
    unit = token.lower_unit
    if unit not in _PIXELS and unit[:1] in {"s", "l", "d"}:  # of the small, large, dynamic viewport
        unit = unit[1:]
    return float(token.value) * _PIXELS[unit] if unit in _PIXELS else None


def computed(token: Any, whole: float, depth: int = 0) -> float | None:  # noqa: ANN401
    """Return what `calc`, `min`, `max` and `clamp` come to; UNKNOWN for other functions."""
    if token.lower_name not in _MATHS or depth > _DEEPEST:
        return UNKNOWN
    parts = [_sum(part, whole, depth) for part in split(token.arguments, ",")]
    if not parts or any(part is None for part in parts):
        return None
    values = [part for part in parts if part is not None]
    if token.lower_name == "clamp":
        return max(values[0], min(values[1:3])) if len(values) == 3 else None
    return {"min": min, "max": max}.get(token.lower_name, _first)(values)


def _first(values: list[float]) -> float:
    return values[0]


def _sum(tokens: Tokens, whole: float, depth: int) -> float | None:
    total, sign, product = 0.0, 1.0, None
    operator = "*"
    for token in significant(tokens):
        if token.type == "literal" and token.value in {"+", "-"}:
            total += sign * (product or 0.0)
            sign, product, operator = (1.0 if token.value == "+" else -1.0), None, "*"
        elif token.type == "literal" and token.value in {"*", "/"}:
            operator = token.value
        else:
            value = _operand(token, whole, depth)
            if value is None or (operator == "/" and value == 0):
                return None
            factor = value if operator == "*" else 1 / value
            product = factor if product is None else product * factor
    return total + sign * (product or 0.0)


def _operand(token: Any, whole: float, depth: int) -> float | None:  # noqa: ANN401
    if token.type == "number":
        return float(token.value)
    if token.type == "function":
        return computed(token, whole, depth + 1)
    if token.type == "() block":
        return _sum(token.content, whole, depth + 1) if depth < _DEEPEST else UNKNOWN
    return _plain(token, whole)


def colour(token: Any) -> Colour | str | None:  # noqa: ANN401
    """Return a colour, "currentcolor", UNKNOWN_COLOUR, or None for what is no colour."""
    try:
        found = color5.parse_color(token)
    except (ValueError, TypeError, ArithmeticError, LookupError):
        found = None
    if found is None:
        is_other = token.type == "function" and "url" not in token.lower_name
        return UNKNOWN_COLOUR if is_other and "gradient" not in token.lower_name else None
    if isinstance(found, str):
        return "currentcolor"
    try:
        red, green, blue, opacity = (float(part or 0) for part in found.to("srgb"))
    except (ValueError, TypeError, NotImplementedError, ArithmeticError):
        return UNKNOWN_COLOUR
    return red, green, blue, opacity


def significant(tokens: Tokens) -> list[Any]:
    """Return `tokens` without white space and comments."""
    return [token for token in tokens if token.type not in {"whitespace", "comment"}]


def split(tokens: Tokens, sign: str) -> list[list[Any]]:
    """Return the parts of `tokens` between the literals `sign`, without white space."""
    parts: list[list[Any]] = [[]]
    for token in significant(tokens):
        if token.type == "literal" and token.value == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
