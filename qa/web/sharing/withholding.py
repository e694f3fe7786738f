"""What of a link is not told to whom it shows less than was there: its own words.

Its question, notes and lines were written by or for somebody who saw all that it quotes, and may
name what this reader may not see. So they are told where every article quoted is there for him;
else what is left of the quotes is shown, each in a line of its own.
"""

from collections.abc import Sequence
from dataclasses import replace

from qa.answers import Answer, Quote
from qa.text.words import folded_words
from qa.web.chat.page_words import page_words
from qa.web.pages.answer_words import NARRATED
from qa.web.sharing.standing import Reopened
from qa.wording.quote_lines import quote_line


def as_limited(reopened: Sequence[Reopened], seen: frozenset[str]) -> list[Reopened]:
    """Return the answers of one link as somebody gets them who sees these collections alone."""
    if all(one.is_there for one in reopened):
        return [_known(one, seen) for one in reopened]
    return [_withheld(one) for one in reopened]


def _known(again: Reopened, seen: frozenset[str]) -> Reopened:
    filters = dict(again.filters)
    named = [one for one in filters.pop("collections", ()) if one in seen]
    answer = again.answer
    if answer and not answer.quotes and not answer.nearest:
        # Whom it names rests on no quote: near spellings, and who else there is.
        answer = replace(answer, notes=(), answer=_silence(answer))
    return replace(
        again, answer=answer, filters={**filters, "collections": named} if named else filters
    )


def _silence(answer: Answer) -> str:
    words = page_words(NARRATED)
    return str(words["reasons"].get(answer.reason.value if answer.reason else "", words["silent"]))


def _withheld(again: Reopened) -> Reopened:
    hidden = replace(again, question=None, filters={})
    answer = again.answer
    if answer is None or not answer.quotes:
        return replace(hidden, answer=None)
    there = {one.number for one in answer.quotes}
    quotes = tuple(_alone(one, there) for one in answer.quotes)
    told = replace(
        answer,
        question="",
        asked_as="",
        answer="\n".join(map(quote_line, quotes)),
        quotes=quotes,
        nearest=(),
        notes=(),
    )
    standings = tuple(
        replace(one, quote=_alone(one.quote, there)) if one.quote else one
        for one in again.standings
    )
    return replace(hidden, answer=told, standings=standings)


def _alone(quote: Quote, there: set[int]) -> Quote:
    """Return a quote with what its own article says of it."""
    known = folded_words(f"{quote.article.text} {quote.article.info.author or ''}")
    return replace(
        quote,
        speaker=quote.speaker if folded_words(quote.speaker or "") <= known else None,
        corrected_by=quote.corrected_by if quote.corrected_by in there else None,
    )
