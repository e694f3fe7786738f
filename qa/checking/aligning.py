"""The words of a quotation laid beside those of an article, as far as they agree; pure.

Runs of words that agree are found first and the best row of them chosen; what lies between is
compared word by word. The time grows with the product of both lengths, so that both are kept short.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from qa.checking.words import weight, weights

_MOST_RUNS = 80
_JUMP, _DEAREST = 0.15, 2.5
"""What is taken off for each word jumped over, and at most."""
_FILLED = 60
"""Words of an article between two runs that are compared; more are left out as they are."""


class Step(NamedTuple):
    """A stretch of the quotation, [first, last), and of the article, [low, high).

    Both have the same words (`same`), or one stands in the other's place, or one is empty.
    """

    same: bool
    first: int
    last: int
    low: int
    high: int


class Alignment(NamedTuple):
    """The steps from the first word of a quotation to its last.

    `share` is how much of the quotation the article has, by what its words say, in [0, 1].
    """

    steps: tuple[Step, ...]
    share: float

    @property
    def low(self) -> int:
        """The first word of the article that agrees."""
        return next(step.low for step in self.steps if step.same)

    @property
    def high(self) -> int:
        """The word after the last that agrees."""
        return next(step.high for step in reversed(self.steps) if step.same)


class Run(NamedTuple):
    """Words that agree: `length` of them from `first` of the quotation and `low` of the article."""

    first: int
    low: int
    length: int


def runs(quoted: Sequence[str], article: Sequence[str]) -> list[Run]:
    """Return the longest stretches that agree, in the order in which they end in the quotation."""
    wanted = set(quoted)
    places: dict[str, list[int]] = {}
    for at, word in enumerate(article):
        if word in wanted:
            places.setdefault(word, []).append(at)
    found: list[Run] = []
    before: dict[int, int] = {}
    for at, word in enumerate(quoted):
        now = {place: before.get(place - 1, 0) + 1 for place in places.get(word, ())}
        found += _ended(before, now, at)
        before = now
    return found + list(_ended(before, {}, len(quoted)))


def _ended(before: dict[int, int], now: dict[int, int], at: int) -> Iterator[Run]:
    for place, length in before.items():
        if place + 1 not in now:
            yield Run(at - length, place - length + 1, length)


def align(
    quoted: Sequence[str], article: Sequence[str], gaps: Collection[int] = ()
) -> Alignment | None:
    """Return the best alignment, None where no word that says anything agrees.

    Args:
        quoted: words of the quotation, as they are compared.
        article: words of the article.
        gaps: numbers of words before which the quotation says that some are left out.
    """
    found = [
        run for run in runs(quoted, article)
        if run.length > 1 or weight(quoted[run.first]) == 1.0 or len(quoted) == 1
    ]  # fmt: skip
    if not found:
        return None
    value = {run: weights(list(quoted[run.first : run.first + run.length])) for run in found}
    found = sorted(sorted(found, key=lambda run: -value[run])[:_MOST_RUNS])
    steps = tuple(_steps(quoted, article, _chain(found, quoted, gaps)))
    same = sum(weights(list(quoted[one.first : one.last])) for one in steps if one.same)
    return Alignment(steps, same / weights(list(quoted)))


def _chain(found: Sequence[Run], quoted: Sequence[str], gaps: Collection[int]) -> list[Run]:
    """Return the row of runs that agrees most, each after the one before in both texts."""
    best: list[tuple[float, Run, int]] = []
    for run in found:
        chosen = (weights(list(quoted[run.first : run.first + run.length])), run, -1)
        for number, (score, earlier, _) in enumerate(best):
            rest = _after(run, earlier)
            if rest is None:
                continue
            worth = weights(list(quoted[rest.first : rest.first + rest.length]))
            total = score + worth - _cost(earlier, rest, gaps)
            if total > chosen[0]:
                chosen = (total, rest, number)
        best.append(chosen)
    at = max(range(len(best)), key=lambda number: best[number][0])
    chain: list[Run] = []
    while at >= 0:
        chain.append(best[at][1])
        at = best[at][2]
    return chain[::-1]


def _after(run: Run, earlier: Run) -> Run | None:
    """Return what is left of a run after another one, in both texts."""
    cut = max(earlier.first + earlier.length - run.first, earlier.low + earlier.length - run.low, 0)
    if cut >= run.length:
        return None
    return Run(run.first + cut, run.low + cut, run.length - cut)


def _cost(earlier: Run, later: Run, gaps: Collection[int]) -> float:
    ended = earlier.first + earlier.length
    skipped = later.low - (earlier.low + earlier.length)
    jump = abs(skipped - (later.first - ended))
    if any(ended <= gap <= later.first for gap in gaps):
        return min(_JUMP * jump / 5, _DEAREST)
    return min(_JUMP * jump, _DEAREST)


def _steps(quoted: Sequence[str], article: Sequence[str], chain: Sequence[Run]) -> Iterator[Step]:
    first, low = chain[0].first, chain[0].low
    if first:  # what stands before the first run may agree in single words
        start = max(0, low - first - 1)
        yield from _led(_between(quoted, article, (0, first), (start, low)))
    for run in chain:
        yield from _between(quoted, article, (first, run.first), (low, run.low))
        first, low = run.first + run.length, run.low + run.length
        yield Step(True, run.first, first, run.low, low)
    if first < len(quoted):
        stop = min(len(article), low + len(quoted) - first + 1)
        yield from _trailed(_between(quoted, article, (first, len(quoted)), (low, stop)))


def _between(
    quoted: Sequence[str], article: Sequence[str], ours: tuple[int, int], theirs: tuple[int, int]
) -> list[Step]:
    (first, last), (low, high) = ours, theirs
    if first == last or low == high or high - low > _FILLED:
        return [Step(False, first, last, low, high)] if first < last or low < high else []
    codes = Levenshtein.opcodes(article[low:high], quoted[first:last])
    return [
        Step(
            one.tag == "equal",
            first + one.dest_start,
            first + one.dest_end,
            low + one.src_start,
            low + one.src_end,
        )
        for one in codes
    ]


def _led(steps: list[Step]) -> list[Step]:
    """Take off what only the article has before the beginning."""
    while steps and steps[0].first == steps[0].last:
        steps = steps[1:]
    return steps


def _trailed(steps: list[Step]) -> list[Step]:
    while steps and steps[-1].first == steps[-1].last:
        steps = steps[:-1]
    return steps
