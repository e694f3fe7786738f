"""How many statements there are by month, and by year where months are too many. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

MOST_MONTHS = 72
"""Bars by month; a longer time is shown by year."""

MOST_YEARS = 120
"""Bars by year; where there are more, those of the first years are left to the table."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Counts by time, oldest first.

    `by_month` has every month or year of a date that has statements ("2012-04", or "2012" of
    dates without a month), `undated` counts those without a date. `periods` are the bars without a
    gap: months, or years where there are too many.
    """

    by_month: Mapping[str, int]
    undated: int
    periods: tuple[str, ...]

    def count(self, period: str) -> int:
        """Return how many statements are of a month or a year."""
        if len(period) == 7:
            return self.by_month.get(period, 0)
        return sum(count for month, count in self.by_month.items() if month[:4] == period)


def timeline(dates: Iterable[str | None]) -> Timeline:
    """Return the timeline of dates of statements (ISO 8601, down to the day, month or year)."""
    counts = Counter(date[:7] if date else "" for date in dates)
    undated = counts.pop("", 0)
    by_month = dict(sorted(counts.items()))
    return Timeline(by_month, undated, _periods(by_month))


def _periods(by_month: Mapping[str, int]) -> tuple[str, ...]:
    if not by_month:
        return ()
    known = list(by_month)
    if all(len(one) == 7 for one in known):
        months = list(_months(known[0], known[-1], MOST_MONTHS + 1))
        if len(months) <= MOST_MONTHS:
            return tuple(months)
    first, last = int(known[0][:4]), int(known[-1][:4])
    return tuple(f"{year:04}" for year in range(max(first, last - MOST_YEARS + 1), last + 1))


def _months(first: str, last: str, most: int) -> Iterator[str]:
    at, until = (int(one[:4]) * 12 + int(one[5:7]) - 1 for one in (first, last))
    for month in range(at, min(until, at + most - 1) + 1):
        yield f"{month // 12:04}-{month % 12 + 1:02}"
