"""Whether the text of an element is seen: what it inherits, and what its own style makes of it."""

from dataclasses import dataclass, replace

from lxml import html as lxml_html

from index.readers.styles.css_shapes import FAR, FAR_RIGHT
from index.readers.styles.css_values import UNKNOWN_COLOUR, Colour
from index.readers.styles.declarations import INHERIT, INITIAL, FontSize, Value

_FAINTEST = 0.1  # of opacity, below which nothing is read
_CLOSEST = 16 / 255  # of each colour, up to which letters are lost in their background
_SMALLEST = 3.0  # pixels of a letter's height, below which nobody reads it
_THINNEST = 1.0
_BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
_WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
_OUT_OF_FLOW = frozenset(("absolute", "fixed"))
_GROWING = frozenset(("td", "th"))  # a cell is as large as its text, whatever its style says


@dataclass(frozen=True, slots=True)
class Sight:
    """What text inherits: how large, in what colours, whether at all. Sizes are in pixels."""

    visible: bool = True
    colour: Colour = _BLACK
    fill: Colour | None = None
    background: Colour = _WHITE
    letter: float = 16.0
    root_letter: float = 16.0
    indent: float = 0.0

    @property
    def is_read(self) -> bool:
        """Whether a reader sees text that stands here."""
        return (
            self.visible
            and not self.letter < _SMALLEST
            and not (self.indent <= -FAR or self.indent >= FAR_RIGHT)
            and not self._is_lost()
        )

    def _is_lost(self) -> bool:
        *shown, opacity = self.fill or self.colour
        if opacity < _FAINTEST:
            return True
        pairs = zip(shown, self.background[:3], strict=True)
        return opacity > 0.99 and all(abs(one - other) <= _CLOSEST for one, other in pairs)


def is_gone(element: lxml_html.HtmlElement, values: dict[str, Value]) -> bool:
    """Tell whether nothing of an element is seen, whatever is said of what is in it."""
    return (
        any(values.get(name) is True for name in _HIDING)
        or _below(values.get("opacity"), _FAINTEST)
        or _is_outside(values)
        or _is_clipped(element, values)
    )


_HIDING = (
    "display",
    "content-visibility",
    "filter",
    "transform",
    "translate",
    "scale",
    "clip-path",
)


def _below(value: Value, most: float) -> bool:
    return isinstance(value, float) and value < most


def _above(value: Value, least: float) -> bool:
    return isinstance(value, float) and value > least


def _is_outside(values: dict[str, Value]) -> bool:
    if _below(values.get("margin-left"), -2 * FAR) or _below(values.get("margin-top"), -2 * FAR):
        return True
    position = values.get("position", "static")
    if position in {"static", "sticky", "-webkit-sticky"}:
        return False
    if values.get("clip") is True and position in _OUT_OF_FLOW:
        return True
    return (
        _below(values.get("left"), -FAR + 1)
        or _below(values.get("top"), -FAR + 1)
        or _below(values.get("right"), -2 * FAR)
        or _below(values.get("bottom"), -2 * FAR)
        or _above(values.get("left"), FAR_RIGHT)
        or _above(values.get("right"), FAR_RIGHT)
        or (_above(values.get("top"), FAR_RIGHT) and position == "fixed")
    )


def _is_clipped(element: lxml_html.HtmlElement, values: dict[str, Value]) -> bool:
    """Tell whether a box of no size cuts off what is in it."""
    if element.tag in _GROWING or values.get("display") in {"table-cell", "contents"}:
        return False
    return any(
        values.get(f"overflow-{axis}", "visible") != "visible"
        and _is_without(values, size)
        and not any(_is_padded(values, f"padding-{side}") for side in sides)
        for axis, size, sides in (
            ("x", "width", ("left", "right")),
            ("y", "height", ("top", "bottom")),
        )
    )


def _is_without(values: dict[str, Value], size: str) -> bool:
    if _above(values.get(f"min-{size}"), _THINNEST):
        return False
    if _at_most(values.get(f"max-{size}")):
        return True
    # An element of a row or column may grow beyond the size it was given.
    return _at_most(values.get(size)) and not values.get("flex-grow")


def _at_most(value: Value) -> bool:
    return isinstance(value, float) and 0 <= value <= _THINNEST


def _is_padded(values: dict[str, Value], name: str) -> bool:
    return name in values and not _at_most(values[name])


def sight_of(
    element: lxml_html.HtmlElement, values: dict[str, Value], around: Sight, *, is_root: bool
) -> Sight:
    """Return what the text of an element inherits.

    Args:
        element: that the text stands in.
        values: that hold for it.
        around: of its parent.
        is_root: for `html` and `body`, which scripts show once the page is ready.
    """
    if not values:
        return around
    letter = _letter(values.get("font-size"), around)
    sight = Sight(
        _visible(values.get("visibility"), around, is_root=is_root),
        _colour(values, "color", around.colour, _BLACK),
        _fill(values, around),
        _background(values, around),
        letter,
        letter if element.tag == "html" else around.root_letter,
        _indent(values, around),
    )
    if sight == around:
        return around
    if is_root and sight._is_lost():  # the background comes from elsewhere
        return replace(sight, background=UNKNOWN_COLOUR)
    return sight


def _visible(value: Value, around: Sight, *, is_root: bool) -> bool:
    if value is None or value == INHERIT:
        return around.visible
    return is_root or value in {"visible", INITIAL}


def _letter(value: Value, around: Sight) -> float:
    if isinstance(value, FontSize):
        return value.factor * around.letter + value.pixels + value.of_root * around.root_letter
    return 16.0 if value == INITIAL else around.letter


def _indent(values: dict[str, Value], around: Sight) -> float:
    value = values.get("text-indent", INHERIT)
    if value == INHERIT:
        return around.indent
    return value if isinstance(value, float) else 0.0


def _colour(values: dict[str, Value], name: str, around: Colour, first: Colour) -> Colour:
    if values.get("background-clip") == "text":  # letters cut out of a picture
        return UNKNOWN_COLOUR
    value = values.get(name, INHERIT)
    if isinstance(value, tuple) and not isinstance(value, FontSize):
        return value
    return first if value == INITIAL else around


def _fill(values: dict[str, Value], around: Sight) -> Colour | None:
    value = values.get("fill", INHERIT)
    if value in {INITIAL, "currentcolor"}:
        return None
    if values.get("background-clip") == "text":
        return UNKNOWN_COLOUR
    if isinstance(value, tuple) and not isinstance(value, FontSize):
        return value
    return around.fill


def _background(values: dict[str, Value], around: Sight) -> Colour:
    behind = around.background
    if values.get("position") in _OUT_OF_FLOW:  # it may lie over a picture
        behind = UNKNOWN_COLOUR
    if values.get("background-image") is True:
        return UNKNOWN_COLOUR
    own = values.get("background-color")
    if not isinstance(own, tuple) or isinstance(own, FontSize):
        return behind
    *painted, opacity = own
    if opacity >= 0.99:
        return own
    if opacity < _FAINTEST:
        return behind
    red, green, blue = (
        one * opacity + other * (1 - opacity)
        for one, other in zip(painted, behind[:3], strict=True)
    )
    return red, green, blue, 1.0
