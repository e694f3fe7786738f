"""Hits are read and become evidence: the spans most likely to answer, with what speaks for them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.articles.article import Article, Span
from index.articles.passages import Hit
from index.articles.turns import turn_at
from qa.citations import Evidence, grow_to_sentences
from qa.questions.question import Question
from qa.reading.confidence import Features, Ranking
from qa.reading.protocol import Reading, ScoredSpan
from qa.reading.sentence_reader import inverse_frequencies, weighted_share
from qa.reading.short_answers import short_answer
from qa.statements.doubtful_lines import doubt_of, doubtful_lines
from qa.text.words import content_stems, fold, folded_words, same_name, stems, words

SPANS_A_PASSAGE = 2
_CLOSE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span that a reader found, as offsets of the article, with its scores.

    `score` orders candidates of one question; `answerable` is the reader's logit for the passage.
    """

    hit: Hit
    start: int
    end: int
    score: float
    answerable: float

    @property
    def article(self) -> Article:
        """The article the span is in."""
        return self.hit.article

    @property
    def text(self) -> str:
        """The span, sliced from the stored article."""
        return self.article.text[self.start : self.end]


def readable(hits: Sequence[Hit]) -> tuple[tuple[Hit, str], ...]:
    """Return the texts to read of each hit: without its doubtful lines, then these alone.

    What is left out is blank, so that offsets are the passage's. Read together with the rest, a
    line that looks like the best of answers would make the whole passage look like one.
    """
    return tuple((hit, text) for hit in hits for text in _parts(hit) if text.strip())


def _parts(hit: Hit) -> tuple[str, ...]:
    start, text = hit.passage.start, hit.text
    sound, doubtful = text, " " * len(text)
    for line in doubtful_lines(hit.article.text):
        left, right = max(line.start - start, 0), min(line.end - start, len(text))
        if left < right:
            sound = sound[:left] + " " * (right - left) + sound[right:]
            doubtful = doubtful[:left] + text[left:right] + doubtful[right:]
    return sound, doubtful


def candidates(
    hits: Sequence[Hit], readings: Sequence[Reading], ranking: Ranking
) -> list[Candidate]:
    """Return the spans of all readings, best first.

    A weighted sum (a linear combination of scores, Vogt and Cottrell 1999) of what the reader says
    and of what the search says; the search's scores are brought to mean 0 and deviation 1 over
    the hits, since they mean something among these only. Spans whose words another passage gives
    as its answer, too, are raised.
    """
    retrieval = z_scores([hit.score for hit in hits])
    found = [
        Candidate(
            hit=hit,
            start=hit.passage.start + span.start,
            end=hit.passage.start + span.end,
            score=ranking.reader * span.score + ranking.retrieval * z,
            answerable=reading.answerable,
        )
        for hit, reading, z in zip(hits, readings, retrieval, strict=True)
        for span in _distinct(reading.spans)
    ]
    raised = _with_support(found, ranking.support) if ranking.support else found
    return sorted(raised, key=lambda c: (-c.score, c.hit.rank, c.start))


def _with_support(found: Sequence[Candidate], worth: float) -> list[Candidate]:
    """Return the candidates, each raised for every other passage that gives the same words."""
    texts = [tuple(fold(w.text) for w in words(c.text)) for c in found]
    others = [
        sum(t == text and o.hit is not c.hit for t, o in zip(texts, found, strict=True))
        for c, text in zip(found, texts, strict=True)
    ]
    return [replace(c, score=c.score + worth * n) for c, n in zip(found, others, strict=True)]


def _distinct(spans: Sequence[ScoredSpan]) -> list[ScoredSpan]:
    kept: list[ScoredSpan] = []
    for span in spans:
        if all(span.end <= k.start or span.start >= k.end for k in kept):
            kept.append(span)
        if len(kept) == SPANS_A_PASSAGE:
            break
    return kept


