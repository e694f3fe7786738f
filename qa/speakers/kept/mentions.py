"""Where each name speaks: a line for each label of each article, in little memory.

Not safe to share among threads.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from qa.speakers.finder import Spoken
from qa.speakers.kept.numbers import Numbers

_LINE = np.dtype(
    [
        ("row", np.int64),
        ("label", np.uint32),
        ("place", np.uint8),
        ("statements", np.uint32),
        ("doubtful", np.uint32),
        ("role", np.uint32),
        ("ordinary", np.bool_),
    ]
)


class Mention(NamedTuple):
    """That somebody speaks under a name in an article, and what the article tells of him.

    Those of one article are in the order of labels, and of names in a label (`place`).
    """

    row: int
    label: str
    place: int
    name: str
    statements: int
    doubtful: int
    role: str
    ordinary: bool


class Mentions:
    """The mentions of all names of one list of speakers."""

    def __init__(self) -> None:
        self._lines: dict[str, np.ndarray] = {}
        self._coming: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
        self._going: defaultdict[str, set[int]] = defaultdict(set)
        self._labels, self._roles = Numbers(), Numbers()
        self._held = 0

    def __len__(self) -> int:
        """How many there are."""
        return self._held

    def come(self, row: int, spoken: Iterable[Spoken]) -> None:
        """Take who speaks in an article that is not there; seen after `settle`."""
        for one in spoken:
            counts = (one.statements, one.doubtful)
            for place, known in enumerate(one.names):
                label = self._labels.take(one.label or "")
                role = self._roles.take(known.role)
                line = (row, label, min(place, 255), *counts, role, known.ordinary)
                self._coming[known.name].append(line)

    def go(self, row: int, names: Iterable[str]) -> None:
        """Forget an article in which these names are; seen after `settle`."""
        for name in names:
            self._going[name].add(row)

    def settle(self) -> dict[str, int]:
        """Put in place what came and went; return how often each of these names speaks now."""
        changed = {}
        for name in self._going.keys() | self._coming.keys():
            lines = self._lines.get(name, np.empty(0, _LINE))
            self._held -= len(lines)
            if going := self._going.get(name):
                goes = np.isin(lines["row"], list(going))
                for line in lines[goes]:
                    self._labels.leave(int(line["label"]))
                    self._roles.leave(int(line["role"]))
                lines = lines[~goes]
            if coming := self._coming.get(name):
                lines = _joined(lines, np.array(coming, _LINE))
            self._held += len(lines)
            if len(lines):
                self._lines[name] = lines
            else:
                self._lines.pop(name, None)
            changed[name] = int(lines["statements"].sum()) + int(lines["doubtful"].sum())
        self._coming.clear()
        self._going.clear()
        return changed

    def first(self, name: str) -> tuple[int, str, int]:
        """Return what sorts names by their first mention."""
        line = self._lines[name][0]
        return int(line["row"]), self._labels.texts[int(line["label"])], int(line["place"])

    def of(self, names: Collection[str]) -> list[Mention]:
        """Return the mentions of these names, in order."""
        labels, roles = self._labels.texts, self._roles.texts
        found = [
            Mention(row, labels[label], place, name, sure, doubtful, roles[role], ordinary)
            for name in names
            for row, label, place, sure, doubtful, role, ordinary in self._lines[name].tolist()
        ]
        return sorted(found) if len(names) > 1 else found


def _joined(lines: np.ndarray, coming: np.ndarray) -> np.ndarray:
    if not len(lines) and _is_in_order(coming["row"]):
        return coming
    joined = np.concatenate([lines, coming])
    if _is_in_order(joined["row"]):
        return joined
    return joined[np.argsort(joined["row"], kind="stable")]


def _is_in_order(rows: "Sequence[int] | np.ndarray") -> bool:
    return bool(np.all(np.diff(rows) >= 0))
