"""Names that are nearly spelled so: by few letters inserted, left out, changed or swapped."""

from collections.abc import Iterable

from qa.people.spelling import spellings
from qa.text.words import fold

_SHORTEST, _LONG = 5, 8
"""Letters of a name in which one letter may be wrong, and two."""


def near(word: str, names: Iterable[str]) -> list[str]:
    """Return the nearest of the names that are near enough, all that are equally near.

    The first letter has to be the same: mistakes are rare there, and other names begin with
    another one.
    """
    allowed = _allowed(word)
    if not allowed:
        return []
    forms, letters = spellings(word), set(fold(word))
    best: list[str] = []
    for name in names:
        if abs(len(name) - len(word)) > allowed + 1 or fold(name)[:1] != fold(word)[:1]:
            continue
        if len(letters.symmetric_difference(name)) > 2 * allowed + 2:  # y and i may be one
            continue
        found = min(distance(one, other, allowed) for one in forms for other in spellings(name))
        if found < allowed:
            best, allowed = [name], found
        elif found == allowed:
            best.append(name)
    return best


def _allowed(word: str) -> int:
    letters = len(word)
    return 0 if letters < _SHORTEST else 1 if letters < _LONG else 2


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters have to be changed, or `most` + 1 where it is more.

    Letters inserted, left out, changed, or swapped with the next (optimal string alignment,
    Damerau 1964), row by row within a band around the diagonal.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i, *([most + 1] * len(other))]
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            same = letter == other[j - 1]
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (not same))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other[j - 1]:
                row[j] = min(row[j], last[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
