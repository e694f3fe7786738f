"""Verbs beside a quotation that no table has: "The sea reads no decrees," she *sentenced*."""

from collections.abc import Sequence

from qa.language.tables import tables
from qa.language.verbs import Form, Takes, Verb
from qa.statements.attributions import Attribution
from qa.text.frames import DASH, QUOTATION, WORD, Token
from qa.text.noun_phrases import is_adverb, is_name_like, phrase_after

_GRAMMAR = tables("en").grammar
_WHO = frozenset(["he", "she", "they"])
_ENDS = frozenset([",", "?", "!", "…", "—", "–"])
_FEWEST_LETTERS = 8
"""Characters of a quotation with its marks from which on it may be speech."""
_SAYING = frozenset(["saying", "remarking", "replying", "answering"])
_FAR = 6


def find_unknown(tokens: Sequence[Token]) -> Attribution | None:
    """Return who speaks in the quotation that opens a sentence, by a verb that no table has.

    The quotation ends with a comma, a question mark or an exclamation mark, and a pronoun or a
    name with a verb in the past follows at once, in small letters where it is a pronoun.
    """
    if len(tokens) < 3 or tokens[0].kind != QUOTATION or tokens[0].low not in _ENDS:
        return None
    if tokens[0].end - tokens[0].start < _FEWEST_LETTERS:
        return None
    first = 1
    while first < len(tokens) and tokens[first].kind in (",", DASH):
        first += 1
    subject = _subject(tokens, first)
    if subject is None:
        return None
    place = subject[1]
    while place < len(tokens) and is_adverb(tokens[place]):
        place += 1
    if place >= len(tokens) or not _is_past(tokens[place]):
        return None
    end = place + 1
    for later in range(place + 1, min(place + _FAR, len(tokens))):
        if tokens[later].low in _SAYING:  # he limited himself to saying
            end = later + 1
    verb = Verb(tokens[place].low, Takes.CLAUSE, Form.PAST)
    return Attribution(place, end, subject, (subject[0], end), verb)


def _subject(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    if first >= len(tokens):
        return None
    if tokens[first].kind == WORD and tokens[first].low in _WHO:
        return first, first + 1
    if tokens[0].low != "," or not is_name_like(tokens[first]):
        return None
    phrase = phrase_after(tokens, first)
    named = phrase is not None and all(is_name_like(tokens[i]) for i in range(*phrase))
    return phrase if named else None


def _is_past(token: Token) -> bool:
    if token.kind != WORD or token.low in _GRAMMAR.auxiliaries:
        return False
    return token.low in _GRAMMAR.past_forms or (len(token.low) > 4 and token.low.endswith("ed"))
