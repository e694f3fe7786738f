"""A page of a PDF as a picture (WebP), the words of a quote marked; the one wrapper of Pillow.

Which page is meant is said by its place among those with text, and by letters that stand on it:
pages without text have no place in an article.
"""

import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from index.errors import ReadError
from index.readers.pdf.pdfium import Document
from index.readers.pdf.pieces import Piece

_QUALITY = 80
_BAND = np.array([255, 226, 122], np.float32) / 255
"""What marked words are multiplied with."""
_NO_LETTER = re.compile(r"[\W_]+")
_POINTS = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPage:
    """Which page is wanted, and how.

    Args:
        place: of the page among those with text, from 0.
        count: of the pages with text.
        probes: words that stand on it, some of which must be found.
        words: those to be marked; "" for none.
        part: how far down the page's text they begin, from 0 to 1.
        width: of the picture, in pixels, at most.
        is_sure: that the file is the one that was read: then a page without probes is believed.
    """

    place: int
    count: int
    probes: tuple[str, ...]
    words: str = ""
    part: float = 0.0
    width: int = 1_200
    is_sure: bool = False


def page_picture(data: bytes, wanted: WantedPage) -> bytes:
    """Return the picture.

    Raises:
        ReadError: no PDF, or the page is not found in it.
    """
    with Document(data) as document:
        number = _number_of(document, wanted)
        seen = document.look(number)
        dots = max(1, int(_POINTS * wanted.width / max(seen.width, 1)))
        pixels, dots_an_inch = document.picture(number, dots)
        scale = dots_an_inch / _POINTS
        pixels = np.ascontiguousarray(pixels[..., ::-1])  # PDFium gives blue first
        for box in _boxes(seen.pieces, wanted):
            _mark(pixels, box, scale)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", quality=_QUALITY)
    return file.getvalue()


def letters_of(text: str) -> str:
    """Return the letters and figures of a text, which hyphens and ends of lines do not change."""
    return _NO_LETTER.sub("", text).casefold()


def _number_of(document: Document, wanted: WantedPage) -> int:
    """Return the number of the page that is meant, from 0."""
    probes = [found for one in wanted.probes if (found := letters_of(one))]
    spare = max(0, document.pages - wanted.count)
    places = range(wanted.place, min(wanted.place + spare + 1, document.pages))
    for number in places:
        text = letters_of("".join(piece.text for piece in document.look(number).pieces))
        if any(probe in text for probe in probes):
            return number
    if wanted.is_sure and spare == 0 and wanted.place < document.pages:
        return wanted.place  # its words are in pictures, or stand otherwise on it
    raise ReadError("this page is not found in the file any more")


def _boxes(
    pieces: Sequence[Piece], page: WantedPage
) -> Iterator[tuple[float, float, float, float]]:
    """Yield where words stand on a page, piece by piece, in points from above."""
    upright = [piece for piece in pieces if piece.turn == 0]
    letters = [letters_of(piece.text) for piece in upright]
    ends = list(accumulate(map(len, letters)))
    text, wanted = "".join(letters), letters_of(page.words)
    starts = [found.start() for found in re.finditer(re.escape(wanted), text)] if wanted else []
    if not starts:
        return
    start = min(starts, key=lambda one: abs(one / len(text) - page.part))
    first = bisect_right(ends, start)
    last = bisect_right(ends, start + len(wanted) - 1)
    for piece in upright[first : last + 1]:
        yield piece.x0, piece.base - 0.85 * piece.size, piece.x1, piece.base + 0.25 * piece.size


def _mark(pixels: NDArray[np.uint8], box: tuple[float, float, float, float], scale: float) -> None:
    left, top, right, bottom = (round(one * scale) for one in box)
    rows, columns = slice(max(top, 0), max(bottom, 0)), slice(max(left - 1, 0), max(right + 1, 0))
    pixels[rows, columns] = (pixels[rows, columns] * _BAND).astype(np.uint8)
