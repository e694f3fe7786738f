"""Questions that wait, what is worked on for them, and what those who wait are told."""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")

Report: TypeAlias = Callable[[str], None]
"""Told the name of each stage of an answer as it begins."""

Moved: TypeAlias = Callable[[int], None]
"""Told how many questions are taken before one that waits: at once, and when it is fewer."""

WAITING = "waiting"
SEARCHING = "searching"


@dataclass(frozen=True, slots=True)
class Waiting(Generic[_Question, _Answer]):
    """Who waits for the answer to a question: `key` is the same for those worked on as one."""

    key: Hashable
    question: _Question
    answer: "asyncio.Future[_Answer]"
    since: float
    report: Report | None
    moved: Moved | None


@dataclass(frozen=True, slots=True)
class Work(Generic[_Question, _Answer]):
    """A question that is worked on, and all who wait for its answer."""

    key: Hashable
    question: _Question
    waiting: list[Waiting[_Question, _Answer]]


def _unwatched(_figure: float) -> None:
    return None


@dataclass(frozen=True, slots=True)
class QueueObserver:
    """Told how long each waited (seconds), and of how many each batch is."""

    waited: Callable[[float], None] = _unwatched
    batch: Callable[[float], None] = _unwatched


def tell(waiting: Waiting[_Question, _Answer], stage: str) -> None:
    """Tell who waits for a question that a stage begins."""
    if waiting.report is not None:
        waiting.report(stage)


def settle(future: "asyncio.Future[_Answer]", outcome: _Answer | Exception) -> None:
    """Give who waits the answer, or why there is none."""
    if future.done():  # the asker has gone
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
