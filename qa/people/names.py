"""What a name is made of: titles and articles put aside, given names and surname told apart.

Rules on the words alone, by the tables of the language; capitals do not count, so that a name is
read the same in a headline, in a sentence and in a question typed in small letters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from qa.language.table_types import Tables
from qa.language.tables import tables
from qa.people.name_words import (
    ARTICLES,
    NameWord,
    is_given,
    is_of_people,
    until_preposition,
    without_endings,
    without_titles,
    words_of_name,
)
from qa.text.words import fold, words

_SEVERAL = re.compile(r"\s+(?:and|&)\s+|\s*[,;()]\s*")
_LONGEST = 5


class Kind(StrEnum):
    """What words for somebody are: a name, the name of a body, or what somebody is."""

    PERSON = "person"
    BODY = "body"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Name:
    """One name in words without capitals, dots and possessive endings; diacritics stay.

    `words` are those before the first preposition, the last of them a surname or the noun that
    says what a body or role is. `last` has the parts of a hyphenated last word, else that word.
    `tail` is what a preposition ties to a body or role. `generation` is "jr", "iii" or "".
    """

    kind: Kind
    words: tuple[str, ...]
    last: tuple[str, ...]
    tail: tuple[str, ...] = ()
    optional: frozenset[int] = frozenset()
    """Places in `words` of particles, which may be left out: Ludwig *van* Beethoven."""
    generation: str = ""

    @property
    def given(self) -> tuple[str, ...]:
        """The words before the surname."""
        return self.words[: len(self.words) - len(self.last)]

    @property
    def modifiers(self) -> frozenset[str]:
        """What tells this body or role from others of its sort, in whatever order."""
        return frozenset((*self.words[:-1], *self.tail))


def name_parts(name: str, language: str = "en") -> tuple[str, ...]:
    """Return the folded words of a name, without titles, articles, prepositions and "Jr"."""
    found = parse(name, language)
    return tuple(map(fold, (*found[0].words, *found[0].tail))) if found else ()


def kind_of(name: str, language: str = "en") -> Kind | None:
    """Return what words for somebody are, None for no words."""
    found = parse(name, language)
    return found[0].kind if found else None


def looks_like_name(phrase: str, language: str = "en") -> bool:
    """Whether every word of at most five is capitalised, particles aside."""
    tokens = phrase.split()
    particles = tables(language).names.particles
    return 0 < len(tokens) <= _LONGEST and all(
        _CAPITALISED.match(token) or token.casefold() in particles for token in tokens
    )


_CAPITALISED = re.compile(r"^(?:[A-Z\u00c0-\u00de\u0400-\u042f][\w'’.-]*|[\w]+-[A-Z]\w*)$")


def is_titled(phrase: str, language: str = "en") -> bool:
    """Whether the phrase is a title alone, such as "the Secretary General"."""
    known = tables(language)
    titles = known.names.role_heads | known.names.office_adjectives
    parts = [part for word in words(phrase) if (part := fold(word.text)) not in ARTICLES]
    return bool(parts) and all(part in titles for part in parts)


def each_of(text: str, language: str = "en") -> list[str]:
    """Return the people that words for several name, one each; the words as they are otherwise."""
    pieces = [piece for piece in _SEVERAL.split(text) if piece]
    names = [_parsed(piece, tables(language)) for piece in pieces]
    people = all(name is not None and name.kind is Kind.PERSON for name in names)
    return pieces if people and len(pieces) > 1 else [text]


@lru_cache(maxsize=8192)
def parse(text: str, language: str = "en") -> tuple[Name, ...]:
    """Return the names that words for a speaker hold: the whole first, then each of several.

    "Lena Fox and Omar Reyes" is read as a whole (a body may be called so) and as two.
    """
    known = tables(language)
    pieces = [text, *_SEVERAL.split(text)] if _SEVERAL.search(text) else [text]
    names = (_parsed(piece, known) for piece in pieces)
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _parsed(text: str, known: Tables) -> Name | None:
    """Return one name, or None when the text has no word besides articles."""
    found = words_of_name(text, known)
    kept, generation = without_endings(found, known)
    named = without_titles(kept, known)
    if not named:
        return None
    head, tail = until_preposition(named, known)
    kind = _kind(head, known, described=named is kept)
    tail = tail if kind is not Kind.PERSON else []
    flat = [(part, word) for word in head for part in word.parts]
    optional = frozenset(
        place
        for place, (part, word) in enumerate(flat[:-1])
        if part in known.names.particles and (place > 0 or len(word.parts) > 1)
    )
    return Name(
        kind=kind,
        words=tuple(part for part, _ in flat),
        last=head[-1].parts if kind is Kind.PERSON else head[-1].parts[-1:],
        tail=_content(tail, known),
        optional=optional,
        generation=generation,
    )


def _content(tail: Sequence[NameWord], known: Tables) -> tuple[str, ...]:
    parts = (part for word in tail for part in word.parts)
    return tuple(part for part in parts if part not in known.grammar.prepositions)


def _kind(head: Sequence[NameWord], known: Tables, *, described: bool) -> Kind:
    owned = any(one.owns for one in head[:-1])
    if not described and not owned:  # "Ms. King" is a person, "the king" is a role
        return Kind.PERSON
    last = head[-1].parts[-1]
    if last in known.names.bodies or last in known.names.body_abbreviations:
        return Kind.BODY
    if len(head) > 1 and is_given(head[0], known) and not head[0].owns:
        return Kind.PERSON
    # "A." is an initial.
    determined = len(head[0].whole) > 1 and head[0].whole in known.grammar.determiners
    if determined or owned or len(head) > _LONGEST:
        return Kind.ROLE
    return Kind.ROLE if is_of_people(head[-1], known) else Kind.PERSON
