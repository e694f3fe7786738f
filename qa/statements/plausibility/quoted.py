"""What can be seen of quoted words: speech, or a title, a slogan, a message, a word in marks."""

import re
from collections.abc import Iterator, Sequence

from qa.language.tables import tables
from qa.people.names import looks_like_name
from qa.text.frames import CAPITAL, QUOTATION, WORD, Token
from qa.text.words import words

_GRAMMAR = tables("en").grammar
_VERBS = _GRAMMAR.auxiliaries | _GRAMMAR.be | _GRAMMAR.have
_MARKS = "“”\"'‘’«»„"
_LATIN = re.compile("[A-Za-z]")
_LONG = 4
"""Letters from which on a word of a title has a capital."""
_MOST_OF_TITLE = 0.7
_MOST_COUNTED = 5
LONE = "lone"
"""The feature of a quotation without a cue of its own."""


def of_quotation(text: str) -> Iterator[str]:
    """Yield what the words of a quotation (with its marks) tell."""
    inside = text.strip(_MARKS + " ")
    found = [word.text for word in words(inside)]
    yield f"quoted words {min(len(found).bit_length(), _MOST_COUNTED)}"
    yield f"quoted ends {_last(text)}"
    yield f"quoted begins {_first(inside)}"
    long = [word for word in found if len(word) >= _LONG]
    capitals = sum(word[0].isupper() for word in long)
    if len(found) > 1 and capitals > _MOST_OF_TITLE * len(long):
        yield "quoted title"
    lows = {word.casefold().split("'")[0].split("’")[0] for word in found}
    yield f"quoted clause {not lows.isdisjoint(_VERBS)}"
    yield from (f"quoted has {low}" for low in ("i", "we", "you", "he", "she", "it") if low in lows)


def of_lone(
    tokens: Sequence[Token], place: int, text: str, *, speaker: str | None, goes_on: bool
) -> tuple[str, ...]:
    """Return what is seen of a quotation without a cue of its own, the token at `place`.

    `text` is the article's; `goes_on` says that it takes over the cue of the words before. Nothing
    is seen of words in other scripts, which the weights do not know.
    """
    token = tokens[place]
    if not _LATIN.search(text, token.start, token.end):
        return ()
    alone = all(other.kind not in (WORD, CAPITAL) for other in tokens)
    before, after = _beside(tokens, place - 1), _beside(tokens, place + 1)
    named = speaker is not None and looks_like_name(speaker)
    opens = text[: token.start].rstrip(" ")[-1:] in ("", "\n")
    found = [
        LONE,
        f"lone alone {alone}",
        f"lone {named} {goes_on}",
        f"lone opens {opens} {alone}",
        f"lone before {before}",
        f"lone after {after}",
        f"lone number {min(sum(one.kind == QUOTATION for one in tokens), 3)}",
        *(f"lone {told}" for told in of_quotation(text[token.start : token.end])),
        *(f"lone {alone} {told}" for told in of_quotation(text[token.start : token.end])),
    ]
    return tuple(dict.fromkeys(found))


def _last(text: str) -> str:
    inside = text.rstrip(_MARKS + " ")
    return inside[-1:] if inside[-1:] in ",.?!:;…—–" else "word"


def _first(inside: str) -> str:
    first = inside[:1]
    return "capital" if first.isupper() else "small" if first.islower() else "other"


def _beside(tokens: Sequence[Token], place: int) -> str:
    if not 0 <= place < len(tokens):
        return "edge"
    token = tokens[place]
    return token.low if token.kind == WORD else token.kind
