"""The tables that RTF begins with: fonts, colours, styles, and what the file says of itself."""

import re
from dataclasses import dataclass, field

from index.readers.office.sight import UNKNOWN, WHITE, Colour, Look
from index.readers.rtf.state import State
from index.readers.rtf.words import CODE_PAGES

_HEADING = re.compile(r"heading (\d)")
_BODY_TEXT = 9  # the level of an outline that is none
_NAMED = {65001: "utf-8", 10000: "mac_roman"}
_DAY = frozenset(("yr", "mo", "dy"))


@dataclass(slots=True)
class Tables:
    """What a file says of its fonts, colours, styles and of itself, as it comes."""

    code_page: str = "cp1252"
    code_pages: dict[int, str] = field(default_factory=dict)
    font: int | None = None
    colours: list[Colour | None] = field(default_factory=list)
    styles: dict[int, str] = field(default_factory=dict)
    outlines: dict[int, int] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    pages: int | None = None
    _name: str = ""
    _mix: dict[str, int] = field(default_factory=dict)

    def take(self, text: str, state: State) -> None:
        """Take text of one of the tables."""
        if state.place == "property":
            before = self.properties.get(state.property, "")
            self.properties[state.property] = before + text
        elif state.place == "styles":
            self._take_style(text, state)
        elif state.place == "colours":
            self._take_colours(text)

    def take_part(self, part: str, state: State, number: int) -> None:
        """Take a part of a colour, or of the day on which the document was made."""
        if state.place == "colours":
            self._mix[part] = number
        elif state.property == "creatim" and part in _DAY:
            self.properties[part] = str(number)

    def take_character_set(self, state: State, number: int) -> None:
        """Take the encoding of a font."""
        if state.place == "fonts" and state.font is not None and number in CODE_PAGES:
            self.code_pages[state.font] = CODE_PAGES[number]

    def take_code_page(self, number: int) -> None:
        """Take the encoding of the file; one that nobody knows changes nothing."""
        encoding = _NAMED.get(number, f"cp{number}")
        try:
            b"".decode(encoding)
        except LookupError:
            return
        self.code_page = encoding

    def encoding(self, font: int | None) -> str:
        """Return the encoding of bytes in a font."""
        return self.code_pages.get(font, self.code_page) if font is not None else self.code_page

    def level(self, state: State) -> int | None:
        """Return the level of a paragraph as a heading, from 0; None where it is none."""
        level = self.outlines.get(state.style) if state.outline is None else state.outline
        named = _HEADING.fullmatch(self.styles.get(state.style, ""))
        if level is None and named:
            level = int(named[1]) - 1
        return level if level is not None and 0 <= level < _BODY_TEXT else None

    def is_read(self, state: State, *, row_is_shaded: bool) -> bool:
        """Tell whether a reader sees letters where `state` holds."""
        colour = self.colours[state.colour] if 0 <= state.colour < len(self.colours) else None
        is_dark = state.is_highlighted or state.is_shaded or (row_is_shaded and state.in_table)
        behind = UNKNOWN if is_dark else None
        size = state.half_points / 2
        return Look(state.hidden or state.deleted, colour, behind, size).is_read

    def is_dark(self, number: int) -> bool:
        """Tell whether a colour in the table is one that white letters can be read on."""
        known = self.colours[number] if 0 < number < len(self.colours) else WHITE
        return known is not None and known != WHITE

    def _take_style(self, text: str, state: State) -> None:
        name, end, _ = text.partition(";")
        self._name += name
        if end:
            self.styles[state.style] = self._name.partition(",")[0].strip().lower()
            if state.outline is not None:
                self.outlines[state.style] = state.outline
            self._name = ""

    def _take_colours(self, text: str) -> None:
        for _ in range(text.count(";")):
            red, green, blue = (
                min(255, max(0, self._mix.get(part, 0))) for part in ("red", "green", "blue")
            )
            self.colours.append((red, green, blue) if self._mix else None)
            self._mix = {}
