"""The words of direct speech in a quote, in the article's own quotation marks."""

import re
from collections.abc import Sequence

from index.articles.article import Span
from index.articles.statement import StatementKind
from index.articles.turns import Turn, find_turns
from index.keeping.found import kept_by_text
from qa.answers import Quote
from qa.people.matching import same_person
from qa.people.mentions import Sort, mentions
from qa.text.quotation_marks import Quotation, find_quotations

_CLOSES = {"„": "“", "«": "»", "»": "«", "‹": "›", "‘": "’", "‚": "‘", "'": "'", '"': '"'}
_SPEAKERS = frozenset({Sort.PERSON, Sort.NAME, Sort.GROUP})
_REST = re.compile(r"[^.!?\n“”\"«»„]*")
_TOLD = 6
"""Words of the narrator's from which on a quotation in small letters is a part of his sentence."""
_BETWEEN = 80
"""Characters of the narrator's that may stand between two parts of one quotation."""


def spoken_words(quote: Quote, longest: int) -> str | None:
    """Return what the speaker of a quote says in it, in quotation marks; `None` for reported words.

    Own marks are kept, one that stands outside the quote is added. The words of a turn of a
    transcript, which have no marks, get them. Words longer than `longest` are cut, the dots outside
    the marks.
    """
    if quote.kind not in {StatementKind.DIRECT, None}:
        return None
    text, clip = quote.article.text, (quote.start, quote.end)
    inside = [q for q in _quotations(text) if q.start < clip[1] and q.end > clip[0]]
    turn = _turn_of(quote)
    if turn is not None and not _quotes_another(quote, turn, inside):
        return _in_marks(text, (max(clip[0], turn.start), clip[1]), longest)
    parts = _of_speaker(quote, inside)
    if parts and _is_fragment(text, clip, parts[0]):
        return None
    if parts:
        return _marked(text, clip, parts[0], parts[-1], longest)
    if inside or quote.kind is None or not _is_all_said(quote):
        return None
    return _in_marks(text, clip, longest)


def is_quoted(quote: Quote) -> bool:
    """Whether all that a quote shows stands in quotation marks of the article's own."""
    inside = (q for q in _quotations(quote.article.text) if q.start <= quote.start < q.end)
    return any(quote.end <= q.end and q.end - q.start > 1 for q in inside)


@kept_by_text
def _quotations(text: str) -> tuple[Quotation, ...]:
    return tuple(find_quotations(text))


def _of_speaker(quote: Quote, inside: Sequence[Quotation]) -> list[Quotation]:
    """Return the quotations of a quote that are one speech: the one that answers, and its parts.

    Without a short answer it is told only where there is one quotation, or one in parts.
    """
    if not inside:
        return []
    if quote.answer_span is None:
        first = 0
    else:
        start, end = quote.answer_span
        touched = [n for n, q in enumerate(inside) if q.start < end and q.end > start]
        if not touched:
            return [] if quote.kind is None or len(inside) > 1 else [inside[0]]
        first = touched[0]
    low = high = first
    while low > 0 and _goes_on(quote, inside[low - 1], inside[low]):
        low -= 1
    while high + 1 < len(inside) and _goes_on(quote, inside[high], inside[high + 1]):
        high += 1
    if quote.answer_span is None and (low, high) != (0, len(inside) - 1):
        return []
    return list(inside[low : high + 1])


def _goes_on(quote: Quote, one: Quotation, other: Quotation) -> bool:
    """Whether two quotations are parts of one: between them stands who speaks, and nobody else.

    Nor does somebody else speak after the second: “No,” said Moss. “Yes,” said Ash.
    """
    text = quote.article.text
    between = text[one.end : other.start]
    if len(between) > _BETWEEN or "\n\n" in between:
        return False
    around = (between, _cue_after(text, one), _cue_after(text, other))
    named = [m.text for part in around for m in mentions(part) if m.sort in _SPEAKERS]
    return all(same_person(name, quote.speaker) for name in named)


def _cue_after(text: str, quotation: Quotation) -> str:
    """Return what stands behind a quotation in its sentence."""
    found = _REST.match(text, quotation.end, quotation.end + _BETWEEN)
    rest = found[0] if found else ""
    goes_on = text[quotation.end - 2 : quotation.end - 1] == "," or rest.lstrip(" ,")[:1].islower()
    return rest if goes_on else ""


def _is_fragment(text: str, clip: Span, first: Quotation) -> bool:
    """Whether quoted words end a sentence of the narrator's, and say little without it."""
    told = text[clip[0] : first.start].split()
    return len(told) >= _TOLD and text[first.start + 1 : first.end].lstrip()[:1].islower()


def _marked(text: str, clip: Span, first: Quotation, last: Quotation, longest: int) -> str:
    start, end = max(first.start, clip[0]), min(last.end, clip[1])
    repeated = text[start] in _CLOSES or text[start] == "“"  # at the head of a further paragraph
    opening = "“" if first.start < clip[0] and not repeated else ""
    whole = last.closed and last.end <= clip[1]
    closing = "" if whole else _CLOSES.get(text[last.start], "”")
    words = text[start:end]
    if len(words) > longest:
        return f"{opening}{_cut(words, longest)}{_CLOSES.get(text[first.start], '”')} …"
    return f"{opening}{words}{closing}"


def _turn_of(quote: Quote) -> Turn | None:
    """Return the turn of a transcript that a quote is in, its label counted in."""
    if quote.kind is None:
        return None
    for turn in find_turns(quote.article.text):
        start = turn.label[0] if turn.label else turn.start
        if start <= quote.start < turn.end and turn.start < quote.end:
            return turn
    return None


def _quotes_another(quote: Quote, turn: Turn, inside: Sequence[Quotation]) -> bool:
    """Whether the speaker of a turn quotes the speaker of this quote."""
    if turn.name is None or quote.answer_span is None:
        return False
    start, end = quote.answer_span
    within = any(q.start <= start and end <= q.end for q in inside)
    return within and not same_person(quote.article.text[slice(*turn.name)], quote.speaker)


def _is_all_said(quote: Quote) -> bool:
    """Whether what was said without marks is all of the quote's sentences."""
    return quote.answer_span is not None and quote.answer_span == (quote.start, quote.end)


def _in_marks(text: str, span: Span, longest: int) -> str:
    words = text[slice(*span)]
    return f"“{_cut(words, longest)}”{' …' if len(words) > longest else ''}"


def _cut(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    blank = words.rfind(" ", longest // 2, longest)
    return words[: blank if blank > 0 else longest]
