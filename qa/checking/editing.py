"""What editors do inside quotation marks: brackets and ellipses; pure.

“[Iran] must … choose” has the words "must" and "choose"; before the first stand other words for
some of the speaker's, and between the two some are left out.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from qa.checking.words import Token, token, tokens

_ELLIPSIS = r"[\[(]\s*(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s*[\])]|…|\.\s?\.\s?\.(?:\s?\.)?"
_EDITED = re.compile(
    rf"(?P<ellipsis>{_ELLIPSIS})"
    r"|(?P<sic>\[\s*sic[.!]?\s*\])"
    r"|(?P<letter>\[[^\W\d_]\][^\W\d_]{1,40}(?:['’][^\W\d_]{1,40}){0,3})"
    r"|(?P<ending>(?<![^\W_])[^\W\d_]{1,40}\[[^\W\d_]{1,40}\])"
    r"|(?P<bracket>\[[^\[\]]{1,300}\])"
)


class GapKind(StrEnum):
    """What stands for words that are not the speaker's."""

    ELLIPSIS = "ellipsis"
    BRACKET = "bracket"


@dataclass(frozen=True, slots=True)
class Gap:
    """Where words may be missing: an ellipsis, or brackets with the editor's words."""

    kind: GapKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edited:
    """The speaker's words of a quotation, in order.

    `gaps` are keyed by the number of the word they stand before; `loose` are the numbers of words
    whose capital the editor chose.
    """

    words: tuple[Token, ...]
    gaps: dict[int, Gap]
    loose: frozenset[int]

    def stretches(self) -> list[str]:
        """Return the words between gaps, which followed each other when they were said."""
        borders = sorted({0, *self.gaps, len(self.words)})
        parts = (self.words[first:last] for first, last in pairwise(borders))
        return [" ".join(word.text for word in part) for part in parts]


def edited(text: str, start: int, end: int) -> Edited:
    """Return the words of `text[start:end]`, the inside of a quotation."""
    words: list[Token] = []
    gaps: dict[int, Gap] = {}
    loose: set[int] = set()
    at = start
    for found in _EDITED.finditer(text, start, end):
        words += tokens(text, at, found.start())
        at = found.end()
        kind = found.lastgroup
        if kind == "letter":
            loose.add(len(words))
            written = found.group().replace("[", "").replace("]", "")
            words.append(token(written, found.start(), found.end()))
        elif kind == "ellipsis":
            gaps[len(words)] = Gap(GapKind.ELLIPSIS, found.start(), found.end())
        elif kind in ("bracket", "ending"):
            gaps[len(words)] = Gap(GapKind.BRACKET, found.start(), found.end())
    words += tokens(text, at, end)
    loose |= {0} | gaps.keys()
    return Edited(tuple(words), gaps, frozenset(loose))
