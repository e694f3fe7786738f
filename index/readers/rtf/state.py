"""What holds in a group of RTF."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Place: TypeAlias = Literal[
    "text", "nothing", "marker", "fonts", "colours", "styles", "instruction", "property"
]
"""Where the words of a group go."""


_NUMBERS = {
    "f": "font", "fs": "half_points", "cf": "colour", "uc": "after_unicode", "s": "style",
    "ilvl": "list_level", "outlinelevel": "outline",
}  # fmt: skip
_SWITCHES = {"v": "hidden", "deleted": "deleted", "intbl": "in_table", "itap": "in_table"}


@dataclass(slots=True)
class State:
    r"""What holds in a group; a group begins with a copy of what holds around it.

    `font`, `style` and colours are numbers in the file's tables. `after_unicode` is how many
    characters stand for one of `\u` in programs that do not know it.
    """

    place: Place = "text"
    font: int | None = None
    after_unicode: int = 1
    hidden: bool = False
    deleted: bool = False
    colour: int = 0
    is_highlighted: bool = False
    half_points: int = 24
    style: int = 0
    outline: int | None = None
    in_table: bool = False
    is_shaded: bool = False
    list_level: int = 0
    property: str = ""

    def change(self, word: str, number: int) -> bool:
        """Tell whether a control word only says something of letters or paragraphs, and take it."""
        if word in _NUMBERS:
            setattr(self, _NUMBERS[word], number)
        elif word in _SWITCHES:
            setattr(self, _SWITCHES[word], number != 0)
        else:
            return False
        return True

    def plain(self) -> None:
        """Let letters be as they are where nothing is said."""
        self.font, self.hidden, self.deleted = None, False, False
        self.colour, self.is_highlighted, self.half_points = 0, False, 24

    def new_paragraph(self) -> None:
        """Let paragraphs be as they are where nothing is said."""
        self.style, self.outline, self.in_table, self.is_shaded = 0, None, False, False
        self.list_level = 0
