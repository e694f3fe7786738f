"""What a name is made of: titles and articles put aside, given names and surname told apart.

Rules on the words alone, by the tables of the language; capitals do not count, so that a name is
read the same in a headline, in a sentence and in a question typed in small letters.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from qa.language.table_types import Tables
from qa.language.tables import tables
from qa.text.words import fold, words

_ARTICLES = frozenset(["the", "a", "an"])
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?")
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'ʼ][^\W\d_]+)*\.?")
_POSSESSIVE = re.compile(r"[’'ʼ]s?$")
_HYPHEN = "-‐‑"
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


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name, whole, with its parts between hyphens; both in small letters."""

    parts: tuple[str, ...]
    whole: str
    owns: bool = False
    """Whether it ended in 's: what it is before is not the one named."""


def name_parts(name: str, language: str = "en") -> tuple[str, ...]:
    """Return the folded words of a name without titles, articles and "Jr"; empty without words."""
    found = parse(name, language)
    return tuple(fold(word) for word in found[0].words) if found else ()


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
    parts = [part for word in words(phrase) if (part := fold(word.text)) not in _ARTICLES]
    return bool(parts) and all(part in titles for part in parts)


def each_of(text: str, language: str = "en") -> list[str]:
    """Return the people that words for several name, one each; the words as they are otherwise."""
    pieces = [piece for piece in _SEVERAL.split(text) if piece]
    names = [parsed(piece, tables(language)) for piece in pieces]
    people = all(name is not None and name.kind is Kind.PERSON for name in names)
    return pieces if people and len(pieces) > 1 else [text]


@lru_cache(maxsize=8192)
def parse(text: str, language: str = "en") -> tuple[Name, ...]:
    """Return the names that words for a speaker hold: the whole first, then each of several.

    "Lena Fox and Omar Reyes" is read as a whole (a body may be called so) and as two.
    """
    known = tables(language)
    pieces = [text, *_SEVERAL.split(text)] if _SEVERAL.search(text) else [text]
    names = (parsed(piece, known) for piece in pieces)
    return tuple(dict.fromkeys(name for name in names if name is not None))


def parsed(text: str, known: Tables) -> Name | None:
    """Return one name, or None when the text has no word besides articles."""
    found = _words_of(text, known)
    kept, generation = _without_endings(found, known)
    named = _without_titles(kept, known)
    if not named:
        return None
    head, tail = _cut(named, known)
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
        tail=tuple(
            part for word in tail for part in word.parts if part not in known.grammar.prepositions
        ),
        optional=optional,
        generation=generation,
    )


def _content(tail: Sequence[_Word], known: Tables) -> tuple[str, ...]:
    parts = (part for word in tail for part in word.parts)
    return tuple(part for part in parts if part not in known.grammar.prepositions)


def _words_of(text: str, known: Tables) -> list[_Word]:
    found: list[_Word] = []
    end = -1
    text = unicodedata.normalize("NFC", text)
    for match in _WORD.finditer(text):
        parts = _parts(match.group(), known)
        joined = match.start() == end + 1 and text[end : end + 1] in _HYPHEN and bool(found)
        end = match.end()
        if not parts or (not joined and _is_article(match.group(), parts, first=not found)):
            continue
        if joined:
            before = found.pop()
            parts, whole = (*before.parts, *parts), f"{before.whole}-{'-'.join(parts)}"
        else:
            whole = "".join(parts)
        found.append(_Word(parts, whole, _POSSESSIVE.search(match.group()) is not None))
    return found


def _parts(word: str, known: Tables) -> tuple[str, ...]:
    """Split run-together initials (J.K.) but keep abbreviations (U.S.) as one word."""
    plain = _POSSESSIVE.sub("", word.casefold()).replace(".", "")
    if _INITIALS.fullmatch(word) and len(plain) > 1:
        whole = known.names.body_abbreviations | {
            place.replace(".", "") for place in known.names.places
        }
        return (plain,) if plain in whole else tuple(plain)
    return (plain,) if plain else ()


