"""How much of the gold evidence was quoted, and how much of what was quoted is gold evidence.

ALCE (Gao et al. 2023) asks of citations whether each statement is supported (recall) and whether
each citation supports (precision), and lets a model judge. Quotes are spans, so here both are
counted exactly, in characters:

- recall: of each need, the share of characters covered, of its best alternative; the mean weighs
  needs by length. An alternative is one place where the evidence stands.
- precision: of the characters quoted, the share inside any alternative of any need. White space at
  the edges of a span is not counted.

An answerable question without a quote scores 0 in both; a question the articles do not answer has
no recall, and precision 0 when something was quoted nevertheless.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from index.articles.article import Span
from qa.people.matching import same_person

ArticleSpan: TypeAlias = tuple[str, int, int]
"""Article identifier, start, end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something a right answer quotes; each of its places does. `speaker` said it, if known."""

    places: tuple[ArticleSpan, ...]
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A quote as shown: where it stands, its text, who is named as its speaker."""

    place: ArticleSpan
    text: str
    speaker: str | None = None


def recall(quotes: Iterable[ArticleSpan], needs: Sequence[Need]) -> float:
    """Return the share in [0, 1] of the needs' characters that the quotes cover."""
    covered = spans_by_article(quotes)
    best = [max((_share(place, covered), _length(place)) for place in n.places) for n in needs]
    total = sum(length for _, length in best)
    return sum(share * length for share, length in best) / total if total else 0.0


def precision(quotes: Iterable[ArticleSpan], needs: Sequence[Need]) -> float:
    """Return the share in [0, 1] of the quoted characters that are gold evidence."""
    gold = spans_by_article(place for need in needs for place in need.places)
    shown = spans_by_article(quotes)
    total = sum(end - start for spans in shown.values() for start, end in spans)
    inside = sum(
        overlap(span, gold.get(article, ())) for article, spans in shown.items() for span in spans
    )
    return inside / total if total else 0.0


def exact_hit(quotes: Iterable[ArticleSpan], needs: Sequence[Need]) -> float:
    """Return the share of needs that one quote gives exactly, neither more nor less."""
    shown = set(quotes)
    return sum(not shown.isdisjoint(need.places) for need in needs) / len(needs)


def validity(quotes: Sequence[Shown], texts: Mapping[str, str]) -> float:
    """Return the share of quotes whose text is the slice of the stored article; 1 without quotes.

    `texts` holds the articles' texts as read from the index again, by identifier.
    """
    good = [texts.get(q.place[0], "")[q.place[1] : q.place[2]] == q.text != "" for q in quotes]
    return sum(good) / len(good) if good else 1.0


def speaker_accuracy(quotes: Sequence[Shown], needs: Sequence[Need]) -> float | None:
    """Return the share of quoted needs whose speaker was named rightly; `None` when none was.

    A need with a known speaker counts once a quote touches it. "Bordyuzha" is Nikolay Bordyuzha;
    no name, or another, is wrong.
    """
    judged = []
    for need in needs:
        touching = [q for q in quotes if any(_touch(q.place, place) for place in need.places)]
        if need.speaker and touching:
            judged.append(any(same_person(q.speaker, need.speaker) for q in touching))
    return sum(judged) / len(judged) if judged else None


def spans_by_article(places: Iterable[ArticleSpan]) -> dict[str, list[Span]]:
    """Return the places' spans by article, merged where they overlap, in order."""
    found: dict[str, list[Span]] = {}
    for article, start, end in sorted(places):
        spans = found.setdefault(article, [])
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return found


def overlap(span: Span, others: Iterable[Span]) -> int:
    """Return how many characters of `span` lie inside the others, which do not overlap."""
    return sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in others)


def _share(place: ArticleSpan, covered: Mapping[str, Sequence[Span]]) -> float:
    article, start, end = place
    return overlap((start, end), covered.get(article, ())) / max(1, end - start)


def _length(place: ArticleSpan) -> int:
    return place[2] - place[1]


def _touch(one: ArticleSpan, other: ArticleSpan) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
