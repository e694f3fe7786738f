"""Whether a media query holds on a reader's screen: 1280 by 800 pixels, light, with a mouse."""

from collections.abc import Sequence
from typing import Any

import tinycss2

from index.readers.styles.css_values import (
    HEIGHT,
    WIDTH,
    Tokens,
    length,
    number,
    significant,
    split,
)

_SIZES = {
    "width": WIDTH, "device-width": WIDTH, "height": HEIGHT, "device-height": HEIGHT,
}  # fmt: skip
_NUMBERS = {
    "aspect-ratio": WIDTH / HEIGHT, "device-aspect-ratio": WIDTH / HEIGHT, "color": 8.0,
    "monochrome": 0.0, "color-index": 0.0, "grid": 0.0, "resolution": 1.0,
    "-webkit-device-pixel-ratio": 1.0, "device-pixel-ratio": 1.0,
}  # fmt: skip
_WORDS = {
    "orientation": "landscape", "hover": "hover", "any-hover": "hover", "pointer": "fine",
    "any-pointer": "fine", "prefers-color-scheme": "light", "scripting": "enabled",
    "prefers-reduced-motion": "no-preference", "prefers-contrast": "no-preference",
    "prefers-reduced-transparency": "no-preference", "prefers-reduced-data": "no-preference",
    "display-mode": "browser", "update": "fast", "overflow-block": "scroll",
    "overflow-inline": "scroll", "color-gamut": "srgb", "dynamic-range": "standard",
    "forced-colors": "none", "inverted-colors": "none", "scan": "progressive",
}  # fmt: skip
_NOTHING = frozenset(("none", "no-preference"))
_TYPES = frozenset(("all", "screen"))
_DEEPEST = 20


def holds(query: str | Tokens) -> bool:
    """Tell whether a list of media queries holds; an empty one does, one not understood does not.

    `query` is text, or the tokens of it.
    """
    tokens = tinycss2.parse_component_value_list(query) if isinstance(query, str) else query
    if not significant(tokens):
        return True
    return any(_holds_one(part) for part in split(tokens, ","))


def _holds_one(tokens: Sequence[Any]) -> bool:
    words = [token.lower_value if token.type == "ident" else "" for token in tokens]
    if not words:
        return False
    if words[0] in {"not", "only"} and len(words) > 1 and words[1]:
        found = words[1] in _TYPES and _all_of(tokens[2:], 0)
        return found is False if words[0] == "not" else bool(found)
    if words[0] and words[0] != "not":
        return words[0] in _TYPES and bool(_all_of(tokens[1:], 0))
    return bool(condition(tokens))


def condition(tokens: Sequence[Any], depth: int = 0) -> bool | None:
    """Tell whether conditions joined by `and`, `or` and `not` hold; None when it cannot be told."""
    words = [token.lower_value if token.type == "ident" else "" for token in tokens]
    if words[:1] == ["not"]:
        found = condition(tokens[1:], depth)
        return None if found is None else not found
    if "or" in words:
        found_all = [_term(token, depth) for token in tokens if token.type != "ident"]
        return True if True in found_all else None if None in found_all else False
    return _all_of(tokens, depth)


def _all_of(tokens: Sequence[Any], depth: int) -> bool | None:
    found = [_term(token, depth) for token in tokens if token.type != "ident"]
    return False if False in found else None if None in found else True


def _term(token: Any, depth: int) -> bool | None:  # noqa: ANN401
    if token.type != "() block" or depth > _DEEPEST:
        return None
    inside = significant(token.content)
    if any(one.type == "() block" for one in inside):
        return condition(inside, depth + 1)
    return _feature(inside)


def _feature(tokens: Sequence[Any]) -> bool | None:
    names = [token.lower_value for token in tokens if token.type == "ident"]
    if not names:
        return None
    if len(tokens) == 1:
        return _exists(names[0])
    if len(tokens) > 2 and tokens[0].type == "ident" and tokens[1].value == ":":
        return _is(names[0], tokens[2:])
    return _in_range(tokens)


def _exists(name: str) -> bool | None:
    if name in _WORDS:
        return _WORDS[name] not in _NOTHING
    known = {**_SIZES, **_NUMBERS}
    return known[name] != 0 if name in known else None


def _is(name: str, tokens: Sequence[Any]) -> bool | None:
    if name in _WORDS:
        return bool(tokens[0].type == "ident" and tokens[0].lower_value == _WORDS[name])
    side = next((side for side in ("min-", "max-") if side in name), "")
    bare = name.replace(side, "", 1) if side else name
    have, asked = _have(bare), _amount(bare, tokens)
    if have is None or asked is None:
        return None
    return have >= asked if side == "min-" else have <= asked if side else have == asked


def _have(name: str) -> float | None:
    return _SIZES.get(name, _NUMBERS.get(name))


def _amount(name: str, tokens: Sequence[Any]) -> float | None:
    if name in _SIZES:
        return length(tokens[0])
    values = [number(token) for token in tokens if token.type != "literal"]
    if len(values) == 2 and values[0] is not None and values[1]:  # a ratio, as in 16/9
        return values[0] / values[1]
    if tokens[0].type == "dimension":  # a resolution
        per = {"dppx": 1.0, "x": 1.0, "dpi": 1 / 96, "dpcm": 2.54 / 96}.get(tokens[0].lower_unit)
        return None if per is None else float(tokens[0].value) * per
    return values[0] if values else None


def _in_range(tokens: Sequence[Any]) -> bool | None:
    """Tell whether a range holds, as in `width >= 40em` or `400px < width <= 80em`."""
    name = next(token.lower_value for token in tokens if token.type == "ident")
    have = _have(name)
    if have is None:
        return None
    values: list[float] = []
    signs: list[str] = []
    for token in tokens:
        if token.type == "literal":
            # The two signs of `>=` may come as one literal or as two.
            if signs and len(signs) > len(values) - 1 and token.value == "=":
                signs[-1] += "="
            else:
                signs.append(token.value)
            continue
        value = have if token.type == "ident" else _amount(name, [token])
        if value is None:
            return None
        values.append(value)
    if len(values) != len(signs) + 1:
        return None
    return all(_compare(*one) for one in zip(values, signs, values[1:], strict=False))


def _compare(first: float, sign: str, second: float) -> bool:
    if sign in {">", ">="}:
        return first > second or (sign == ">=" and first == second)
    if sign in {"<", "<="}:
        return first < second or (sign == "<=" and first == second)
    return first == second