def _is_article(word: str, parts: Sequence[str], *, first: bool) -> bool:
    # "A. Adair" and "Tom A Berg" have an initial, "a farmer" an article.
    return parts[0] == "the" or (first and parts[0] in _ARTICLES and not word.endswith("."))


def _without_endings(found: list[_Word], known: Tables) -> tuple[list[_Word], str]:
    generation = ""
    if len(found) > 1 and found[-1].whole in known.names.generations:
        generation = found[-1].whole
        found = found[:-1]
    while len(found) > 2 and found[-1].whole in known.names.degrees:
        found = found[:-1]
    if len(found) > 1 and found[-1].whole in known.names.company_endings:
        found = found[:-1]
    return found, generation


def _without_titles(found: list[_Word], known: Tables) -> list[_Word]:
    """Return what follows the words that say what somebody is; all of them where nothing does."""
    courtesy = len(found) > 1 and found[0].whole in known.names.courtesy_titles
    if courtesy and found[1].whole not in known.grammar.prepositions:
        return _without_titles(found[1:], known)
    head, tail = _cut(found, known)
    if not head or head[-1].parts[-1] in known.names.bodies:
        return found
    owner = max((place for place, one in enumerate(head[:-2]) if one.owns), default=-1)
    if owner >= 0 and _is_given(head[owner + 1], known):  # the ministry's Ada Holt
        return found[owner + 1 :]
    if tail and _says_role(head[-1], known):
        return _named_in_tail(tail, known) or found
    title = max((place for place, one in enumerate(head) if _says_role(one, known)), default=-1)
    if title < 0 or title == len(head) - 1 or (title and _is_given(head[title - 1], known)):
        return found
    return found[title + 1 :]


def _named_in_tail(tail: Sequence[_Word], known: Tables) -> list[_Word]:
    """Return the name after an office and what it is of: Minister of Finance *Ada Holt*.

    A name right after the preposition, or one with a title of its own, is somebody else's: an aide
    to Ada Holt, a spokesman for President Holt.
    """
    rest = list(tail[1:])
    office = 0
    while (
        office < len(rest)
        and rest[office].whole in known.names.office_adjectives | known.names.bodies
    ):
        office += 1
    if 0 < office < len(rest):
        return rest[office:]
    for place, one in enumerate(rest):
        if _says_role(one, known) or one.whole in known.grammar.prepositions:
            return []
        if _is_given(one, known):
            return rest[place:] if 0 < place < len(rest) - 1 else []
    return []


def _cut(found: Sequence[_Word], known: Tables) -> tuple[list[_Word], list[_Word]]:
    """Split words at their first preposition, which stays with the second part."""
    for place, one in enumerate(found):
        if place and one.whole in known.grammar.prepositions:
            return list(found[:place]), list(found[place:])
    return list(found), []


def _kind(head: Sequence[_Word], known: Tables, *, described: bool) -> Kind:
    owned = any(one.owns for one in head[:-1])
    if not described and not owned:  # "Ms. King" is a person, "the king" is a role
        return Kind.PERSON
    last = head[-1].parts[-1]
    if last in known.names.bodies or last in known.names.body_abbreviations:
        return Kind.BODY
    if len(head) > 1 and _is_given(head[0], known) and not head[0].owns:
        return Kind.PERSON
    determined = (
        head[0].whole in known.grammar.determiners and len(head[0].whole) > 1
    )  # "A." is an initial
    if determined or owned or len(head) > _LONGEST:
        return Kind.ROLE
    return Kind.ROLE if _is_of_people(head[-1], known) else Kind.PERSON


def _is_given(word: _Word, known: Tables) -> bool:
    return known.names.gender_of(fold(word.parts[0])) is not None


def _says_role(word: _Word, known: Tables) -> bool:
    return word.whole in known.names.role_heads or word.parts[-1] in known.names.role_heads


def _is_of_people(word: _Word, known: Tables) -> bool:
    last = word.parts[-1]
    return (
        _says_role(word, known) or last in known.names.people or last[:-1] in known.names.role_heads
    )
