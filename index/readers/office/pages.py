"""Where the pages of a document end, as far as its file says."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.readers.blocks import PAGE_BREAK
from index.readers.office.numerals import numeral

_OF_A_PAGE = 3000
"""Characters that a page holds in letters of the usual size."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of pages: what its first one is numbered, where it says so, and in what form."""

    start: int | None = None
    form: str = "decimal"
    is_continuous: bool = False


class Pages:
    """Counts pages while a document is walked through.

    Word notes where each page ended when it last laid the document out. Programs that do not leave
    only the breaks that an author made, which are all there are when they give the number of pages
    that the document's properties state, or when between them is no more than a page holds.

    Args:
        sections: of the document; without any, its pages are numbered from 1.
        is_laid_out: whether the file notes where pages ended.
    """

    def __init__(self, sections: Sequence[Section] = (), *, is_laid_out: bool = False) -> None:
        self._sections = [*sections] or [Section()]
        self._is_laid_out = is_laid_out
        self._at = 0
        first = self._sections[0]
        self._number = 1 if first.start is None else first.start
        self._next: int | None = None
        self._has_just_broken = False
        self._is_over = False
        self._labels = [numeral(self._number, first.form)]
        self._lengths = [0]

    def labels(self, stated: int | None) -> Sequence[str]:
        """Return what is printed on each page; nothing where the pages are not known.

        Args:
            stated: how many pages the properties state.
        """
        is_known = self._is_laid_out or stated == len(self._labels)
        is_plain = stated is None and len(self._labels) > 1 and max(self._lengths) <= _OF_A_PAGE
        return self._labels if is_known or is_plain else ()

    def laid_out(self) -> str:
        """Return the sign for a page that ended here when the document was laid out."""
        if self._has_just_broken:  # the author's own break, told twice
            self._has_just_broken = False
            return ""
        return self._break()

    def by_author(self) -> str:
        """Return the sign for a page that the author ended."""
        self._has_just_broken = True
        return self._break()

    def before_paragraph(self) -> str:
        """Return the sign for a paragraph that begins a page; Word notes that twice."""
        return "" if self._is_laid_out else self._break()

    def text(self, length: int) -> None:
        """Take note that so many characters of text stand here."""
        self._has_just_broken = False
        self._lengths[-1] += 0 if self._is_over else length

    def next_section(self) -> str:
        """Take note that a section ended; return the sign where that ends a page."""
        self._at = min(self._at + 1, len(self._sections) - 1)
        here = self._sections[self._at]
        self._next = here.start
        return "" if here.is_continuous or self._is_laid_out else self._break()

    def end(self) -> str:
        """Return the sign for the end of all pages; what follows is on none that is known."""
        self._is_over = True
        return PAGE_BREAK

    def _break(self) -> str:
        if self._is_over:
            return ""
        self._number = self._number + 1 if self._next is None else self._next
        self._next = None
        self._lengths.append(0)
        self._labels.append(numeral(self._number, self._sections[self._at].form))
        return PAGE_BREAK
