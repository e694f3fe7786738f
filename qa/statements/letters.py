"""Letters inside a column or a page of letters: what stands there is their writers'.

"DEAR ADA: ... -- LOST IN HULL", or "Sir," in a line of its own and a name under the last paragraph,
or "Sir, The ferry ..." and a name in a line of its own.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.articles.article import Span
from index.articles.statement import Statement, StatementKind
from qa.people.names import looks_like_name
from qa.statements.turn_people import ordinary_case

_SALUTATION = re.compile(
    r"^[ \t*_>]{0,4}(?P<greeting>(?:DEAR|Dear) [^\n:,]{2,40}[:,—–-]{1,2})(?=\s)", re.MULTILINE
)
_SIGNATURE = re.compile(
    r"(?:\s--+|\s?[—–―])[ \t]*(?P<who>[^\W\d_][^\n—–]{1,60}?)[ \t*_.]{0,4}(?=\n|\Z)"
)
_HEAD = re.compile(
    r"^[ \t]*(?P<greeting>(?:Dear [^\n:,.]{2,40}|Sirs?|Madam|Sir or Madam|(?:To the )?Editors?)"
    r"[,:])[ \t]*\n",
    re.MULTILINE,
)
_RUNNING = re.compile(
    r"^[ \t*_]{0,3}(?P<greeting>(?:Dear )?(?:Sir|SIR|Sirs|Madam|MADAM|Editor)"
    r"(?:,|,? [—–-]|[—–]))[ \t]*(?=[^\s\w]?[A-ZÀ-Þ])",
    re.MULTILINE,
)
_SIGNED = re.compile(r"[ \t*_]*(?P<who>[^\W\d_][^\n,(*_]{2,48}[^\s,(*_])[ \t*_]*(?:[,(][^\n]*)?")
_FROM = re.compile(r"(?:^|\n)[ \t*_]*From (?P<who>[^\n,]{3,50}[^\s,])(?:,[^\n]*)?\n$")
_UNDER = re.compile(
    r"(?:\((?:Mrs|Mr|Ms|Miss|Dr)\.?\) )?(?P<who>[^\W\d_][^\n]{1,58}[^\s.,;:?!])[ \t]*"
)
_LINE = re.compile(r"[^\n]+")
_LONGEST_LINE = 60
_I = frozenset(["i", "we", "my", "our"])


def letters_of(text: str) -> Iterator[Statement]:
    """Yield each signed letter that begins with a salutation, as the words of who signs it."""
    yield from _dashed_letters(text)
    yield from _headed_letters(text)
    yield from _running_letters(text)


def _running_letters(text: str) -> Iterator[Statement]:
    """Yield the paragraphs of letters whose salutation their first sentence follows."""
    heads = list(_RUNNING.finditer(text))
    for one, following in pairwise([*heads, None]):
        if one is None:
            continue
        limit = following.start() if following is not None else len(text)
        signed = _signed(text, one.end(), limit)
        sent = _FROM.search(text, max(0, one.start() - _LONGEST_LINE - 20), one.start())
        by = signed or (sent if sent and looks_like_name(sent["who"]) else None)
        if by is None:
            continue
        end = signed.start() if signed else text.find("\n\n", one.end(), limit)
        for words in _paragraphs(text, one.end(), limit if end < 0 else end):
            yield Statement(
                start=words[0],
                end=words[1],
                kind=StatementKind.DIRECT,
                speaker=ordinary_case(by["who"]),
                speaker_mention=by.span("who"),
                cue=one.span("greeting"),
            )


def _signed(text: str, start: int, limit: int) -> re.Match[str] | None:
    """Return the first short line without an end that begins with a name: who signs."""
    for line in _LINE.finditer(text, start, limit):
        if line.start() == start or len(line[0]) > 2 * _LONGEST_LINE:
            continue
        if line[0].rstrip(" \t*_)")[-1:] in ".?!:;”\"'" or line[0][:1] in '[(“"':
            continue
        signed = _SIGNED.fullmatch(text, line.start(), line.end())
        return signed if signed and looks_like_name(signed["who"]) else None
    return None


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield what stands between blank lines."""
    while start < end:
        stop = text.find("\n\n", start, end)
        stop = end if stop < 0 else stop
        words = _trimmed(text, start, stop)
        if words is not None:
            yield words
        start = stop + 2


def _headed_letters(text: str) -> Iterator[Statement]:
    """Yield letters whose salutation has a line of its own, as has the name under them."""
    heads = list(_HEAD.finditer(text))
    for one, following in pairwise([*heads, None]):
        if one is None:
            continue
        limit = following.start() if following is not None else len(text)
        signed = _under(text, one.end(), limit)
        words = _trimmed(text, one.end(), signed.start()) if signed else None
        if signed is not None and words is not None:
            yield Statement(
                start=words[0],
                end=words[1],
                kind=StatementKind.DIRECT,
                speaker=signed["who"],
                speaker_mention=signed.span("who"),
                cue=one.span("greeting"),
            )


def _under(text: str, start: int, limit: int) -> re.Match[str] | None:
    """Return the first of the short lines that end a letter, where it is a name."""
    end = text.find("\n\n", start, limit)
    end = limit if end < 0 else end
    first = None
    for line in reversed(list(_LINE.finditer(text, start, end))):
        if len(line[0]) > _LONGEST_LINE or line[0].rstrip()[-1:] in ".?!,;:":
            break
        first = line
    if first is None or first.start() == start:
        return None
    signed = _UNDER.fullmatch(text, first.start(), first.end())
    return signed if signed and looks_like_name(signed["who"]) else None


def _dashed_letters(text: str) -> Iterator[Statement]:
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