def z_scores(values: Sequence[float]) -> list[float]:
    """Return the values with mean 0 and deviation 1; zeros when they are all alike."""
    if not values:
        return []
    mean = math.fsum(values) / len(values)
    deviation = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / len(values))
    return [(value - mean) / (deviation if deviation > 1e-9 else 1.0) for value in values]


def as_evidence(question: Question, candidate: Candidate, score: float) -> Evidence:
    """Return the candidate grown to its sentences, with the short answer inside."""
    article = candidate.article
    start, end = grow_to_sentences(article, candidate.start, candidate.end)
    found = (candidate.start, candidate.end)
    answer: Span | None = (
        found if found != (start, end) else short_answer(question, article.text, (start, end))
    )
    return Evidence(
        article=article,
        start=start,
        end=end,
        score=score,
        answer_span=answer,
        also_in=candidate.hit.also_in,
    )


def is_doubtful(candidate: Candidate) -> bool:
    """Whether the sentences that would be quoted are doubtful lines, in whole or in part."""
    article = candidate.article
    if not doubtful_lines(article.text):
        return False
    span = grow_to_sentences(article, candidate.start, candidate.end)
    return doubt_of(article.text, *span) is not None


def sound_first(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with those of doubtful lines behind all others.

    A span over the edge of a doubtful line, found in a text with blanks, is left out.
    """
    return sorted((c for c in found if not _crosses_edge(c)), key=is_doubtful)


def _crosses_edge(candidate: Candidate) -> bool:
    return any(
        candidate.start < edge < candidate.end
        for line in doubtful_lines(candidate.article.text)
        for edge in (line.start, line.end)
    )


def features(
    question: Question, best: Candidate, hits: Sequence[Hit], others: Sequence[Candidate]
) -> Features:
    """Return what speaks for and against the best candidate."""
    wanted = content_stems(question.text)
    frequencies = inverse_frequencies(wanted, [stems(hit.text) for hit in hits])
    start, end = grow_to_sentences(best.article, best.start, best.end)
    title = f"{best.article.info.title or ''} {best.hit.passage.heading} "
    return Features(
        reader=best.answerable,
        cosine=best.hit.dense or 0.0,
        coverage=weighted_share(frequencies, stems(_told(best.article, start, end))),
        passage_coverage=weighted_share(frequencies, stems(title + best.hit.text)),
        missing=missing_share(question.names, best.article),
        margin=_margin(best.hit, hits),
        support=float(any(_supports(best, other) for other in others)),
    )


def _told(article: Article, start: int, end: int) -> str:
    """Return a span with the label of its turn, which says who speaks."""
    turn = turn_at(article.text, start)
    label = article.text[slice(*turn.label)] if turn is not None and turn.label else ""
    return f"{label} {article.text[start:end]}"


def missing_share(names: Sequence[str], article: Article) -> float:
    """Return the share of `names` (folded words) that the article and its record do not hold."""
    if not names:
        return 0.0
    info = article.info
    record = " ".join(filter(None, (info.title, info.author, info.date, info.publication)))
    held = folded_words(article.text) | folded_words(record)
    return sum(not same_name(name, held) for name in names) / len(names)


def _margin(best: Hit, hits: Sequence[Hit]) -> float:
    rivals = [hit.score for hit in hits if hit.article.id != best.article.id]
    top = max((hit.score for hit in hits), default=0.0)
    if not rivals or top <= 0:
        return 0.0
    return max(-1.0, min(1.0, (best.score - max(rivals)) / top))


def _supports(best: Candidate, other: Candidate) -> bool:
    if other.hit is best.hit:
        return False
    return [fold(w.text) for w in words(best.text)] == [fold(w.text) for w in words(other.text)]


def nearly_as_good(found: Sequence[Candidate], most: int) -> list[Candidate]:
    """Return the best candidate and up to `most - 1` whose score comes close to it."""
    return [found[0], *(c for c in found[1:most] if c.score >= found[0].score - _CLOSE)]
