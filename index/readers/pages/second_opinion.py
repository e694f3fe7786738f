"""What trafilatura holds to be the article of a page, asked line by line."""

import re
from functools import cached_property

import trafilatura
from lxml import html as lxml_html

_WORD = re.compile(r"\w+")
_LONGEST_GRAM = 4
_Gram = tuple[str, ...]


class SecondOpinion:
    """trafilatura's choice of a page; it runs when it is first asked.

    Args:
        page: is changed by it; ask only when nothing else needs the page any more.
    """

    def __init__(self, page: lxml_html.HtmlElement) -> None:
        self._page = page

    def agreed(self, text: str) -> float:
        """Return which share of a line it holds to be of the article, from 0 to 1."""
        words = _words(text)
        size = min(_LONGEST_GRAM, len(words))
        if not size:
            return 0.0
        known = self._grams[size]
        grams = _grams(words, size)
        return sum(gram in known for gram in grams) / len(grams)

    @cached_property
    def _grams(self) -> dict[int, frozenset[_Gram]]:
        found = trafilatura.bare_extraction(
            self._page, include_comments=False, include_tables=True, favor_recall=True, fast=True
        )
        body = getattr(found, "body", None)
        words = _words(" ".join(body.itertext())) if body is not None else []
        return {size: frozenset(_grams(words, size)) for size in range(1, _LONGEST_GRAM + 1)}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _grams(words: list[str], size: int) -> list[_Gram]:
    return list(zip(*(words[start:] for start in range(size)), strict=False))
