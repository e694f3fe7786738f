"""Runs of words that may hold a noun phrase, found without a parser. Pure.

In English a noun phrase stands behind an article, a possessive, a number or a preposition, and
verbs and adverbs part it from what follows. In other languages only names are told (in German all
nouns), by their capitals.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from index.keeping.found import kept_by_word
from qa.language.tables import tables
from qa.language.verbs import Form
from qa.text.words import is_content

_GRAMMAR = tables("en").grammar
_VERBS = tables("en").speech.verbs
_JOINTS = frozenset(["and", "or", "&"])
_CLAUSES = frozenset("to as than like since until after before via".split())
"""Words that a clause or a verb follows as often as a noun."""

_NUMBERS = frozenset((*_GRAMMAR.numbers, *_GRAMMAR.magnitudes, "one", "ten", "per", "cent"))
_OPENINGS = (
    _GRAMMAR.determiners | _GRAMMAR.possessive_pronouns | _GRAMMAR.prepositions | _NUMBERS
) - _CLAUSES
_VERBS_ALIKE = _GRAMMAR.auxiliaries | _GRAMMAR.common_verbs | _GRAMMAR.past_forms.keys()
_PIECE = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[-‐‑&][^\W_]+)*(?:['’][^\W\d_]+)?|\d(?:[\w.,:%]*[\w%])?|\S"
)
_SHORTENED = re.compile(r"['’](?:ll|re|ve|d|m|t)$", re.IGNORECASE)
_OWNER = re.compile(r"['’]s?$")
_STOPS = frozenset('.?!…:;“”"«»„()[]')


class Run(NamedTuple):
    """Words that nothing parts.

    `is_opened` says that a noun phrase begins with the first of them, `begins` that a sentence
    does, so that a capital says nothing.
    """

    words: tuple[str, ...]
    is_opened: bool
    begins: bool


class _Part(StrEnum):
    """What a word or mark is to the run that it stands in."""

    WORD = "word"
    MODIFIER = "modifier"  # may stand before the first word
    OPENING = "opening"
    JOINT = "joint"  # what is behind it is as what was before
    STOP = "stop"
    MARK = "mark"
    OTHER = "other"


def noun_runs(text: str, is_english: bool) -> Iterator[Run]:
    """Yield the runs of words of a text in order."""
    words: list[str] = []
    is_opened, begins, is_fresh = False, True, True
    for match in _PIECE.finditer(text):
        piece = match[0]
        part = _part(piece, is_english)
        if part is _Part.WORD:
            begins = begins if words else is_fresh
            is_fresh = False
            owner = _OWNER.sub("", piece)
            words.append(owner)
            if owner == piece:
                continue
            part = _Part.OPENING  # the city's *budget*
        elif part is _Part.MODIFIER and not words:
            continue
        if words:
            yield Run(tuple(words), is_opened, begins)
            words = []
        is_opened = part is _Part.OPENING or (part is _Part.JOINT and is_opened)
        is_fresh = part is _Part.STOP or (is_fresh and part is _Part.MARK)
    if words:
        yield Run(tuple(words), is_opened, begins)


@kept_by_word
def _part(piece: str, is_english: bool) -> _Part:
    first = piece[0]
    if not first.isalnum():
        return _Part.STOP if piece in _STOPS else _Part.MARK
    if not first.isalpha():
        return _Part.OTHER
    if not is_english:
        return _Part.WORD if first.isupper() and len(piece) > 1 else _Part.OTHER
    low = piece.lower().replace("’", "'")
    if low in _JOINTS:
        return _Part.JOINT
    if low in _OPENINGS:
        return _Part.OPENING
    if low in _VERBS_ALIKE or low in _GRAMMAR.adverbs or not is_content(low):
        return _Part.OTHER
    if _SHORTENED.search(low):
        return _Part.OTHER
    return _Part.WORD if first.isupper() else _part_of_common(low)


def _part_of_common(low: str) -> _Part:
    """Return what a word in small letters is: what looks like a verb or an adverb is no noun."""
    if low in _GRAMMAR.conjunctions or low in _GRAMMAR.prepositions:
        return _Part.OTHER
    if low.endswith("ly") and len(low) > 5:
        return _Part.MODIFIER
    verb = _VERBS.get(low)
    if verb is not None and not verb.noun and verb.form is not Form.BASE:
        return _Part.MODIFIER if low.endswith(("ed", "ing")) else _Part.OTHER
    if low.endswith("ed") and len(low) > 4 and low not in _GRAMMAR.not_participles:
        return _Part.MODIFIER
    return _Part.WORD
