"""Candidates are tried: of each sort the first that is surely answered is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qa.answers import Answer
from qa.web.answering.examples.candidate import Candidate, Sort

_ROUNDS = 12
"""Questions of one sort that are tried."""
_ORDER = (Sort.WHO_SAID, Sort.FACT, Sort.WHY, Sort.COMPARE, Sort.TOPIC)

Asked = Callable[[Sequence[str]], Sequence[Answer]]
"""Answers questions, in their order."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question to begin with; `sort` is `None` where the owner of the server wrote it."""

    question: str
    sort: Sort | None = None


def tried(
    candidates: Mapping[Sort, Sequence[Candidate]],
    ask: Asked,
    is_over: Callable[[], bool] = lambda: False,
) -> tuple[Example, ...]:
    """Return one question of each sort that is answered, as far as there are such.

    The sorts are tried side by side, one question of each at a time, and where there is a choice,
    one of an article that no other example is of. Once `is_over`, nothing more is asked.
    """
    waiting = {sort: list(candidates.get(sort, ())) for sort in _ORDER}
    shown: dict[Sort, Candidate] = {}
    for _ in range(_ROUNDS):
        used = {one.article for one in shown.values()}
        turn = [
            _next(waiting[sort], used) for sort in _ORDER if sort not in shown and waiting[sort]
        ]
        if not turn or is_over():
            break
        for one, answer in zip(turn, ask([one.question for one in turn]), strict=True):
            if one.is_answered_by(answer):
                shown[one.sort] = one
    return tuple(Example(shown[sort].question, sort) for sort in _ORDER if sort in shown)


def _next(waiting: list[Candidate], used: set[str]) -> Candidate:
    place = next((at for at, one in enumerate(waiting) if one.article not in used), 0)
    return waiting.pop(place)
