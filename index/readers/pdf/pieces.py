"""What a page is made of: pieces of words as the file places them, and the lines they stand on."""

import re
import unicodedata
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

# What a raised number or sign is wrapped in until it is known whether it points to a footnote.
RAISED, LOWERED = "\ue000", "\ue001"

_SIGNS = str.maketrans(
    {
        "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
        "\ufb05": "st", "\ufb06": "st",
        "\ufffe": "-",  # PDFium's sign for a hyphen at a line's end
        **dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\u25cf\u25aa", "•"),  # of symbol fonts
    }
)  # fmt: skip
# What would not be seen: private signs, controls, signs without width or that turn the direction.
_PRIVATE = re.compile(
    "[\ue000-\uf8ff\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


class _OnBaseline:
    """What stands on a baseline, at the height `base`, in a type of `size`."""

    __slots__ = ()
    base: float
    size: float

    @property
    def top(self) -> float:
        """Where its capitals end, about."""
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Where its descenders end, about."""
        return self.base + 0.25 * self.size


@dataclass(slots=True)
class Piece(_OnBaseline):
    """Letters of one style that stand together, at most a word; points, `y` growing downwards.

    `base` is the baseline's y. `is_apart` says whether white space stands before it, `is_first`
    whether the file begins a line with it (then only its place tells whether it stands apart),
    `turn` how many quarters clockwise the reader must turn the head, `light` the grey of its ink
    (0 to 255, None where it cannot be told), `is_inked` whether the file says to draw it at all,
    `has_shapes` whether it brings the shapes of its letters (others may be unknown here).
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    is_bold: bool = False
    is_apart: bool = True
    is_first: bool = False
    turn: int = 0
    light: float | None = None
    is_inked: bool = True
    has_shapes: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it is read and as it is seen.

    `pixels` are grey values (rows, columns); `scale` is how many of them a point has. `unknown` is
    how many letters are left out because the file does not say which they are.
    """

    width: float
    height: float
    pieces: list[Piece]
    pixels: NDArray[np.uint8]
    scale: float
    unknown: int


@dataclass(slots=True)
class Line(_OnBaseline):
    """Words on one baseline without a wide gap between them; points, `y` growing downwards.

    `size` and `base` are those of most of its letters, `first_word` is the width of its first one.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    is_bold: bool
    first_word: float
    page: int

    @property
    def words(self) -> str:
        """The text without what wraps raised numbers."""
        return self.text.replace(RAISED, "").replace(LOWERED, "")


@dataclass(slots=True)
class PageLines:
    """One page: its size in points, its lines as the file has them, and whether it has ink.

    `is_picture` says that what is seen on it is not in its text; `is_broken` that the page could
    not be opened, `is_partial` that letters are left out because nothing says which they are.
    """

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    is_picture: bool = False
    is_broken: bool = False
    is_partial: bool = False


def plain_letters(text: str) -> str:
    """Return text with ligatures taken apart and the bullets of symbol fonts as bullets."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.translate(_SIGNS))


def without_private(text: str) -> str:
    """Return text without what would not be seen of it."""
    return text if text.isascii() and text.isprintable() else _PRIVATE.sub("", text)


def upright(point: tuple[float, float], turn: int) -> tuple[float, float]:
    """Return a point on axes that are turned so that text of this direction runs to the right."""
    x, y = point
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def as_shown(point: tuple[float, float], turn: int) -> tuple[float, float]:
    """Undo `upright`."""
    return upright(point, -turn % 4)
