"""Pieces of words become lines: what stands on one baseline without a wide gap."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.readers.pdf.pieces import LOWERED, RAISED, Line, PageLines, Piece

WIDE_GAP = 1.25
"""Of the type's size; a wider gap parts columns and cells, and no words."""

_SPACE = 0.12  # of the type's size: the least space between words
_RAISED_SIZE, _RAISED_BY = 0.82, 0.15
_FEW_TURNED = 60  # letters; less is a stamp or the label of an axis
_BELOW = 50.0  # points between text of one direction and of another
_ORIGIN = ((0, 0), (0, 1), (1, 1), (1, 0))  # where text of each direction has the page's corner
_SIGNS = frozenset("*†‡§¶∗")


def lines_of(pieces: Sequence[Piece], page: int, width: float, height: float) -> PageLines:
    """Return the lines of a page, in the file's order, on axes on which most of them are upright.

    Text of other directions follows below where it is more than a stamp on the margin.

    Args:
        pieces: of the page.
        page: its number, from 0.
        width: of the page as it is shown, in points.
        height: the same.
    """
    turned: dict[int, list[Piece]] = {}
    for piece in pieces:
        turned.setdefault(piece.turn, []).append(piece)
    letters = {turn: sum(len(one.text) for one in of) for turn, of in turned.items()}
    order = sorted(turned, key=lambda turn: -letters[turn])
    across, down = (height, width) if order and order[0] % 2 else (width, height)
    found = PageLines(page, across, down)
    for number, turn in enumerate(order):
        if number and letters[turn] < _FEW_TURNED:
            continue
        new = [_line(run, page) for run in _joined(_runs(turned[turn]))]
        below = max((line.bottom for line in found.lines), default=0.0) + _BELOW
        top = below - min(line.top for line in new) if number else _ORIGIN[turn][1] * down
        for line in new:
            line.base += top
            line.x0 += _ORIGIN[turn][0] * across
            line.x1 += _ORIGIN[turn][0] * across
        found.lines += new
    return found


def _runs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and _follows(runs[-1][-1], piece):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _follows(before: Piece, piece: Piece) -> bool:
    common = min(before.bottom, piece.bottom) - max(before.top, piece.top)
    if common < 0.4 * min(before.size, piece.size):
        return False
    size = max(before.size, piece.size)
    gap = piece.x0 - before.x1
    if -0.6 * size <= gap <= WIDE_GAP * size:
        return True
    return -0.6 * size <= before.x0 - piece.x1 <= WIDE_GAP * size  # written right to left


def _joined(runs: list[list[Piece]]) -> list[list[Piece]]:
    """Join runs that stand directly beside each other though the file has them apart."""
    if len(runs) < 2:
        return runs
    order = sorted(range(len(runs)), key=lambda number: (runs[number][0].base, number))
    taken: set[int] = set()
    ends: dict[int, list[Piece]] = {}
    for place, number in enumerate(order):
        if number in taken:
            continue
        run = list(runs[number])
        for other in order[place + 1 : place + 12]:
            beside = runs[other]
            if beside[0].base - run[0].base > 0.25 * run[0].size:
                break
            if other in taken or not _is_beside(run, beside):
                continue
            taken.add(other)
            run = run + beside if beside[0].x0 > run[0].x0 else beside + run
        ends[number] = run
    return [ends[number] for number in range(len(runs)) if number in ends]


def _is_beside(run: list[Piece], other: list[Piece]) -> bool:
    first, second = (run, other) if run[0].x0 <= other[0].x0 else (other, run)
    size = max(first[-1].size, second[0].size)
    gap = min(piece.x0 for piece in second) - max(piece.x1 for piece in first)
    return -0.2 * size <= gap <= 0.5 * size


def _line(run: list[Piece], page: int) -> Line:
    sizes, bases = Counter[float](), Counter[float]()
    bold = 0
    for piece in run:
        sizes[round(piece.size, 1)] += len(piece.text)
        bases[round(piece.base, 1)] += len(piece.text)
        bold += len(piece.text) if piece.is_bold else 0
    size, base = sizes.most_common(1)[0][0], bases.most_common(1)[0][0]
    return Line(
        text=_text(run, size, base),
        x0=min(piece.x0 for piece in run),
        x1=max(piece.x1 for piece in run),
        base=base,
        size=size,
        is_bold=bold > 0.8 * sum(len(piece.text) for piece in run),
        first_word=_first_word(run),
        page=page,
    )


def _text(run: list[Piece], size: float, base: float) -> str:
    parts: list[str] = []
    for number, piece in enumerate(run):
        if number and _stands_apart(run[number - 1], piece):
            parts.append(" ")
        if _is_raised(piece, size, base):
            parts += (RAISED, piece.text, LOWERED)
        else:
            parts.append(piece.text)
    return "".join(parts)


def _stands_apart(before: Piece, piece: Piece) -> bool:
    """Tell whether a space is between two pieces of a line."""
    gap = max(piece.x0 - before.x1, before.x0 - piece.x1)
    if piece.is_first:
        return gap > _SPACE * min(piece.size, before.size)
    return piece.is_apart or gap > 0.3 * piece.size


def _is_raised(piece: Piece, size: float, base: float) -> bool:
    if piece.size > _RAISED_SIZE * size or base - piece.base < _RAISED_BY * size:
        return False
    return all(sign.isdigit() or sign in _SIGNS or sign in "," for sign in piece.text)


def _first_word(run: list[Piece]) -> float:
    start, end = run[0].x0, run[0].x1
    for before, piece in pairwise(run):
        if _stands_apart(before, piece):
            break
        start, end = min(start, piece.x0), max(end, piece.x1)
    return end - start
