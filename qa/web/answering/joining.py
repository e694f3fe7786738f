"""Which waiting questions are worked on as one. Values only."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

_Question = TypeVar("_Question")


@dataclass(frozen=True, slots=True)
class Joining(Generic[_Question]):
    """How questions are joined.

    Attributes:
        key: Returns what is the same for questions with the same answer.
        may: Tells whether the answer to a question, which is being worked on, is one to an equal
            question, which comes after it.
        join: Has the second told what is done for the first.
    """

    key: Callable[[_Question], Hashable]
    may: Callable[[_Question, _Question], bool]
    join: Callable[[_Question, _Question], None]
