"""Which words of an article are somebody's own, and whose; pure.

Own words stand in quotation marks, or in a turn of a transcript. What the narrator says that
somebody said is not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.articles.article import Article, Span
from index.articles.statement import Statement, StatementKind
from qa.checking.words import plain, word_spans
from qa.text.quotation_marks import find_quotations

_WHOLE = 400_000
"""Characters of an article that is looked at whole; of a longer one, a part."""
_AROUND = 20_000


@dataclass(frozen=True, slots=True)
class Speech:
    """Own words of somebody at [start, end)."""

    start: int
    end: int


@dataclass(frozen=True)
class SpokenArticle:
    """The words of an article or a part of it, and which of them are whose."""

    article: Article
    statements: Sequence[Statement]
    low: int
    high: int

    @cached_property
    def spans(self) -> list[Span]:
        """Where the words are, in order."""
        return word_spans(self.article.text, self.low, self.high)

    @cached_property
    def starts(self) -> list[int]:
        """Where the words begin."""
        return [start for start, _ in self.spans]

    @cached_property
    def plain(self) -> list[str]:
        """The words as they are compared."""
        text = self.article.text
        return [plain(text[start:end]) for start, end in self.spans]

    def word(self, number: int) -> str:
        """Return a word as it is written."""
        start, end = self.spans[number]
        return self.article.text[start:end]

    @cached_property
    def speeches(self) -> list[Speech]:
        """All own words, in order, without overlaps."""
        text = self.article.text[self.low : self.high]
        marked = [(one.start + self.low, one.end + self.low) for one in find_quotations(text)]
        turns = [
            (one.start, one.end)
            for one in self.statements
            if one.kind is StatementKind.DIRECT and self.low <= one.start < self.high
        ]
        found: list[Speech] = []
        for start, end in sorted({*marked, *turns}, key=lambda span: (span[0], -span[1])):
            if not found or start >= found[-1].end:
                found.append(Speech(start, end))
        return found

    @cached_property
    def owners(self) -> list[int]:
        """The number of the speech that each word is in, -1 for the narrator's."""
        owners = [-1] * len(self.spans)
        for number, speech in enumerate(self.speeches):
            for at in self.words_in(speech.start, speech.end):
                owners[at] = number
        return owners

    @cached_property
    def _speech_starts(self) -> list[int]:
        return [one.start for one in self.speeches]

    def owner_at(self, place: int) -> int:
        """Return the number of the speech that a character is in, -1 for the narrator's."""
        at = bisect_right(self._speech_starts, place) - 1
        return at if at >= 0 and place < self.speeches[at].end else -1

    def words_in(self, start: int, end: int) -> range:
        """Return the numbers of the words that begin in [start, end)."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def said_at(self, start: int, end: int) -> list[Statement]:
        """Return the statements that most of [start, end) lies in, the smallest first."""
        needed = (end - start) / 2
        found = [
            one
            for one in self.statements
            if min(end, one.end) - max(start, one.start) > needed and not one.doubtful
        ]
        return sorted(found, key=lambda one: one.end - one.start)


def spoken_article(
    article: Article, statements: Sequence[Statement], start: int, end: int
) -> SpokenArticle:
    """Return an article, or the part around [start, end) of one that is very long."""
    length = len(article.text)
    if length <= _WHOLE:
        return SpokenArticle(article, statements, 0, length)
    low, high = max(0, start - _AROUND), min(length, end + _AROUND)
    near = [one for one in statements if one.start < high and one.end > low]
    return SpokenArticle(article, near, low, high)
