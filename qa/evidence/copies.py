"""The same words in several outlets: one citation, of who published them first, and "also in".

Two articles hold the same words where these are equal, white space apart; what is nearly equal is
another text. Near copies are only where to look.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.articles.article import Article, ArticleInfo, Span
from index.articles.passages import Filters
from index.errors import ArticleDamaged, UnknownArticle
from index.language.scripts import UNSPACED
from index.near_copies import published
from index.search.filtering import matches
from qa.answers import Answer, Copy, Quote
from qa.citations import Evidence, number_quotes
from qa.people.matching import occurs_in

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

_LOOKED_AT = 24
"""Most articles that are compared with a quote, the earliest first."""

_UNSPACED = re.compile(f"[{UNSPACED}]")


class Copies:
    """Knows in which other articles of an index a quote stands. Safe to share among threads."""

    def __init__(self, index: "ReadableIndex") -> None:
        self._index = index

    def first_published(
        self, quotes: Sequence[Quote], filters: Filters, *, apart: bool = False
    ) -> tuple[Quote, ...]:
        """Return the quotes, each cited from the article that published its words first.

        Those that then touch are one. What corrects another quote, or is corrected, stays where it
        is, and so do words whose speaker the earlier article does not name.

        Args:
            quotes: Numbered from 1.
            filters: Which articles may be cited.
            apart: Whether quotes that are merely adjacent stay apart.
        """
        corrected = {quote.corrected_by for quote in quotes}
        moved = [
            quote
            if quote.corrected_by or quote.number in corrected
            else self._earliest(quote, filters)
            for quote in quotes
        ]
        if all(new is old for new, old in zip(moved, quotes, strict=True)):
            return tuple(quotes)
        return number_quotes([_evidence(quote, moved) for quote in moved], len(moved), apart=apart)

    def named(self, answer: Answer, filters: Filters) -> Answer:
        """Return the answer, each quote with the other articles that hold its words."""
        return replace(
            answer,
            quotes=tuple(self._with_copies(quote, filters) for quote in answer.quotes),
            nearest=tuple(self._with_copies(quote, filters) for quote in answer.nearest),
        )

    def _with_copies(self, quote: Quote, filters: Filters) -> Quote:
        found = tuple(
            Copy(info=article.info, start=start, end=end)
            for article, (start, end) in self._holding(quote, filters)
        )
        return replace(quote, copies=found, also_in=tuple(one.info.id for one in found))

    def _earliest(self, quote: Quote, filters: Filters) -> Quote:
        own = quote.article.info
        for article, span in self._holding(quote, filters):
            if article.info.date is None or published(article.info) >= published(own):
                break
            if quote.speaker is None or occurs_in(quote.speaker, article.text):
                return _moved(quote, article, span)
        return quote

    def _holding(self, quote: Quote, filters: Filters) -> Iterator[tuple[Article, Span]]:
        """Yield the other articles with the words of a quote, and where, the earliest first."""
        pattern = _same_words(quote.text)
        for info in self._candidates(quote, filters)[:_LOOKED_AT]:
            article = self._article(info.id)
            found = pattern.search(article.text) if article else None
            if article and found:
                yield article, found.span()

    def _candidates(self, quote: Quote, filters: Filters) -> list[ArticleInfo]:
        try:
            near = self._index.copies(quote.article.id)
        except UnknownArticle:  # removed meanwhile
            near = []
        known = {quote.article.id, *(info.id for info in near)}
        others = (self._article(one) for one in quote.also_in if one not in known)
        every = [*near, *(article.info for article in others if article)]
        return sorted((info for info in every if matches(filters, info)), key=published)

    def _article(self, article_id: str) -> Article | None:
        try:
            return self._index.article(article_id)
        except (ArticleDamaged, UnknownArticle):
            return None


def _same_words(text: str) -> re.Pattern[str]:
    """Return a pattern of the text with any white space between its words, at whole words."""
    words = text.split()
    before = "" if _UNSPACED.match(text) else r"(?<!\w)"
    after = "" if _UNSPACED.match(text[-1:]) else r"(?!\w)"
    return re.compile(before + r"\s+".join(map(re.escape, words)) + after)


def _moved(quote: Quote, article: Article, span: Span) -> Quote:
    """Return the quote as it stands in another article, at `span`, with its short answer."""
    answer = quote.answer_span
    if answer:
        places = _places(quote.text, article.text[span[0] : span[1]])
        first, last = answer[0] - quote.start, answer[1] - quote.start
        answer = (span[0] + places[first], span[0] + places[last - 1] + 1)
    return replace(quote, article=article, start=span[0], end=span[1], answer_span=answer)


def _places(text: str, other: str) -> list[int]:
    """Return where each character of a text stands in another that differs in white space alone."""
    letters = [at for at, letter in enumerate(other) if not letter.isspace()]
    places: list[int] = []
    count = 0
    for letter in text:
        places.append(letters[min(count, len(letters) - 1)])
        count += not letter.isspace()
    return places


def _evidence(quote: Quote, quotes: Iterable[Quote]) -> Evidence:
    by_number = {one.number: one for one in quotes}
    corrects = by_number.get(quote.corrected_by or 0)
    return Evidence(
        article=quote.article,
        start=quote.start,
        end=quote.end,
        score=quote.score,
        speaker=quote.speaker,
        answer_span=quote.answer_span,
        also_in=quote.also_in,
        kind=quote.kind,
        corrected_by=(corrects.article.id, corrects.start, corrects.end) if corrects else None,
    )
