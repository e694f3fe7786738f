"""Words in pictures of pages, read with rapidocr where the extra `ocr` is installed.

Its models lie in its package; nothing is fetched.
"""

import math
import time
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.readers.pdf.pieces import Line, PageLines

DOTS = 150
"""Pixels an inch that a page is drawn with; its letters are then about 20 pixels high."""

SECONDS = 35.0
"""Of the processor, after which no further page is begun; a page takes 3 to 6, a file may 60."""

RESERVE = 15.0
"""Of the processor, which must be left of what a file or an archive may take."""

WAITING = 70.0
"""The same by the clock on the wall, of 120."""

INSTALL = "pip install 'pullquote[ocr]'"

_SURE, _DOUBTFUL = 0.8, 0.7
_SAME_SIZE = 0.2
_HEIGHT_OF_TYPE = 0.8  # of the frame around a line


def is_installed() -> bool:
    """Tell whether pictures can be read."""
    return find_spec("rapidocr") is not None


class Clock:
    """Counts the seconds from now on."""

    def __init__(self) -> None:
        self._start = time.process_time()
        self._began = time.monotonic()

    @property
    def has_time(self) -> bool:
        """Whether another page may be begun."""
        worked, waited = time.process_time() - self._start, time.monotonic() - self._began
        return worked < SECONDS and waited < WAITING and _seconds_allowed() > RESERVE


def _seconds_allowed() -> float:
    """Return how many seconds of the processor this process may still take."""
    try:
        import resource
    except ImportError:  # not on Windows
        return math.inf
    most = resource.getrlimit(resource.RLIMIT_CPU)[0]
    return math.inf if most == resource.RLIM_INFINITY else most - time.process_time()


def read_picture(picture: NDArray[np.uint8], dots: float, page: int) -> PageLines:
    """Return the lines of text in a picture of a page (its number from 0), in points.

    Lines that may be misread are left out: what is quoted must stand there. Pages that lie on
    their side or head are turned.

    Args:
        picture: colours (rows, columns, 3).
        dots: pixels an inch.
        page: for the lines.
    """
    found = _words(picture)
    if found.are_upright and found.score < _DOUBTFUL:
        found = max(found, _words(np.rot90(picture, 2)), key=lambda one: one.score)
    elif not found.are_upright:
        turned = (_words(np.rot90(picture, quarters)) for quarters in (1, 3))
        found = max(turned, key=lambda one: one.score)
    rows, columns = found.shape
    scale = 72 / dots
    lines = [_line(frame, text, scale, page) for frame, text in found.lines]
    usual = median(line.size for line in lines) if lines else 0.0
    for line in lines:  # frames are drawn by eye
        line.size = usual if abs(line.size - usual) <= _SAME_SIZE * usual else line.size
    return PageLines(page, columns * scale, rows * scale, lines)


@dataclass(frozen=True, slots=True)
class _Words:
    """Lines as frames (left, top, right, bottom, in pixels) with their words, and how sure."""

    shape: tuple[int, int]
    lines: list[tuple[tuple[float, float, float, float], str]]
    score: float
    are_upright: bool


def _words(picture: NDArray[np.uint8]) -> _Words:
    shape = (picture.shape[0], picture.shape[1])
    result = _engine()(np.ascontiguousarray(picture), use_cls=False)
    if result is None or result.boxes is None:
        return _Words(shape, [], 0.0, are_upright=True)
    lines = []
    tall = wide = 0
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = corners[:, 0], corners[:, 1]
        frame = (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
        if frame[3] - frame[1] > frame[2] - frame[0]:
            tall += len(text)
        else:
            wide += len(text)
        if score >= _SURE and text.strip():
            lines.append((frame, " ".join(text.split())))
    return _Words(shape, lines, float(np.mean(result.scores)), are_upright=wide >= tall)


def _line(frame: tuple[float, float, float, float], text: str, scale: float, page: int) -> Line:
    left, top, right, bottom = (value * scale for value in frame)
    size = round((bottom - top) * _HEIGHT_OF_TYPE, 1)
    return Line(
        text=text,
        x0=left,
        x1=right,
        base=bottom - 0.25 * size,
        size=size,
        is_bold=False,
        first_word=(right - left) * len(text.split()[0]) / len(text),
        page=page,
    )


@lru_cache(maxsize=1)
def _engine() -> Any:  # noqa: ANN401
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})
