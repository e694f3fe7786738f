"""The quotes of an answer as its text: by side, by member, as what may answer, or one a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qa.answers import Kind, Quote
from qa.people.matching import occurs_in, same_person
from qa.questions.question import Question
from qa.wording.corrected import standing
from qa.wording.more import MoreStatements, more_sentence
from qa.wording.quote_lines import quote_line
from qa.wording.short_lines import LIKELY, is_short, short_answer_line

MAY = "This may answer it:"
OR = "Or this:"
_NOTHING = "I found no passage."


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an answer beside its quotes.

    `unsure` says that the quotes may answer, no more. `polarity` is whether they say yes or no to a
    question that asks for it. `chance` is the probability that the short answer of the first quote
    is the answer, its score when left out. `sides` are what is compared, those of
    the question when left out. `more` counts what else
    the speaker asked about says.
    """

    unsure: bool = False
    polarity: bool | None = None
    chance: float | None = None
    sides: tuple[str, ...] = ()
    more: MoreStatements | None = None


NOTHING_KNOWN = Known()


def laid_out(question: Question, quotes: Sequence[Quote], known: Known = NOTHING_KNOWN) -> str:
    """Return the text of an answer; each quote has a line with its mark `[n]`."""
    if known.unsure:
        return "\n".join(_as_possible(quotes))
    lines = [*_first_line(question, quotes, known), *_body(question, quotes, known)]
    if known.more is not None and known.more.statements:
        lines.append(more_sentence(known.more))
    return "\n".join(lines)


def _as_possible(quotes: Sequence[Quote]) -> Iterable[str]:
    for place, quote in enumerate(quotes):
        yield OR if place else MAY
        yield _line(quote, quotes)


def _first_line(question: Question, quotes: Sequence[Quote], known: Known) -> Iterable[str]:
    if question.kind is Kind.YES_NO and known.polarity is not None:
        yield "Yes" if known.polarity else "No"
    elif quotes and question.kind not in {Kind.LIST, Kind.COMPARE}:
        # The first answers; what it corrects does not.
        short = short_answer_line(question, quotes[0], known.chance)
        if short is not None:
            yield short


def _body(question: Question, quotes: Sequence[Quote], known: Known) -> list[str]:
    if question.kind is Kind.COMPARE:
        return _by_side(known.sides or question.sides or question.speakers, quotes)
    if question.kind is Kind.LIST:
        return [_member(quote, quotes) for quote in quotes]
    return [_line(quote, quotes) for quote in quotes]


def _line(quote: Quote, quotes: Sequence[Quote]) -> str:
    return f"{standing(quote, quotes)}{quote_line(quote)}"


def _member(quote: Quote, quotes: Sequence[Quote]) -> str:
    line = _line(quote, quotes)
    if quote.answer_span is None or not is_short(quote) or quote.score < LIKELY:
        return line
    start, end = quote.answer_span
    return f"{quote.article.text[start:end]} — {line}"


def _by_side(sides: Sequence[str], quotes: Sequence[Quote]) -> list[str]:
    """Return the lines in groups, each under the name of its side, those of no side last."""
    groups = [(side, [q for q in quotes if side_of(q, sides) == side]) for side in sides]
    rest = [quote for quote in quotes if side_of(quote, sides) is None]
    if not any(group for _, group in groups):
        return [_line(quote, quotes) for quote in quotes]
    lines: list[str] = []
    for side, group in groups:
        lines += ["", side] if lines else [side]
        lines += [_line(quote, quotes) for quote in group] or [_NOTHING]
    if rest:
        lines += ["", *(_line(quote, quotes) for quote in rest)]
    return lines


def in_sides(quotes: Sequence[Quote], sides: Sequence[str]) -> tuple[Quote, ...]:
    """Return the quotes in the order of their sides, those of none last, numbered anew."""
    order = {side: place for place, side in enumerate(sides)}
    places = [order.get(side_of(quote, sides) or "", len(sides)) for quote in quotes]
    row = [quote for _, quote in sorted(zip(places, quotes, strict=True), key=lambda pair: pair[0])]
    numbers = {quote.number: number for number, quote in enumerate(row, 1)}
    return tuple(
        replace(
            quote,
            number=numbers[quote.number],
            corrected_by=numbers.get(quote.corrected_by or 0),
        )
        for quote in row
    )


def side_of(quote: Quote, sides: Sequence[str]) -> str | None:
    """Return the side that a quote is of: its speaker's, else the only one that it names."""
    for side in sides:
        if quote.speaker and same_person(quote.speaker, side):
            return side
    named = [side for side in sides if occurs_in(side, quote.text)]
    if not named:
        named = [side for side in sides if occurs_in(side, quote.article.info.title or "")]
    return named[0] if len(named) == 1 else None
