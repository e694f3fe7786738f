"""What a page is called: as the file labels it, else as it is printed, else by counting."""

from collections.abc import Mapping, Sequence
from itertools import groupby


def labels_of_pages(told: Sequence[str], printed: Mapping[int, str], count: int) -> dict[int, str]:
    """Return the label of every page (from 0).

    Labels of the file that only count the pages say nothing; the printed number then holds. A page
    without a number, whose place is another one's number, has its place in brackets.

    Args:
        told: the file's labels, empty where it has none.
        printed: the numbers found on the pages.
        count: of the pages.
    """
    counted = [str(number + 1) for number in range(count)]
    if any(told) and list(told) != counted:
        named = {number: label for number, label in enumerate(told) if label}
    else:
        named = dict(printed)
    taken = set(named.values())
    return {
        number: named.get(number) or (f"[{place}]" if place in taken else place)
        for number, place in enumerate(counted)
    }


def ranges(numbers: Sequence[int]) -> str:
    """Return numbers as people list pages: `page 3`, `pages 2-4, 9`."""
    parts: list[str] = []
    for _, group in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        parts.append(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}")
    return f"{'page' if len(numbers) == 1 else 'pages'} {', '.join(parts)}"
