"""What one text has and another has not, paragraph by paragraph and word by word; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_MOST = 1_500
"""Pieces of each text that are compared: the time grows with the product of their numbers."""

_WORD = re.compile(r"\s+|[^\s]+")


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the earlier text, the later one, or both."""

    change: Change
    text: str


def differences(earlier: str, later: str) -> list[Piece]:
    """Return the pieces of two texts in order.

    Those that are not new make up the earlier text, those that are not gone the later one.
    """
    pieces: list[Piece] = []
    for one in _compared(earlier.splitlines(keepends=True), later.splitlines(keepends=True)):
        gone, new = "".join(one[0]), "".join(one[1])
        if gone == new:
            pieces.append(Piece(Change.SAME, gone))
            continue
        for old_words, new_words in _compared(_WORD.findall(gone), _WORD.findall(new)):
            before, after = "".join(old_words), "".join(new_words)
            if before == after:
                pieces.append(Piece(Change.SAME, before))
                continue
            pieces += [Piece(Change.GONE, before)] if before else []
            pieces += [Piece(Change.NEW, after)] if after else []
    return pieces


def _compared(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield the stretches of two sequences that are equal, or stand in each other's place."""
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    yield from _both(old[:first], new[:first])
    middle, other = old[first : len(old) - last], new[first : len(new) - last]
    if max(len(middle), len(other)) > _MOST:
        yield from _both(middle, other)
    else:
        for _, a, b, c, d in SequenceMatcher(None, middle, other, autojunk=False).get_opcodes():
            yield middle[a:b], other[c:d]
    yield from _both(old[len(old) - last :], new[len(new) - last :])


def _both(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    if old or new:
        yield old, new


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many elements two sequences begin with alike."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def shortened(pieces: Sequence[Piece], most: int = 300) -> list[Piece]:
    """Return the pieces for people to read: long ones that are the same are cut in their middle."""
    return [
        Piece(one.change, _cut(one.text, most)) if one.change is Change.SAME else one
        for one in pieces
    ]


def _cut(text: str, most: int) -> str:
    if len(text) <= 2 * most:
        return text
    return f"{text[:most].rpartition(' ')[0]} […] {text[-most:].partition(' ')[2]}"
