"""What the words under which a statement is stored are: a name, somebody unnamed, or nobody.

Rules find who governs a verb of saying, and that may be "the back" or "treaties". Only the words
are looked at here, by the tables of the language.
"""

import re
from collections.abc import Sequence

from index.keeping.found import kept_by_word
from qa.language.table_types import Tables
from qa.language.tables import tables
from qa.people.genders import is_people_noun, is_person_noun
from qa.people.names import Kind, each_of, kind_of
from qa.speakers.speaker import SpeakerKind
from qa.text.noun_phrases import is_function_word
from qa.text.words import fold

_WORD = re.compile(r"[^\W_](?:[\w'’.-]|[\u0300-\u036f])*")
_NAMED = (SpeakerKind.PERSON, SpeakerKind.BODY)


@kept_by_word
def speaker_kind(label: str, language: str = "en") -> SpeakerKind | None:
    """Return what a label is; None where it is nobody who could speak."""
    known = tables(language)
    head = _head(_WORD.findall(label), known)
    if all(is_function_word(word.casefold()) or word.isdecimal() for word in head):
        return None
    noun = fold(head[-1])
    if head[-1][0].islower():
        return SpeakerKind.UNNAMED if _is_somebody(noun, known) else None
    if len(head) == 1 and _is_somebody(noun, known):  # "Ministers" at the head of a sentence
        return SpeakerKind.UNNAMED
    if noun in known.speech.sources or noun in known.names.place_words - known.names.bodies:
        return None
    kind = kind_of(label, language)
    if kind is Kind.ROLE and not _is_surname(noun, head, known):
        return SpeakerKind.BODY if _joins_names(label) else SpeakerKind.UNNAMED
    body = kind is Kind.BODY or (len(head) == 1 and noun in known.names.places)
    return SpeakerKind.BODY if body else SpeakerKind.PERSON


@kept_by_word
def people_of(label: str) -> tuple[str, ...]:
    """Return the names of those who speak together under a label: Lena Fox and Omar Reyes."""
    pieces = tuple(each_of(label))
    return pieces if all(speaker_kind(piece) in _NAMED for piece in pieces) else (label,)


def is_one_word(name: str) -> bool:
    """Whether a name is a single word, which may be the surname of somebody."""
    return len(_WORD.findall(name)) == 1


def _joins_names(label: str) -> bool:
    """Whether a label is the name of a firm: Halvard and Sons."""
    found = label.split()
    return len(found) > 2 and all(w[0].isupper() or w in ("and", "&") for w in found)


def _is_surname(noun: str, head: Sequence[str], known: Tables) -> bool:
    """Whether a word for what people do is somebody's surname here: Zora Baker."""
    names = known.names
    spoken = len(head) > 1 and all(word[0].isupper() for word in head)
    return spoken and noun in names.role_heads - names.titles and noun not in names.people


def _head(found: Sequence[str], known: Tables) -> Sequence[str]:
    """Return the words of a label from the first that is no determiner to its first addition."""
    ends = known.grammar.prepositions | known.grammar.relative_pronouns
    first = 0
    while first < len(found) and fold(found[first]) in known.grammar.determiners:
        first += 1
    for place in range(first + 1, len(found)):
        if found[place] in ends:
            return found[first:place]
    return found[first:]


def _is_somebody(noun: str, known: Tables) -> bool:
    """Whether a common noun is one for people, or for a body of people."""
    names = known.names
    if is_person_noun(noun, names) or is_people_noun(noun, names):
        return True
    return noun in names.group_words or noun in names.collectives or noun in names.voices
