"""Footnotes: small lines at the foot of a column that begin with a number or sign."""

import re
from collections.abc import Iterator, Sequence

from index.readers.pdf.columns import Flow
from index.readers.pdf.pieces import LOWERED, RAISED, Line

_SMALLER = 0.93  # than the text
_LABEL = re.compile(rf"{RAISED}([^{LOWERED}]{{1,4}}){LOWERED}|(\d{{1,3}})[.)]?\s|([*†‡§¶∗])")
_RAISED = re.compile(rf"{RAISED}([^{LOWERED}]*){LOWERED}")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_AFTER_SENTENCE = re.compile(r"[.,;:!?…”’\"»)\]]\Z")


def without_notes(flow: Flow, size: float, height: float) -> tuple[Flow, Flow | None]:
    """Part a flow into its text and the footnotes below it.

    Args:
        flow: of one column.
        size: of the document's text in points.
        height: of the page in points.
    """
    if flow.is_table:
        return flow, None
    lines = flow.lines
    start = _first_note(lines, size, height)
    if start is None:
        return flow, None
    return Flow([[line] for line in lines[:start]]), Flow([[line] for line in lines[start:]])


def _first_note(lines: Sequence[Line], size: float, height: float) -> int | None:
    small = len(lines)
    while small and lines[small - 1].size <= _SMALLER * size:
        small -= 1
    for place in range(small, len(lines)):
        if lines[place].base > 0.4 * height and _LABEL.match(lines[place].text):
            return place
    return None


def labels_of(notes: Sequence[Line]) -> Iterator[str]:
    """Yield the numbers and signs by which the text points to these footnotes."""
    for line in notes:
        found = _LABEL.match(line.text)
        if found:
            yield (found[1] or found[2] or found[3]).strip()


def resolved(text: str, labels: frozenset[str]) -> str:
    """Return text whose raised numbers are powers or gone: those that point to a note go.

    Args:
        text: with raised numbers wrapped.
        labels: of the footnotes on its page.
    """
    pieces: list[str] = []
    end = 0
    for match in _RAISED.finditer(text):
        pieces.append(text[end : match.start()])
        end = match.end()
        before = "".join(pieces[-2:])[-1:]
        names = [name for name in re.split(r"[,\s]+", match[1]) if name]
        points = bool(names) and all(name in labels for name in names)
        if before and (points or _AFTER_SENTENCE.match(before)):
            continue
        if before.strip():
            pieces.append(match[1].translate(_SUPERSCRIPT))
        else:  # the label of a note, or of an address below a title
            pieces.append(match[1] + (" " if text[end : end + 1].isalnum() else ""))
    return "".join([*pieces, text[end:]])
