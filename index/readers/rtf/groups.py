"""The walk through the groups of RTF: where words go, and what each control word changes."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import TypeAlias

from index.articles.article import normalise_text
from index.errors import ReadError
from index.readers.blocks import Block
from index.readers.office.pages import Pages
from index.readers.rtf.state import Place, State
from index.readers.rtf.tables import Tables
from index.readers.rtf.tokens import Token
from index.readers.rtf.words import BY_WORD, NO_TEXT, SIGNS, STILL_TEXT
from index.readers.rtf.writer import Flow, Form

_DEEPEST = 2_000
_PLACES: dict[str, Place] = {
    "fonttbl": "fonts", "colortbl": "colours", "stylesheet": "styles", "listtext": "marker",
    "pntext": "marker", "fldinst": "instruction", "title": "property", "author": "property",
    "creatim": "property", "nofpages": "property", "info": "nothing", "shpinst": "nothing",
}  # fmt: skip
_FLOWS = frozenset(("footnote", "shptxt", "dptxbxtext"))
_PAGE_NUMBERS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))


class Groups:
    """Takes tokens one by one.

    Args:
        pages: told of each page's end.
    """

    def __init__(self, pages: Pages) -> None:
        self.tables = Tables()
        self.notes: list[Flow] = []
        self._pages = pages
        self._stack = [State()]
        self._flows = [Flow()]
        self._opened: list[Flow | None] = [None]
        self._bytes = bytearray()
        self._high = ""  # the first half of a letter beyond the basic plane
        self._skip = 0
        self._is_start = self._is_starred = False
        self._row_is_shaded = self._breaks_before = False
        self._instruction = ""

    @property
    def title(self) -> str | None:
        """What stands in the style of a title."""
        return self._flows[0].title

    def take(self, token: Token) -> None:
        """Take the next token.

        Raises:
            ReadError: groups are nested too deeply.
        """
        if token.kind == "text":
            self._text(token)
            self._is_start = False
            return
        self._flush()
        if token.kind == "word":
            self._word(token)
        elif token.kind == "open":
            self._open()
        elif len(self._stack) > 1:
            self._close()

    def end(self) -> list[Block]:
        """Return the blocks of the text, notes not among them."""
        self._flush()
        while len(self._stack) > 1:
            self._close()
        return list(self._flows[0].end())

    def _open(self) -> None:
        if len(self._stack) > _DEEPEST:
            raise ReadError("is nested too deeply to be a document; save it again")
        self._stack.append(copy(self._stack[-1]))
        self._opened.append(None)
        self._is_start, self._is_starred, self._skip = True, False, 0

    def _close(self) -> None:
        state, flow = self._stack.pop(), self._opened.pop()
        is_whole = flow is not None or len(self._stack) == 1
        if is_whole and any(piece.strip() for piece in self._flows[-1].pieces):
            self.end_paragraph(state, 1)
        self._skip = 0
        if flow is None:
            return
        self._flows.pop()
        if flow in self.notes:
            flow.end()
        else:
            self._flows[-1].after += flow.end()

    def _text(self, token: Token) -> None:
        data = token.data
        if self._skip:
            taken = min(self._skip, len(data))
            self._skip -= taken
            data = data[taken:]
        self._bytes += data

    def _flush(self) -> None:
        """Write the bytes gathered; some letters take several, which may come one by one."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        self._write(data.decode(self.tables.encoding(self._stack[-1].font), "replace"))

    def _write(self, text: str) -> None:
        state = self._stack[-1]
        if state.place == "text":
            if self.tables.is_read(state, row_is_shaded=self._row_is_shaded):
                self._print(text)
        elif state.place == "marker":
            self._flows[-1].marker += text
        elif state.place == "instruction":
            self._instruction += text
        else:
            self.tables.take(text, state)

    def _print(self, text: str) -> None:
        flow = self._flows[-1]
        if self._breaks_before and text.strip() and len(self._flows) == 1:
            self._breaks_before = False
            flow.pieces.append(self._pages.before_paragraph())
        if text.strip() and len(self._flows) == 1:
            self._pages.text(len(text))
        flow.pieces.append(normalise_text(text))

    def _word(self, token: Token) -> None:
        word = token.word
        if word == "*":
            self._is_starred = True
            return
        is_start, self._is_start = self._is_start, False
        if is_start and self._begin(word, token.number):
            return
        if self._skip and (word in SIGNS or word == "u"):
            self._skip -= 1
        elif word == "u":
            self._unicode(token.number or 0)
        elif word in SIGNS:
            self._write(SIGNS[word])
        else:
            state, number = self._stack[-1], 1 if token.number is None else token.number
            if not state.change(word, number) and word in _CHANGES:
                _CHANGES[word](self, state, number)

    def _begin(self, word: str, number: int | None) -> bool:
        """Tell whether a group's first word says where its words go, and let them go there."""
        state = self._stack[-1]
        if word in _FLOWS:
            self._begin_flow(state, is_note=word == "footnote")
        elif word in _PLACES:
            state.place, state.property = _PLACES[word], word
            if word == "fldinst":
                self._instruction = ""
            elif word == "nofpages":
                self.tables.pages = number
        elif word == "fldrslt":
            if (self._instruction.split() or [""])[0].upper() in _PAGE_NUMBERS:
                state.place = "nothing"
        elif word == "ud":
            state.place = self._stack[-3].place if len(self._stack) > 2 else "text"
        elif word in STILL_TEXT:
            state.place = "text"
        elif word in NO_TEXT or self._is_starred:
            state.place = "nothing"
        else:
            return False
        return True

    def _begin_flow(self, state: State, *, is_note: bool) -> None:
        flow = Flow()
        self._flows.append(flow)
        self._opened[-1] = flow
        if is_note and self._stack[-2].place == "text":
            self.notes.append(flow)
        state.place = "nothing" if is_note and self._stack[-2].place != "text" else "text"
        state.plain()
        state.new_paragraph()

    def _unicode(self, number: int) -> None:
        code = number % 0x10000
        letter, self._skip = chr(code), self._stack[-1].after_unicode
        if 0xD800 <= code < 0xDC00:
            self._high = letter
            return
        pair, self._high = self._high + letter, ""
        self._write(pair.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def end_paragraph(self, state: State, _: int) -> None:
        """End a paragraph of text."""
        if state.place == "text":
            self._flows[-1].end_paragraph(self._form(state))

    def end_section(self, state: State, number: int) -> None:
        """End a section; the next one begins a page unless it says otherwise."""
        self.end_paragraph(state, number)
        self._breaks_before = True

    def end_cell(self, state: State, _: int) -> None:
        """End a cell; one in a cell ends a paragraph."""
        if state.place == "text":
            self._flows[-1].end_cell(self._form(state))

    def end_row(self, state: State, _: int) -> None:
        """End a row."""
        if state.place == "text":
            self._flows[-1].end_row()

    def end_inner_cell(self, state: State, _: int) -> None:
        """End a cell of a table in a cell: its text is a paragraph of the outer one."""
        if state.place == "text":
            self._flows[-1].end_paragraph(replace(self._form(state), in_table=True))

    def end_page(self, state: State, _: int) -> None:
        """End a page where the author did."""
        if state.place == "text" and len(self._flows) == 1:
            self._flows[0].pieces.append(self._pages.by_author())

    def break_before(self, _: State, number: int) -> None:
        """Let what comes begin a page, or not."""
        self._breaks_before = number != 0

    def shade_row(self, _: State, number: int) -> None:
        """Take note that a cell of the row to come stands on a colour."""
        self._row_is_shaded = self._row_is_shaded or self.tables.is_dark(number)

    def begin_row(self, _: State, __: int) -> None:
        """Let the cells to come stand on nothing."""
        self._row_is_shaded = False

    def highlight(self, state: State, number: int) -> None:
        """Let letters stand on a colour."""
        state.is_highlighted = self.tables.is_dark(number)

    def shade(self, state: State, number: int) -> None:
        """Let a paragraph stand on a colour."""
        state.is_shaded = self.tables.is_dark(number)

    def usual_font(self, state: State, number: int) -> None:
        """Take the font of letters of which nothing is said."""
        self.tables.font = state.font = number

    def plain(self, state: State, _: int) -> None:
        """Let letters be as they are where nothing is said."""
        state.plain()
        state.font = self.tables.font

    def plain_paragraph(self, state: State, _: int) -> None:
        """Let paragraphs be as they are where nothing is said."""
        state.new_paragraph()

    def _form(self, state: State) -> Form:
        style = self.tables.styles.get(state.style, "")
        return Form(style, self.tables.level(state), state.list_level, state.in_table)


_Change: TypeAlias = Callable[[Groups, State, int], None]


def _code_page(number: int) -> _Change:
    return lambda groups, _, __: groups.tables.take_code_page(number)


def _part(part: str) -> _Change:
    return lambda groups, state, number: groups.tables.take_part(part, state, number)


_CHANGES: dict[str, _Change] = {
    "par": Groups.end_paragraph,
    "sect": Groups.end_section,
    "cell": Groups.end_cell,
    "row": Groups.end_row,
    "nestcell": Groups.end_inner_cell,
    "page": Groups.end_page,
    "pagebb": Groups.break_before,
    "sbknone": lambda groups, state, _: groups.break_before(state, 0),
    "trowd": Groups.begin_row,
    "clcbpat": Groups.shade_row,
    "highlight": Groups.highlight,
    "cb": Groups.highlight,
    "chcbpat": Groups.highlight,
    "cbpat": Groups.shade,
    "fcharset": lambda groups, state, number: groups.tables.take_character_set(state, number),
    "ansicpg": lambda groups, _, number: groups.tables.take_code_page(number),
    "deff": Groups.usual_font,
    "plain": Groups.plain,
    "pard": Groups.plain_paragraph,
    **{word: _code_page(number) for word, number in BY_WORD.items()},
    **{part: _part(part) for part in ("red", "green", "blue", "yr", "mo", "dy")},
}
