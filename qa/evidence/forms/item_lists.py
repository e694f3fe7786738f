"""Lists in the text of an article: their items, and the line that says what they are lists of."""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.articles.article import Span

_ITEM = re.compile(r"[ \t]*(?P<mark>[-•*–+]|\(?(?:\d{1,3}|[a-z])[.)])[ \t]+(?=\S)")
_FEWEST = 3
_FEWEST_HEADED = 2
"""Items under a line that is a heading or ends in a colon."""
_HEADING = 80
"""Most characters of a line without a stop that heads a list."""


@dataclass(frozen=True, slots=True)
class ItemList:
    """The items of a list, and where the line before it stands: what it is a list of.

    `numbered` says whether they have an order: numbers or letters.
    """

    items: tuple[Span, ...]
    before: Span
    numbered: bool = False


def list_at(text: str, span: Span) -> ItemList | None:
    """Return the list in which a sentence is an item, or before which it stands with a colon."""
    for one in lists_in(text):
        if any(start <= span[0] and span[1] <= end for start, end in one.items):
            return one
        if one.before[0] <= span[0] and span[1] <= one.before[1] and text[span[1] - 1] == ":":
            return one
    return None


@lru_cache(maxsize=256)
def lists_in(text: str) -> tuple[ItemList, ...]:
    """Return the lists of a text: lines in a row that begin with the same mark."""
    found: list[ItemList] = []
    items: list[Span] = []
    kind, place, before = "", 0, (0, 0)
    for line in [*text.split("\n"), "."]:
        at = _ITEM.match(line)
        told = (at["mark"] if len(at["mark"]) == 1 else at["mark"][-1]) if at else ""
        if items and line.strip() and told != kind:
            if len(items) >= (_FEWEST_HEADED if _heads(text[slice(*before)]) else _FEWEST):
                found.append(ItemList(tuple(items), before, kind in ".)"))
            items = []
        if at:
            kind = told
            items.append((place + len(line) - len(line.lstrip()), place + len(line.rstrip())))
        elif line.strip():
            before = (place, place + len(line.rstrip()))
        place += len(line) + 1
    return tuple(found)


def _heads(line: str) -> bool:
    return line.endswith((":", "?")) or (0 < len(line) <= _HEADING and line[-1] not in ".!;,")
