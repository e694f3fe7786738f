"""Where a text has a word, with a few words around it. Pure."""

import re
from dataclasses import dataclass

_BEFORE = 60
_AFTER = 110
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some words of a text: what stands before the word that was looked for, the word, the rest."""

    before: str
    word: str
    after: str

    def to_json(self) -> dict[str, str]:
        """Return it for programs."""
        return {"before": self.before, "word": self.word, "after": self.after}


def excerpt(text: str, word: str) -> Excerpt | None:
    """Return where `text` has `word` first, or else another form of it; None where it has neither.

    Forms of a word begin alike: its end is left off, letter by letter, down to half of it.
    """
    shortest = max(_SHORTEST, (len(word) + 1) // 2)
    for length in range(len(word), min(shortest, len(word)) - 1, -1):
        found = re.search(rf"\b{re.escape(word[:length])}\w*", text, re.IGNORECASE)
        if found:
            return _around(text, found.start(), found.end())
    found = re.search(re.escape(word), text, re.IGNORECASE)  # where no spaces part words
    return _around(text, found.start(), found.end()) if found else None


def _around(text: str, start: int, end: int) -> Excerpt:
    first = max(0, start - _BEFORE)
    last = min(len(text), end + _AFTER)
    before, after = text[first:start], text[end:last]
    if first:
        before = "…" + (before.split(None, 1)[1:] or [before])[0]
    if last < len(text):
        after = (after.rsplit(None, 1) or [after])[0] + "…"
    return Excerpt(_one_line(before), text[start:end], _one_line(after))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
