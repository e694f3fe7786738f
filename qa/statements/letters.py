"""Letters inside a column: "DEAR ADA: ... -- LOST IN HULL" is not the columnist's."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.articles.article import Span
from index.articles.statement import Statement, StatementKind
from qa.statements.turn_people import ordinary_case

_SALUTATION = re.compile(
    r"^[ \t*_>]{0,4}(?P<greeting>(?:DEAR|Dear) [^\n:,]{2,40}[:,—–-]{1,2})(?=\s)", re.MULTILINE
)
_SIGNATURE = re.compile(
    r"(?:\s--+|\s?[—–―])[ \t]*(?P<who>[^\W\d_][^\n—–]{1,60}?)[ \t*_.]{0,4}(?=\n|\Z)"
)
_I = frozenset(["i", "we", "my", "our"])


def letters_of(text: str) -> Iterator[Statement]:
    """Yield each signed letter that begins with a salutation, as the words of who signs it."""
    starts = [*_SALUTATION.finditer(text), None]
    for one, following in pairwise(starts):
        if one is None:
            continue
        limit = following.start() if following is not None else len(text)
        signed = _SIGNATURE.search(text, one.end(), limit)
        if signed is None:
            continue
        words = _trimmed(text, one.end(), signed.start())
        if words is not None:
            yield Statement(
                start=words[0],
                end=words[1],
                kind=StatementKind.DIRECT,
                speaker=ordinary_case(signed["who"]),
                speaker_mention=signed.span("who"),
                cue=one.span("greeting"),
            )


def with_letters(
    found: Sequence[Statement], letters: Sequence[Statement], text: str
) -> list[Statement]:
    """Return statements with letters; what "I" says in one is its writer's."""
    told = [_of_letter(one, letters, text) for one in found]
    return [*told, *letters]


def _of_letter(one: Statement, letters: Sequence[Statement], text: str) -> Statement:
    letter = next((each for each in letters if each.start <= one.start < each.end), None)
    if letter is None:
        return one
    mention = text[slice(*one.speaker_mention)].casefold() if one.speaker_mention else ""
    return one._replace(speaker=letter.speaker) if mention in _I else one


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
