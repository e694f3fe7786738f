"""What editors said of quotes changes the answer to the same question. Pure.

A quote that was called right is shown, marked as confirmed; one that was called wrong is not. Where
nothing is left, there is no answer. What is shown stays a slice of an article: a judgement names a
span of it, and counts only while the article is as it was.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.articles.article import Article
from index.articles.judgement import Judged, Judgement
from index.articles.statement import Statement
from qa.answers import Answer, Confirmation, Kind, Quote, Reason

CONFIDENCE = 0.99
"""Of an answer that an editor confirmed, at least."""

_ONE_ANSWER = frozenset({Kind.FACT, Kind.YES_NO})
"""Kinds of which one quote answers, so that others beside a confirmed one would contradict it."""
_MOSTLY = 0.5
_WITHHELD = "What an editor marked as wrong for this question is left out."


class Wording(NamedTuple):
    """Words the answer that is left, told whether it is unsure, and an abstention."""

    compose: Callable[[Sequence[Quote], bool], str]
    decline: Callable[[], str]


class Sound(NamedTuple):
    """A judgement that holds, with the article that it is of."""

    judgement: Judgement
    article: Article

    @property
    def place(self) -> tuple[str, int, int]:
        """The span: article, start and end."""
        return (self.judgement.article, self.judgement.start, self.judgement.end)

    @property
    def text(self) -> str:
        """The words that were judged, sliced from the article."""
        return self.article.text[self.judgement.start : self.judgement.end]


def confirmed(
    answer: Answer,
    judged: Sequence[Judged],
    wording: Wording,
    *,
    statements: Sequence[tuple[Article, Statement]] = (),
    nearest: Sequence[Quote] = (),
) -> Answer:
    """Return the answer as editors have it; the same where they said nothing of what it shows.

    Args:
        answer: As it was chosen.
        judged: What was said for this question, earliest first: of two that contradict each other
            the later one counts.
        wording: Words what is left.
        statements: Those of the articles judged, for whose words a confirmed quote is.
        nearest: Shown where nothing is left, but for what was called wrong.
    """
    right, wrong = standing(judged)
    if not right and not wrong:
        return answer
    kept = [quote for quote in answer.quotes if not _holds_any(quote, wrong)]
    near = [quote for quote in answer.nearest if not _holds_any(quote, wrong)]
    barred = [one for one in wrong if any(_holds(q, one.judgement) for q in answer.quotes)]
    answer = replace(
        answer,
        nearest=_numbered(near),
        withheld=tuple(one.judgement.number for one in barred),
    )
    if right:
        return _with_confirmed(answer, right, kept, wording, statements)
    if len(kept) == len(answer.quotes):
        return answer
    answer = replace(answer, notes=(*answer.notes, _WITHHELD))
    if kept:
        return _reworded(answer, kept, wording)
    near = [quote for quote in nearest if not _holds_any(quote, wrong)]
    return replace(
        answer,
        answered=False,
        unsure=False,
        confidence=0.0,
        reason=Reason.NOT_STATED,
        answer=wording.decline(),
        quotes=(),
        nearest=_numbered(near),
    )


def standing(judged: Sequence[Judged]) -> tuple[list[Sound], list[Sound]]:
    """Return the spans that are right, and those that are wrong, as the last word has it.

    A right span stands where no word of it was called anything later. A wrong one bars every quote
    that has words of it, also those beside a right one that was said later.
    """
    right: list[Sound] = []
    wrong: list[Sound] = []
    for judgement, article in reversed(judged):
        if article is None or not judgement.is_of(article):
            continue
        one = Sound(judgement, article)
        if not judgement.right and one.place not in {other.place for other in right}:
            wrong.append(one)
        if judgement.right and not any(_overlap(judgement, s.judgement) for s in right + wrong):
            right.append(one)
    return right[::-1], wrong[::-1]


def _overlap(one: Judgement, other: Judgement) -> bool:
    return one.article == other.article and one.start < other.end and other.start < one.end


def _holds_any(quote: Quote, judged: Iterable[Sound]) -> bool:
    return any(_holds(quote, one.judgement) for one in judged)


def _holds(quote: Quote, one: Judgement) -> bool:
    """Whether a quote shows any of the words that were judged."""
    return quote.article.id == one.article and quote.start < one.end and one.start < quote.end


# Confirmed quotes -------------------------------------------------------------------------------


def _with_confirmed(
    answer: Answer,
    right: Sequence[Sound],
    kept: Sequence[Quote],
    wording: Wording,
    statements: Sequence[tuple[Article, Statement]],
) -> Answer:
    quotes = [_confirmed_quote(one, answer.quotes, statements) for one in right]
    others = [q for q in kept if not _holds_any(q, right)]
    if not answer.answered or answer.unsure or answer.kind in _ONE_ANSWER:
        others = []
    quotes = _in_order_of(answer.quotes, quotes) + others
    changed = replace(
        answer,
        answered=True,
        unsure=False,
        reason=None,
        nearest=(),
        confidence=max(answer.confidence, CONFIDENCE),
        notes=(*answer.notes, _note(len(right))),
    )
    return _reworded(changed, quotes, wording, anew=answer.unsure)


def _confirmed_quote(
    one: Sound, shown: Sequence[Quote], statements: Sequence[tuple[Article, Statement]]
) -> Quote:
    """Return the quote of a span called right: the one chosen where it is the same."""
    judgement, article = one
    said = Confirmation(judgement.number, judgement.at)
    for quote in shown:
        if _place(quote) == one.place:
            return replace(quote, confirmed=said)
    spoken = _statement_of(judgement, article, statements)
    return Quote(
        number=0,
        article=article,
        start=judgement.start,
        end=judgement.end,
        score=CONFIDENCE,
        speaker=spoken.speaker if spoken else None,
        kind=spoken.kind if spoken else None,
        confirmed=said,
    )


def _statement_of(
    judgement: Judgement, article: Article, statements: Sequence[tuple[Article, Statement]]
) -> Statement | None:
    """Return the one statement that a span mostly is; none where several people speak in it."""
    touching = [
        s
        for where, s in statements
        if where.id == article.id and s.start < judgement.end and judgement.start < s.end
    ]
    speakers = {s.speaker for s in touching}
    if len(speakers) != 1 or None in speakers or any(s.doubtful for s in touching):
        return None
    shared = {s: min(s.end, judgement.end) - max(s.start, judgement.start) for s in touching}
    longest = max(shared, key=lambda s: shared[s])
    within = shared[longest] in {longest.end - longest.start, judgement.end - judgement.start}
    mostly = shared[longest] >= _MOSTLY * (judgement.end - judgement.start)
    return longest if within and mostly else None


def _in_order_of(shown: Sequence[Quote], quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes as they stood in the answer, those that were not in it first."""
    places = {_place(quote): at for at, quote in enumerate(shown)}
    return sorted(quotes, key=lambda quote: places.get(_place(quote), -1))


def _place(quote: Quote) -> tuple[str, int, int]:
    return (quote.article.id, quote.start, quote.end)


def _note(count: int) -> str:
    if count == 1:
        return "Quote [1] is confirmed by an editor."
    return f"Quotes [1] to [{count}] are confirmed by an editor."


def _reworded(
    answer: Answer, quotes: Sequence[Quote], wording: Wording, *, anew: bool = False
) -> Answer:
    """Return the answer with these quotes.

    Its text stays where they are the same in this order, unless it is to be worded `anew`.
    """
    numbered = _numbered(quotes)
    same = [_place(q) for q in answer.quotes] == [_place(q) for q in numbered]
    text = answer.answer if same and not anew else wording.compose(numbered, answer.unsure)
    return replace(answer, quotes=numbered, answer=text)


def _numbered(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the quotes numbered from 1; a correction that is not among them is not named."""
    numbers = {quote.number: at for at, quote in enumerate(quotes, 1) if quote.number}
    return tuple(
        replace(
            quote,
            number=at,
            corrected_by=numbers.get(quote.corrected_by) if quote.corrected_by else None,
        )
        for at, quote in enumerate(quotes, 1)
    )
