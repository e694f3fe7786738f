"""Whether the letters of a document are seen: hidden, tiny, or of their background's colour."""

import re
from dataclasses import dataclass
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""

WHITE: Colour = (255, 255, 255)

_CLOSEST = 16  # of 255 of each colour, up to which letters are lost in their background
_SMALLEST = 2.25  # points, the three pixels below which nobody reads a page on the web either
_HEX = re.compile(r"#?([0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?")


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of how letters look; None where nothing is said.

    `colour` and `behind` (what letters stand on) are known, or UNKNOWN where what is said is no
    plain colour. `size` is in points.
    """

    hidden: bool | None = None
    colour: Colour | str | None = None
    behind: Colour | str | None = None
    size: float | None = None

    def over(self, under: "Look") -> "Look":
        """Return this, and what `under` says where this says nothing."""
        if self == NOTHING:
            return under
        return Look(
            under.hidden if self.hidden is None else self.hidden,
            under.colour if self.colour is None else self.colour,
            under.behind if self.behind is None else self.behind,
            under.size if self.size is None else self.size,
        )

    @property
    def is_read(self) -> bool:
        """Whether a reader sees such letters; what cannot be told is seen."""
        if self.hidden or (self.size is not None and self.size < _SMALLEST):
            return False
        behind = WHITE if self.behind is None else self.behind
        if not isinstance(self.colour, tuple) or not isinstance(behind, tuple):
            return True
        pairs = zip(self.colour, behind, strict=True)
        return any(abs(one - other) > _CLOSEST for one, other in pairs)


UNKNOWN = "unknown"
"""A colour that is set, but not told here: of a theme, a picture, a pattern."""

NOTHING = Look()


def colour_of(text: str | None) -> Colour | None:
    """Return the colour that six hexadecimal digits write; None for anything else."""
    found = _HEX.fullmatch(text or "")
    if found is None:
        return None
    number = int(found[1], 16)
    return number >> 16, number >> 8 & 255, number & 255
