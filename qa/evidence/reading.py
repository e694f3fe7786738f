"""Readings of windows become candidates: every sentence read, once, with the best that was said."""

from collections.abc import Iterable, Iterator, Sequence

from index.articles.article import Span
from index.articles.passages import Hit
from qa.citations import grow_to_sentences
from qa.evidence.candidate import UNREAD, Candidate, Read
from qa.reading.answer_edges import well_formed
from qa.reading.protocol import Reading, ScoredSpan
from qa.statements.doubtful_lines import doubt_of, doubtful_lines


def candidates(read: Iterable[tuple[Hit, Reading]]) -> list[Candidate]:
    """Return the sentences of all windows read, in the order they were read.

    A sentence that stands in several windows is the one with the most evidence.

    Args:
        read: Passages with what was read in their windows.
    """
    found: dict[tuple[str, int, int], Candidate] = {}
    for hit, reading in read:
        for one in _of_window(hit, reading):
            key = (one.article.id, one.start, one.end)
            known = found.get(key)
            if known is None or one.read.evidence > known.read.evidence:
                found[key] = one
    return list(found.values())


def hit_of_each(hits: Sequence[Hit]) -> dict[str, Hit]:
    """Return the best hit of each article, by the identifier of the article.

    Args:
        hits: The passages found, best first.
    """
    return {hit.article.id: hit for hit in reversed(hits)}


def _of_window(hit: Hit, reading: Reading) -> Iterator[Candidate]:
    answers = reading.spans
    for sentence in reading.sentences or _pointed_at(hit, reading):
        best = _best_inside(answers, sentence.span)
        text = hit.article.text
        answer = well_formed(text, best.span, sentence.span) if best else None
        yield Candidate(
            hit=hit,
            start=sentence.start,
            end=sentence.end,
            read=Read(
                evidence=sentence.score,
                answerable=reading.answerable,
                answer=answer,
                answer_score=best.score if best else UNREAD,
                yes=reading.yes,
            ),
            doubtful=_is_doubtful(hit, sentence.span),
        )


def _pointed_at(hit: Hit, reading: Reading) -> list[ScoredSpan]:
    """Return the sentences of the spans of a reader that scores no sentences, with their scores."""
    found: dict[Span, ScoredSpan] = {}
    for span in reading.spans:
        if _crosses_edge(hit, span.span):
            continue
        at = grow_to_sentences(hit.article, *span.span)
        found.setdefault(at, ScoredSpan(start=at[0], end=at[1], score=span.score))
    return list(found.values())


def _best_inside(spans: Sequence[ScoredSpan], sentence: Span) -> ScoredSpan | None:
    inside = [s for s in spans if sentence[0] <= s.start and s.end <= sentence[1]]
    return max(inside, key=lambda span: span.score, default=None)


def _is_doubtful(hit: Hit, span: Span) -> bool:
    text = hit.article.text
    return bool(doubtful_lines(text)) and doubt_of(text, *span) is not None


def _crosses_edge(hit: Hit, span: Span) -> bool:
    """Whether a span, found in a text with blanks, runs over the edge of a doubtful line."""
    return any(
        span[0] < edge < span[1]
        for line in doubtful_lines(hit.article.text)
        for edge in (line.start, line.end)
    )


def unread(hit: Hit, span: Span) -> Candidate:
    """Return a sentence that no window read held."""
    return Candidate(
        hit=hit, start=span[0], end=span[1], read=Read(), doubtful=_is_doubtful(hit, span)
    )
