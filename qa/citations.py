"""Spans become sentences become numbered quotes; and the check that every quote is exact.

A quote is always an article and two offsets. Nothing here searches for text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from index.articles.article import Article, Span
from index.articles.statement import StatementKind
from index.articles.turns import Turn, find_turns
from index.chunking.sentences import sentence_spans
from index.errors import IndexDamaged
from index.keeping.found import kept_by_text
from qa.answers import Answer, Quote
from qa.text.words import fold, words

_OPENING = "“\"«„‘'("
_NEAR = 2

Place: TypeAlias = tuple[str, int, int]
"""The identifier of an article, and a span of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A span of an article that supports the answer, before it is a numbered quote.

    `answer_span`, where there is one, lies inside `[start, end)`. `kind` says how the words of
    `speaker` are given. `corrected_by` is the place of the evidence that corrects this.
    """

    article: Article
    start: int
    end: int
    score: float
    speaker: str | None = None
    answer_span: Span | None = None
    also_in: tuple[str, ...] = ()
    kind: StatementKind | None = None
    corrected_by: Place | None = None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return (self.article.id, self.start, self.end)

    @property
    def text(self) -> str:
        """The evidence, sliced from the stored article."""
        return self.article.text[self.start : self.end]


@kept_by_text
def article_sentences(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Return the sentences of a text (in a language, by its tag), without white space around them.

    In a transcript a label is no part of the sentence after it, nor of the one before: it is left
    out, so that what is quoted is said by one speaker.
    """
    spans = _without_labels(sentence_spans(text, language), find_turns(text))
    return tuple(s for s in (trim(text, span) for span in spans) if s[0] < s[1])


def _without_labels(sentences: Iterable[Span], turns: Sequence[Turn]) -> Iterator[Span]:
    labels = iter([(turn.label[0], turn.start) for turn in turns if turn.label])
    label = next(labels, None)
    for start, end in sentences:
        while label is not None and label[0] < end:
            yield start, label[0]
            start = max(start, min(label[1], end))
            if label[1] > end:
                break
            label = next(labels, None)
        yield start, end


def trim(text: str, span: Span) -> Span:
    """Return the span without white space at its ends; empty spans stay where they start."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end)


def grow_to_sentences(article: Article, start: int, end: int) -> Span:
    """Return the span of the sentences that `[start, end)` touches.

    Headings are not sentences to quote, but a span inside one keeps it. One that begins in the
    label of a turn gets the whole label and the first sentence after it.
    """
    label = _label_around(article.text, start)
    if label is not None:
        start, end = label[0], max(end, label[1] + 1)
    touched = sentences_in(article.text, start, end, article.info.lang)
    if not touched:
        return trim(article.text, (start, end))
    return (min(start, touched[0][0]), max(end, touched[-1][1]))


def _label_around(text: str, place: int) -> Span | None:
    """Return the stretch from where a label begins to its turn, if `place` is in it."""
    turns = find_turns(text)
    number = bisect_right(turns, place, key=lambda turn: turn.start)
    label = turns[number].label if number < len(turns) else None
    return (label[0], turns[number].start) if label and label[0] <= place else None


def sentences_in(text: str, start: int, end: int, language: str | None = None) -> tuple[Span, ...]:
    """Return the sentences of a text (in a language, by its tag) that `[start, end)` touches."""
    sentences = article_sentences(text, language)
    first = bisect_right(sentences, start, key=lambda span: span[1])
    return sentences[first : bisect_left(sentences, end, key=lambda span: span[0])]


def context(quote: Quote) -> tuple[Span | None, Span | None]:
    """Return the sentence before the quote and the one after, `None` at the article's ends."""
    before, after = None, None
    for span in article_sentences(quote.article.text, quote.article.info.lang):
        if span[1] <= quote.start:
            before = span
        elif span[0] >= quote.end:
            after = span
            break
    return before, after


def number_quotes(
    evidence: Sequence[Evidence], limit: int = 4, *, apart: bool = False
) -> tuple[Quote, ...]:
    """Return quotes numbered from 1, the most useful first.

    Overlapping or adjacent evidence of one article and speaker is one quote; the same words in
    another article are shown once and named in `also_in`. What corrects other evidence stays
    apart from it; so does, with `apart`, what is merely adjacent.
    """
    merged = _once(_merge(evidence, apart=apart))[:limit]
    return tuple(
        Quote(
            number=number,
            article=found.article,
            start=found.start,
            end=found.end,
            speaker=found.speaker,
            score=min(max(found.score, 0.0), 1.0),
            answer_span=found.answer_span,
            also_in=found.also_in,
            kind=found.kind if found.speaker else None,
            corrected_by=_number_at(found.corrected_by, merged, but=number),
        )
        for number, found in enumerate(merged, 1)
    )


