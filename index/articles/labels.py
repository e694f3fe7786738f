"""Labels: the words before a colon, a time or a gap that say who speaks in what follows them."""

import re
from dataclasses import dataclass

LONGEST = 240
"""Characters of a label at most, with its marks; what is longer is a sentence."""

_WORD = r"['‘’]?[^\W_][\w.'’-]{0,30}"
_NICKNAME = r"[“\"‘][^\W_][\w '’-]{0,20}[”\"’]"
NAME = rf"{_WORD}(?:[ \u00a0]{{1,2}}(?:&[ ])?(?:{_WORD}|{_NICKNAME})){{0,11}}"
_IN_ROLE = r"(?:[^:.!?\n()]|\b[A-Z][a-z]{0,4}\.|\([^()\n]{1,60}\))"
ROLE = rf",[ ]{_IN_ROLE}{{1,100}}|(?:[ ]?\([^()\n]{{1,120}}\)){{1,2}}"
TIME = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?(?!\d)"
_OPEN = r"[\s>*_#\[(\-•–—\"“]{0,6}"
_BY_COLON = re.compile(
    rf"(?P<open>{_OPEN})(?:{TIME}[\])]?[ \t|–-]{{0,3}})?(?P<name>{NAME})(?P<role>{ROLE})?"
    rf"(?:[ ]?[\[(]?(?<![\d:]){TIME}[\])]?)?(?P<shut>[*_\])]{{0,4}}):(?P<after>[*_\])]{{0,4}})"
    r"(?=[\s“\"«„‘]|$)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a text: [start, end) with its colon, the name in it, and what says more of that.

    `role` are the words after a comma or in parentheses, empty where there are none; `opened` tells
    that a mark stands before it (a bullet, a bracket, an asterisk).
    """

    start: int
    end: int
    name_start: int
    name: str
    role: str = ""
    opened: bool = False


def label_at(text: str, start: int) -> Label | None:
    """Return the label with a colon that begins at `start`, whoever or whatever it names."""
    if text.find(":", start, start + LONGEST) < 0:
        return None
    found = _BY_COLON.match(text, start, start + LONGEST)
    if found is None:
        return None
    return Label(
        start=start + len(found["open"]) if found["open"].isspace() else start,
        end=found.end(),
        name_start=found.start("name"),
        name=found["name"],
        role=(found["role"] or "").strip(" ,()").replace(") (", ", "),
        opened=bool(found["open"].strip()),
    )
