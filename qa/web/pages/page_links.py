"""Which pages of a long list a page leads to."""

from collections.abc import Callable


def page_links(page: int, pages: int, address: Callable[[int], str]) -> list[tuple[int, str]]:
    """Return pages with their addresses: the first, the last, and those near `page`.

    The number is 0, and the address empty, where pages are left out.
    """
    found: list[tuple[int, str]] = []
    before = 0
    for number in range(1, pages + 1):
        if number in (1, pages) or abs(number - page) <= 2:
            if number > before + 1:
                found.append((0, ""))
            found.append((number, address(number)))
            before = number
    return found
