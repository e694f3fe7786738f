"""A value that a page states, with where and how surely."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stated:
    """One candidate for a field; `certainty` as in `Origin`."""

    value: str
    source: str
    certainty: float
