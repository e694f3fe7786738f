"""Marks: labelled spans of an article's text, such as its headings, pages and tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal["heading", "page", "turn", "caption", "table", "time"]
"""`heading`: a line that heads what follows; `page`: what stands on a page, its number the label;
`turn`: what one speaker of a transcript says, the speaker the label; `caption`: the line under a
picture; `table`: the rows of a table; `time`: what is said from a time of a recording on, that time
(`00:12:05`) the label.
"""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled span: half-open [start, end) in code points of an article's stored text.

    `label` is one line, or empty where there is nothing to say beyond the kind.

    Raises:
        ValueError: an unknown kind, an empty or impossible span, a label of several lines.
    """

    kind: Kind
    start: int
    end: int
    label: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of mark; known are {', '.join(KINDS)}")
        if type(self.start) is not int or type(self.end) is not int:
            raise ValueError(f"a {self.kind} spans {self.start!r}:{self.end!r}, no whole numbers")
        if not 0 <= self.start < self.end:
            raise ValueError(f"a {self.kind} spans {self.start}:{self.end}, which holds nothing")
        if not isinstance(self.label, str) or " ".join(self.label.split()) != self.label:
            raise ValueError(f"a {self.kind} has the label {self.label!r}, which is not one line")

    @property
    def order(self) -> tuple[int, int, str]:
        """What marks are sorted by: the start, then the longer one, then the kind."""
        return (self.start, -self.end, self.kind)

    def to_json(self) -> dict[str, str | int]:
        """Return one element of `marks` of the command line's `show` and of the API."""
        return {"kind": self.kind, "start": self.start, "end": self.end, "label": self.label}


def heading_marks(spans: Iterable[tuple[int, int]]) -> tuple[Mark, ...]:
    """Return the marks of headings that have these spans."""
    return tuple(Mark("heading", start, end) for start, end in spans)


def check_marks(marks: Sequence[Mark], length: int) -> None:
    """Check the marks of a text of `length` code points.

    Raises:
        ValueError: they are out of order, one ends beyond the text, or two of a kind overlap.
    """
    ends: dict[str, int] = {}
    before: Mark | None = None
    for mark in marks:
        if mark.end > length:
            raise ValueError(f"{mark} ends beyond the text, which has {length} characters")
        if before is not None and mark.order < before.order:
            raise ValueError(f"{mark} stands after {before}; marks are sorted by their start")
        if mark.start < ends.get(mark.kind, 0):
            raise ValueError(f"{mark} overlaps another {mark.kind}")
        ends[mark.kind], before = mark.end, mark
