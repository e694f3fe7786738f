"""A draft checked against an index: each quotation found, compared and judged."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from index.articles.article import Article, Span
from index.articles.statement import Statement
from index.shingles.phrases import Place as Near
from qa.answers import Quote
from qa.checking.draft_quotations import DraftQuotation, draft_quotations
from qa.checking.judging import Judged, Place, Stretch, judge, said_by
from qa.checking.speech import SpokenArticle, spoken_article
from qa.checking.values import CheckedQuotation, DraftReport, Fate
from qa.checking.words import as_written, tokens
from qa.citations import grow_to_sentences
from qa.statements.stored import StatementFinder
from qa.text.differences import Change, Piece

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

_MOST_NEAR = 8
"""Places that are looked at of a quotation that is nowhere whole."""
_MARGIN = 20
"""Words before and after a place that are looked at, beside as many as the quotation has."""
_WHOLE = 0.999
_LISTED = 20
"""Places that are named of a quotation that occurs many times."""


def check_draft(text: str, index: "ReadableIndex") -> DraftReport:
    """Return what the articles of an index have of each quotation in a draft.

    Raises:
        UsageError: the draft is too long, or has too many quotations.
        IndexProblem: the index cannot be read.
    """
    quotations, passed = draft_quotations(text)
    checked: list[CheckedQuotation] = []
    for first in range(0, len(quotations), _AT_ONCE):
        checked += _checked(text, quotations[first : first + _AT_ONCE], index)
    return DraftReport(quotations=tuple(checked), passed_over=passed, articles=index.article_count)


_AT_ONCE = 200


def _checked(
    text: str, quotations: Sequence[DraftQuotation], index: "ReadableIndex"
) -> Iterator[CheckedQuotation]:
    phrases = index.phrases
    wanted = [one.words.stretches() for one in quotations]
    near = phrases.near(wanted, _MOST_NEAR)
    articles = phrases.articles(sorted({place.row for places in near for place in places}))
    rows = list(articles)
    found = index.annotations(StatementFinder()).of([articles[row] for row in rows])
    library = _Library(articles, dict(zip(rows, found, strict=True)))
    for quotation, places in zip(quotations, near, strict=True):
        judged = judge(quotation, text, library.stretches(places, len(quotation.words.words)))
        yield _told(text, quotation, judged)


class _Library:
    """The articles in which words were met, each parted once."""

    def __init__(
        self, articles: dict[int, Article], statements: dict[int, Sequence[Statement]]
    ) -> None:
        self._articles = articles
        self._statements = statements
        self._whole: dict[int, SpokenArticle] = {}

    def stretches(self, places: Sequence[Near], words: int) -> Iterator[Stretch]:
        """Yield where to look, the best first; places that overlap are one."""
        seen: dict[int, list[tuple[int, int]]] = {}
        for place in places:
            article = self._articles.get(place.row)
            if article is None:
                continue
            end = len(article.text) if place.end is None else place.end
            spoken = self._spoken(place.row, article, place.start, end)
            margin = words + _MARGIN
            low = max(0, bisect_left(spoken.starts, place.start) - margin)
            high = min(len(spoken.spans), bisect_left(spoken.starts, end) + margin)
            if any(a <= low and high <= b for a, b in seen.get(place.row, ())):
                continue
            seen.setdefault(place.row, []).append((low, high))
            yield Stretch(spoken, low, high, place.share > _WHOLE)

    def _spoken(self, row: int, article: Article, start: int, end: int) -> SpokenArticle:
        known = self._whole.get(row)
        if known is None or not known.low <= start < known.high:
            known = spoken_article(article, self._statements[row], start, end)
            self._whole[row] = known
        return known


def _told(text: str, quotation: DraftQuotation, judged: Judged) -> CheckedQuotation:
    place = judged.place
    quote = _quote(place) if place else None
    found = judged.fate is not Fate.NOT_FOUND
    changed = judged.fate in (Fate.ALTERED, Fate.STITCHED, Fate.REPORTED)
    return CheckedQuotation(
        start=quotation.start,
        end=quotation.end,
        text=text[quotation.start : quotation.end],
        speaker=quotation.speaker,
        verdict=judged.fate,
        match=quote if found else None,
        nearest=None if found or place is None else _in_sentences(place),
        parts=tuple(
            Quote(number=number, article=part.spoken.article, start=part.span[0], end=part.span[1],
                  speaker=_first(said))
            for number, part in enumerate(judged.parts, 1)
            for said in [part.spoken.said_at(*part.span)]
        ),
        difference=_difference(text, quotation, place) if place and changed else (),
        speakers_found=said_by(place) if place and found else (),
        speaker_agrees=place.agrees if place and found else None,
        also_in=tuple(_quote(one) for one in judged.others[:_LISTED]),
        places=1 + len(judged.others) if found and place else 0,
        closed=quotation.closed,
    )  # fmt: skip


def _quote(place: Place) -> Quote:
    start, end = place.span
    said = place.said[0] if place.said else None
    return Quote(
        number=1,
        article=place.match.spoken.article,
        start=start,
        end=end,
        speaker=said.speaker if said else None,
        kind=said.kind if said else None,
        score=place.likeness,
    )


def _in_sentences(place: Place) -> Quote:
    quote = _quote(place)
    start, end = grow_to_sentences(quote.article, quote.start, quote.end)
    return Quote(number=1, article=quote.article, start=start, end=end, speaker=quote.speaker,
                 kind=quote.kind, score=quote.score)  # fmt: skip


def _first(said: Sequence[Statement]) -> str | None:
    return said[0].speaker if said else None


def _difference(text: str, quotation: DraftQuotation, place: Place) -> tuple[Piece, ...]:
    """Return what leads from the article's words to the draft's, with all that is between them."""
    article = place.match.spoken.article.text
    old = _pieces(article, place.span)
    words = quotation.words.words
    new = _pieces(text, (words[0].start, words[-1].end))
    codes = Levenshtein.opcodes(
        [as_written(one.strip()) for one in old], [as_written(one.strip()) for one in new]
    )
    pieces: list[Piece] = []
    for one in codes:
        gone = "".join(old[one.src_start : one.src_end])
        added = "".join(new[one.dest_start : one.dest_end])
        if one.tag == "equal":
            pieces.append(Piece(Change.SAME, added))
            continue
        pieces += [Piece(Change.GONE, gone)] if gone else []
        pieces += [Piece(Change.NEW, added)] if added else []
    return tuple(pieces)


def _pieces(text: str, span: Span) -> list[str]:
    """Return a text word by word, each with what stands before the next."""
    found = tokens(text, *span)
    borders = [one.start for one in found] + [span[1]]
    return [text[a:b] for a, b in pairwise(borders)]
