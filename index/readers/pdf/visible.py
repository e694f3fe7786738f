"""Which words of a page a reader sees: those that leave ink where they stand.

The page is drawn, and each word looked for in what was drawn. Words in the colour of their ground,
under a bar or a picture, outside the page or on a layer that is switched off leave none; the layer
of words under a scan stands on the picture of its words.
"""

import math
from collections.abc import Sequence

import numpy as np

from index.readers.pdf.pieces import Piece, Seen, as_shown

SMALLEST = 2.0
"""Points; smaller type is for no reader."""

_CONTRAST, _GROUND = 12, 16  # of 255 grey values; thin letters are paler than their ink
_PALE, _DARK, _MUCH = 190, 100, 0.12
_AFTER_LATIN = "\u0250"
_INK_OF_PICTURE = 0.004  # share of the pixels outside of the words
_OVER = 0.3  # share of a word that another one covers

_Box = tuple[float, float, float, float]


def seen_pieces(page: Seen) -> list[Piece]:
    """Return the pieces that a reader sees, in their order.

    Signs without a letter are as visible as the word beside them.
    """
    drawn = _Drawn(page)
    verdicts = [drawn.shows(piece) for piece in page.pieces]
    hidden_ink = [not piece.is_inked for piece in page.pieces]
    if any(hidden_ink) and not all(hidden_ink):
        _hide_under_words(page, verdicts)
    kept: list[Piece] = []
    following = _next_verdicts(verdicts)
    before: bool | None = None
    for piece, verdict, after in zip(page.pieces, verdicts, following, strict=True):
        if verdict is None:
            beside = after if piece.is_apart or before is None else before
            verdict = before if beside is None else beside
        else:
            before = verdict
        if verdict or (verdict is None and piece.is_inked):
            kept.append(piece)
    return kept


def has_picture(page: Seen, pieces: Sequence[Piece]) -> bool:
    """Tell whether more is drawn than `pieces`, such as a scan or letters drawn as shapes."""
    pixels = page.pixels
    if pixels.size == 0:
        return False
    ground = int(np.median(pixels))
    inked = np.abs(pixels.astype(np.int16) - ground) > 40
    for piece in pieces:
        left, top, right, bottom = _cells(page, _frame(page, piece), pixels.shape)
        inked[top:bottom, left:right] = False
    return bool(inked.mean() > _INK_OF_PICTURE)


def _next_verdicts(verdicts: Sequence[bool | None]) -> list[bool | None]:
    found: list[bool | None] = []
    after: bool | None = None
    for verdict in reversed(verdicts):
        after = after if verdict is None else verdict
        found.append(after)
    return found[::-1]


class _Drawn:
    """A page as it was drawn, in which words are looked for."""

    def __init__(self, page: Seen) -> None:
        self._page = page
        self._pixels = page.pixels
        self._bytes = page.pixels.tobytes()
        self._columns = page.pixels.shape[1]
        # Only then may black words be hidden on black under others.
        self._is_dark = bool(page.pixels.size) and (page.pixels <= _DARK).mean() > _MUCH

    def shows(self, piece: Piece) -> bool | None:
        """Tell whether ink of a piece is seen; None where it is too little to be looked for."""
        if piece.size < SMALLEST:
            return False
        if not piece.text.isalnum() and not any(map(str.isalnum, piece.text)):
            return None
        page = self._page
        left, top, right, bottom = _frame(page, piece)
        if right <= 0 or bottom <= 0 or left >= page.width or top >= page.height:
            return False
        height, width = bottom - top, right - left
        core = (
            (left, top + 0.25 * height, right, bottom - 0.3 * height)
            if piece.turn % 2 == 0
            else (left + 0.25 * width, top, right - 0.3 * width, bottom)
        )
        if not self._has_ink(_cells(page, core, self._pixels.shape)):
            if piece.has_shapes or all(letter < _AFTER_LATIN for letter in piece.text):
                return False
            return piece.is_inked and not self._is_of_its_ground(piece)  # not to be drawn here
        if piece.light is None or not piece.is_inked or _DARK < piece.light < _PALE:
            return True
        return (piece.light <= _DARK and not self._is_dark) or not self._is_of_its_ground(piece)

    def _has_ink(self, cells: tuple[int, int, int, int]) -> bool:
        left, top, right, bottom = cells
        if left >= right or top >= bottom:
            return False
        start = (top + bottom) // 2 * self._columns
        row = self._bytes[start + left : start + right]  # most words have ink in the middle
        if max(row) - min(row) >= _CONTRAST:
            return True
        zone = self._pixels[top:bottom, left:right]
        return int(zone.max()) - int(zone.min()) >= _CONTRAST

    def _is_of_its_ground(self, piece: Piece) -> bool:
        """Tell whether a word has the colour of what is around it, ink of other things aside."""
        pixels = self._pixels
        x0, y0, x1, y1 = _cells(self._page, _frame(self._page, piece), pixels.shape)
        rows, columns = pixels.shape
        if x0 >= x1 or y0 >= y1:
            return True
        above, below = max(y0 - 1, 0), min(y1, rows - 1)
        before, behind = max(x0 - 1, 0), min(x1, columns - 1)
        sides = (pixels[above, x0:x1], pixels[below, x0:x1], pixels[y0:y1, before])
        border = np.concatenate((*sides, pixels[y0:y1, behind]))
        return bool(abs(float(np.median(border)) - (piece.light or 0.0)) < _GROUND)


def _frame(page: Seen, piece: Piece) -> _Box:
    """Return the box of a piece on the page as it is shown: left, top, right, bottom in points."""
    if piece.turn == 0:
        return piece.x0, piece.top, piece.x1, piece.bottom
    ends = ((piece.x0, piece.top), (piece.x1, piece.bottom))
    (one_x, one_y), (other_x, other_y) = (as_shown(end, piece.turn) for end in ends)
    return min(one_x, other_x), min(one_y, other_y), max(one_x, other_x), max(one_y, other_y)


def _cells(page: Seen, box: _Box, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Return the pixels of a box, at least one each way: left, top, right, bottom (half-open)."""
    scale = page.scale
    x0, y0 = max(math.floor(box[0] * scale), 0), max(math.floor(box[1] * scale), 0)
    x1, y1 = math.ceil(box[2] * scale), math.ceil(box[3] * scale)
    return x0, y0, min(max(x1, x0 + 1), shape[1]), min(max(y1, y0 + 1), shape[0])


def _hide_under_words(page: Seen, verdicts: list[bool | None]) -> None:
    """Hide undrawn words that stand where drawn ones do: they are no layer of a scan."""
    frames = np.array([_frame(page, piece) for piece in page.pieces])
    drawn = np.array([piece.is_inked for piece in page.pieces])
    others = frames[drawn]
    for place in np.flatnonzero(~drawn):
        left, top, right, bottom = frames[place]
        wide = np.minimum(others[:, 2], right) - np.maximum(others[:, 0], left)
        high = np.minimum(others[:, 3], bottom) - np.maximum(others[:, 1], top)
        covered = float((np.clip(wide, 0, None) * np.clip(high, 0, None)).sum())
        if covered > _OVER * max((right - left) * (bottom - top), 1e-6):
            verdicts[int(place)] = False
