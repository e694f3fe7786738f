"""The one wrapper of PDFium: a document's pages as pieces of words and as grey pixels."""

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from index.articles.article import normalise_text
from index.errors import ReadError
from index.readers.pdf.pieces import Piece, Seen, plain_letters, upright, without_private

_MOST_PIXELS = 2_000_000
_MOST_LETTERS = 200_000  # on one page; what holds more is no page of an article
_LONGEST_LABEL = 20
_INVISIBLE, _FAINT = 3, 12  # mode of drawing; opacity of 255
_PASSWORD, _LOCKS = 4, 5  # PDFium's error codes: wrong password, unknown security
_WORD = re.compile("[^\\s\ufffe\x00]+\ufffe?")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd\b", re.IGNORECASE)
_HEAVY = 600
_LOW = re.compile("[\x01-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class _Style:
    has_no_names: bool  # its font does not say which letters it has
    size: float
    is_bold: bool
    turn: int | None  # quarters clockwise as shown; None for what slants
    light: float | None
    is_inked: bool
    has_shapes: bool


def _function(name: str, result: Any, *arguments: Any) -> Any:  # noqa: ANN401
    """Return a function of PDFium that gives plain numbers, which costs half as much."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_object_of = _function("FPDFText_GetTextObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


class Document:
    """An open PDF; close it, or use it in a `with`.

    Raises:
        ReadError: it is none, or it wants a password.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise ReadError(_why(getattr(error, "err_code", None))) from None
        self.pages = len(self._document)

    def __enter__(self) -> "Document":
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def label(self, number: int) -> str:
        """Return the label that the file gives a page (from 0), empty without one."""
        return _one_line(self._document.get_page_label(number))[:_LONGEST_LABEL].strip()

    def info(self, name: str) -> str:
        """Return an entry of the document information (`Title`, `Author`), empty without one."""
        return _one_line(self._document.get_metadata_value(name))

    def look(self, number: int) -> Seen:
        """Return what is on a page (from 0).

        Raises:
            ReadError: the page is broken.
        """
        try:
            with closing(self._document[number]) as page:
                return _look(page)
        except pypdfium2.PdfiumError:
            raise ReadError(f"page {number + 1} is broken") from None

    def picture(self, number: int, dots: int) -> tuple[NDArray[np.uint8], float]:
        """Return a page (from 0) as colours (rows, columns, 3), and its pixels an inch."""
        page = self._document[number]
        try:
            width, height = page.get_size()
            scale = min(dots / 72, math.sqrt(4 * _MOST_PIXELS / max(width * height, 1)))
            return np.array(page.render(scale=scale).to_numpy()[..., :3]), scale * 72
        finally:
            page.close()


def _one_line(text: object) -> str:
    return " ".join(without_private(normalise_text(str(text))).split())


def _why(code: int | None) -> str:
    if code == _PASSWORD:
        return "is locked with a password; save a copy without one"
    if code == _LOCKS:
        return "is locked in a way that is not known here; save a copy without it"
    return "is no PDF, or too damaged to be read; open it in a viewer and save it anew"


def _look(page: Any) -> Seen:  # noqa: ANN401
    width, height = page.get_size()
    scale = min(1.0, math.sqrt(_MOST_PIXELS / max(width * height, 1)))
    bitmap = page.render(scale=scale, grayscale=True)
    pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    text = page.get_textpage()
    try:
        reader = _Pieces(page, text)
        pieces, unknown = reader.read(), reader.unknown
    finally:
        text.close()
    return Seen(width, height, pieces, pixels, scale, unknown)


class _Pieces:
    """Reads the letters of one page."""

    def __init__(self, page: Any, text: Any) -> None:  # noqa: ANN401
        self._text = text.raw
        self._handle = ctypes.cast(text.raw, ctypes.c_void_p).value
        self._count = min(text.count_chars(), _MOST_LETTERS)
        self._letters = self._all_letters(text)
        self._box = page.get_bbox()
        self._turn = int(page.get_rotation()) // 90 % 4
        self._rect, self._x, self._y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        self._styles: dict[int, _Style] = {}
        self.unknown = 0

    def read(self) -> list[Piece]:
        """Return the pieces in the order of the file."""
        found = list(self._read())
        # Such fonts give the numbers of their glyphs, not letters; low ones are control characters.
        are_lost = any(style.has_no_names and _LOW.search(text) for _, style, text in found)
        pieces: list[Piece] = []
        for piece, style, text in found:
            piece.text = "" if style.has_no_names and are_lost else without_private(piece.text)
            self.unknown += max(len(text) - len(piece.text), 0)
            if piece.text:
                pieces.append(piece)
        return pieces

    def _read(self) -> Iterator[tuple[Piece, _Style, str]]:
        end = 0
        for match in _WORD.finditer(self._letters):
            between = self._letters[end : match.start()]
            is_first = "\n" in between or end == 0 or self._letters[end - 1] == "\ufffe"
            is_apart = bool(between)
            for start, stop, pointer in self._runs(match.start(), match.end()):
                style = self._styles.get(pointer) or self._new_style(pointer, start)
                piece = self._piece(start, stop, style) if style else None
                if piece and style:
                    piece.is_apart, piece.is_first = is_apart, is_first
                    yield piece, style, self._letters[start:stop]
                    is_apart = is_first = False
            end = match.end()

    def _all_letters(self, text: Any) -> str:  # noqa: ANN401
        letters = str(text.get_text_range(0, self._count)) if self._count else ""
        if len(letters) == self._count:
            return letters
        codes = (raw.FPDFText_GetUnicode(self._text, place) for place in range(self._count))
        return "".join(_letter(code) for code in codes)

    def _runs(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Part a word where another object of the page begins, which may look otherwise.

        Returns each run's start and end and the pointer to its object.
        """
        handle = self._handle
        before = _object_of(handle, start)
        if end - start == 1 or before == _object_of(handle, end - 1):
            return [(start, end, before)]
        runs: list[tuple[int, int, int]] = []
        for place in range(start + 1, end):
            found = _object_of(handle, place)
            if found != before:
                runs.append((start, place, before))
                start, before = place, found
        return [*runs, (start, end, before)]

    def _piece(self, start: int, end: int, style: _Style) -> Piece | None:
        direction = style.turn
        first, last = self._frame(start), self._frame(end - 1)
        x, y = self._x, self._y
        if direction is None or first is None or last is None:
            return None
        if not raw.FPDFText_GetCharOrigin(self._text, start, x, y):
            return None
        base = self._shown(x.value, y.value)
        size = style.size
        tall = abs(first[3] - first[1]) if direction % 2 == 0 else abs(first[2] - first[0])
        if size < 1.5 < tall / 2:  # fonts that measure otherwise
            size = tall
        if direction == 0:
            ends = (min(first[0], last[0]), max(first[2], last[2]))
        else:
            corners = [(box[left], box[left + 1]) for box in (first, last) for left in (0, 2)]
            places = [upright(corner, direction)[0] for corner in corners]
            ends = (min(places), max(places))
        return Piece(
            text=plain_letters(self._letters[start:end]),
            x0=ends[0],
            x1=ends[1],
            base=upright(base, direction)[1],
            size=size,
            is_bold=style.is_bold,
            turn=direction,
            light=style.light,
            is_inked=style.is_inked,
            has_shapes=style.has_shapes,
        )

    def _frame(self, place: int) -> tuple[float, float, float, float] | None:
        """Return the box of a letter as it is shown: x0, y0, x1, y1."""
        box = self._rect
        if not raw.FPDFText_GetLooseCharBox(self._text, place, box):
            return None
        if self._turn == 0:
            left, _, _, top = self._box
            return box.left - left, top - box.top, box.right - left, top - box.bottom
        one, other = self._shown(box.left, box.bottom), self._shown(box.right, box.top)
        return (
            min(one[0], other[0]),
            min(one[1], other[1]),
            max(one[0], other[0]),
            max(one[1], other[1]),
        )

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the file is on the page as it is shown, y downwards."""
        left, bottom, right, top = self._box
        return (
            (x - left, top - y),
            (y - bottom, x - left),
            (right - x, y - bottom),
            (top - y, right - x),
        )[self._turn]

    def _direction(self, matrix: Any) -> int | None:  # noqa: ANN401
        """Return how many quarters clockwise text is turned as shown; None where it slants."""
        angle = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        quarters = round(angle)
        if abs(angle - quarters) > 0.12:
            return None
        return int((self._turn - quarters) % 4)

    def _new_style(self, pointer: int | None, place: int) -> _Style | None:
        if not pointer:
            return None
        matrix = raw.FS_MATRIX()
        if not raw.FPDFText_GetMatrix(self._text, place, matrix):
            matrix.a = matrix.d = 1.0
        size = raw.FPDFText_GetFontSize(self._text, place) * math.hypot(matrix.c, matrix.d)
        thing = raw.FPDFText_GetTextObject(self._text, place)
        mode = raw.FPDFTextObj_GetTextRenderMode(thing)
        light, opacity = self._ink(place)
        style = self._styles[pointer] = _Style(
            has_no_names=raw.FPDFText_HasUnicodeMapError(self._text, place) == 1,
            size=size,
            is_bold=self._is_bold(place, thing),
            turn=self._direction(matrix),
            light=light,
            is_inked=mode != _INVISIBLE and opacity > _FAINT,
            has_shapes=raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(thing)) == 1,
        )
        return style

    def _ink(self, place: int) -> tuple[float | None, int]:
        red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
        if not raw.FPDFText_GetFillColor(self._text, place, red, green, blue, opacity):
            return None, 255
        return 0.3 * red.value + 0.59 * green.value + 0.11 * blue.value, opacity.value

    def _is_bold(self, place: int, thing: Any) -> bool:  # noqa: ANN401
        if raw.FPDFText_GetFontWeight(self._text, place) >= _HEAVY:
            return True
        name = ctypes.create_string_buffer(128)
        raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(thing), name, 128)
        return bool(_BOLD.search(name.value.decode("latin-1")))


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 else "\x00"