def _number_at(place: Place | None, shown: Sequence[Evidence], but: int) -> int | None:
    """Return the number of the quote that shows a place, unless it is the quote `but`."""
    if place is None:
        return None
    name, start, end = place
    for number, one in enumerate(shown, 1):
        if number != but and one.article.id == name and one.start < end and one.end > start:
            return number
    return None


def _merge(evidence: Iterable[Evidence], *, apart: bool) -> list[Evidence]:
    kept: list[Evidence] = []
    for found in evidence:
        for place, other in enumerate(kept):
            if _touch(found, other) and not (apart and not _overlap(found, other)):
                kept[place] = _join(other, found)
                break
        else:
            kept.append(found)
    return kept


def _touch(one: Evidence, other: Evidence) -> bool:
    if one.article.id != other.article.id or _corrects(one, other) or _corrects(other, one):
        return False
    first, second = sorted((one, other), key=lambda e: e.start)
    if one.speaker != other.speaker:
        return second.start < first.end and None in {one.speaker, other.speaker}
    between = one.article.text[first.end : second.start]
    return second.start < first.end or (
        not between.strip() and "\n" not in between and len(between) <= _NEAR
    )


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def _corrects(one: Evidence, other: Evidence) -> bool:
    return other.corrected_by is not None and other.corrected_by == one.place


def _join(best: Evidence, other: Evidence) -> Evidence:
    return replace(
        best,
        speaker=best.speaker or other.speaker,
        start=min(best.start, other.start),
        end=max(best.end, other.end),
        score=max(best.score, other.score),
        answer_span=best.answer_span or other.answer_span,
        also_in=tuple(dict.fromkeys((*best.also_in, *other.also_in))),
        kind=_joint_kind(best, other),
        corrected_by=best.corrected_by or other.corrected_by,
    )


def _joint_kind(one: Evidence, other: Evidence) -> StatementKind | None:
    """Return how the words of two are given together: those of both kinds are mixed."""
    kinds = {e.kind for e in (one, other) if e.speaker and e.kind}
    return StatementKind.MIXED if len(kinds) > 1 else next(iter(kinds), None)


def _once(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Keep the first of those that say the same words, whatever the punctuation."""
    kept: dict[tuple[str, ...], Evidence] = {}
    for found in evidence:
        key = tuple(fold(word.text) for word in words(found.text))
        first = kept.setdefault(key, found)
        if first is not found and first.article.id != found.article.id:
            also = dict.fromkeys((*first.also_in, found.article.id, *found.also_in))
            also.pop(first.article.id, None)
            kept[key] = replace(first, also_in=tuple(also))
    return list(kept.values())


def quoted(text: str, limit: int = 320) -> str:
    """Return the text in quotation marks; a long one is cut between words, the dots outside.

    What stands between the marks is always a slice of `text`. Text that already opens with a
    quotation mark gets none around it.
    """
    cut = text
    if len(text) > limit:
        cut = text[
            : text.rfind(" ", limit // 2, limit) if " " in text[limit // 2 : limit] else limit
        ]
    dots = " …" if cut != text else ""
    return f"{cut}{dots}" if _is_quotation(cut) else f"“{cut}”{dots}"


_MARKS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", '"': '"', "「": "」"}


def _is_quotation(text: str) -> bool:
    """Whether the text is one quotation with its marks, so that it needs none around it."""
    opening, inside, closing = text[:1], text[1:-1], text[-1:]
    return (
        len(text) > 1
        and closing in _MARKS.get(opening, "")
        and opening not in inside
        and closing not in inside
    )


def verify(answer: Answer) -> None:
    """Check that each quote of the answer is a real slice with its answer inside.

    Raises:
        IndexDamaged: If an offset lies outside the article or the answer outside its quote.
    """
    for quote in (*answer.quotes, *answer.nearest):
        if not 0 <= quote.start < quote.end <= len(quote.article.text):
            raise IndexDamaged(
                f"Article {quote.article.id}: a quote has offsets {quote.start}-{quote.end}, "
                f"but the text has {len(quote.article.text)} characters. "
                "Run `pullquote verify --repair`."
            )
        if quote.answer_span and not (
            quote.start <= quote.answer_span[0] < quote.answer_span[1] <= quote.end
        ):
            raise IndexDamaged(
                f"Article {quote.article.id}: the short answer at {quote.answer_span} lies outside "
                f"its quote at {quote.start}-{quote.end}. Run `pullquote verify --repair`."
            )
    numbers = [quote.number for quote in answer.quotes]
    if numbers != list(range(1, len(numbers) + 1)):
        raise IndexDamaged(f"The quotes are numbered {numbers}; expected 1 to {len(numbers)}.")
