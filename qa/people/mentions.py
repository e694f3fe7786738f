"""What a text mentions that a later pronoun can mean: people, groups, things, by their shape.

No model and no dictionary of the world: capitals, titles, common given names and the words that
organisations are made of.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.language.table_types import NameTables
from qa.people.genders import gender_of_titles
from qa.people.mention_patterns import Patterns, patterns_of
from qa.text.words import STOP_WORDS, fold, words


class Sort(StrEnum):
    """What a mention can be; `NAME` is a name of which nothing more is known."""

    PERSON = "person"
    GROUP = "group"
    THING = "thing"
    PLACE = "place"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of a text that name somebody or something.

    `gender` is "m", "f" or "" when the words do not say; `sure` is whether a person is one by more
    than the shape of the name; `first` is true for the first name of the text when the text opens
    with it, which is mostly what the text is about; `acts` is whether a verb follows at once.
    """

    text: str
    sort: Sort
    start: int
    gender: str = ""
    sure: bool = False
    first: bool = False
    acts: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two mentions the same."""
        return tuple(fold(w.text) for w in words(self.text) if fold(w.text) != "the")


_TITLE = re.compile(r"[“\"«„](?P<title>[A-Z0-9][^”\"»“]{2,70})[”\"»“]")
_PAIR = re.compile(r"^,? (?:and|&) (?:the )?$")
_IN = re.compile(r"\b(?:in|at|near|outside|around|into|across) (?:the )?$", re.IGNORECASE)
_MAKES_NO_NAME = re.compile(r"(?:ing|ed|ly|s)$")
_STARTS = re.compile(r"(?:^|[.!?:;]\s+|\n|[“\"(]\s*)$")
_JOINED = re.compile(r"\b(?:of|for|and|the)\b|-[a-z]")
_OPENING = 40
_POSSESSIVE = re.compile(r"['’]s?$")


def mentions(text: str, language: str = "en") -> list[Mention]:
    """Return what the text names, in order; two names joined by "and" are a group as well."""
    patterns = patterns_of(language)
    titles = [
        Mention(text=m["title"].strip(" ,."), sort=Sort.THING, start=m.start("title"))
        for m in _TITLE.finditer(text)
        if len(m["title"].split()) < 8
    ]
    covered = [(m.start, m.start + len(m.text)) for m in titles]
    named = [m for m in _names(text, patterns) if not any(s <= m.start < e for s, e in covered)]
    groups = [
        Mention(text=_without_capital(m.group().strip()), sort=Sort.GROUP, start=m.start())
        for pattern in (patterns.plural_people, patterns.collective)
        for m in pattern.finditer(text)
    ]
    return sorted([*titles, *named, *_pairs(text, named), *groups], key=lambda m: m.start)


def _without_capital(noun: str) -> str:
    """Return a common noun as it stands within a sentence: "The residents" opens one."""
    return noun[:1].lower() + noun[1:]


def _names(text: str, patterns: Patterns) -> Iterator[Mention]:
    first = True
    for found in patterns.name.finditer(text):
        name, start = _without_lead(text, found, patterns)
        if not name:
            continue
        place = _Place.of(name, text[:start], text[start + len(name) :])
        yield Mention(
            text=name,
            sort=_sort(name, place, patterns),
            start=start,
            gender=_gender(place, patterns.names),
            sure=_is_surely_person(place, patterns),
            first=first and start < _OPENING,
            acts=bool(patterns.predicate.match(place.after)),
        )
        first = False


@dataclass(frozen=True, slots=True)
class _Place:
    """The folded words of a name and what stands around it."""

    parts: tuple[str, ...]
    previous: str
    before: str
    after: str

    @classmethod
    def of(cls, name: str, before: str, after: str) -> "_Place":
        parts = tuple(fold(w.text) for w in words(name))
        previous = before.rsplit(maxsplit=1)[-1:]
        return cls(parts, fold(previous[0]) if previous else "", before, after)


def _without_lead(text: str, found: re.Match[str], patterns: Patterns) -> tuple[str, int]:
    """Return the name without a sentence's first word that has its capital only from there."""
    name, start = found["name"], found.start("name")
    starts = bool(_STARTS.search(text[:start]))
    tokens = name.split(" ")
    while tokens and (
        _is_no_name(tokens[0], patterns)
        or (starts and len(tokens) == 1 and _is_mere_word(tokens[0], text[found.end() :], patterns))
    ):
        start += len(tokens[0]) + 1
        tokens = tokens[1:]
        starts = False
    while tokens and (tokens[-1].casefold() in {"of", "the", "for", "and", "on"}):
        tokens = tokens[:-1]
    name = _POSSESSIVE.sub("", " ".join(tokens)).rstrip(".,") if tokens else ""
    if name and found["the"] and start == found.start("name"):
        return f"{found['the'].lower()} {name}", found.start("the")
    return name, start


def _is_no_name(token: str, patterns: Patterns) -> bool:
    plain = fold(token)
    return plain in STOP_WORDS or plain in patterns.calendar


def _is_mere_word(token: str, after: str, patterns: Patterns) -> bool:
    """Whether the one capitalised word that opens a sentence is no name, by what follows it."""
    plain = fold(token)
    if token.isupper() or patterns.names.gender_of(plain):
        return False
    if patterns.acts.match(after) or _POSSESSIVE.search(token):
        return False
    return bool(_MAKES_NO_NAME.search(plain)) or not patterns.predicate.match(after)


def _sort(name: str, place: _Place, patterns: Patterns) -> Sort:
    known = patterns.names
    if not known.group_words.isdisjoint(place.parts) or _is_company(place.parts, known):
        return Sort.GROUP
    if place.parts[-1] in known.place_words:
        return Sort.PLACE
    if name.startswith("the "):
        return Sort.GROUP if name.endswith("s") else Sort.THING
    if _is_surely_person(place, patterns):
        return Sort.PERSON
    if name.isupper() and len(name) > 1:
        return Sort.GROUP
    if _IN.search(place.before):
        return Sort.PLACE
    plain = 2 <= len(place.parts) <= 3 and not _JOINED.search(name)
    return Sort.PERSON if plain else Sort.NAME


def _is_company(parts: Sequence[str], known: NameTables) -> bool:
    return parts[-1] in known.company_endings or any(p in known.body_abbreviations for p in parts)


def _is_surely_person(place: _Place, patterns: Patterns) -> bool:
    known = patterns.names
    lead = known.role_heads | known.office_adjectives
    if place.parts[0] in lead or place.previous in lead - _OF_PLACES:
        return True
    return known.gender_of(place.parts[0]) is not None or bool(patterns.acts.match(place.after))


_OF_PLACES = frozenset(["state", "health"])
"""Words of offices before a name that as often belong to what is no person."""


def _gender(place: _Place, known: NameTables) -> str:
    lead = (place.parts[0], place.previous)
    told = gender_of_titles(lead, known) or known.gender_of(place.parts[0]) or ""
    return told.strip("?")


def _pairs(text: str, named: list[Mention]) -> Iterator[Mention]:
    for one, other in itertools.pairwise(named):
        end = one.start + len(one.text)
        if _PAIR.match(text[end : other.start]) or text[end : other.start].strip() in {"and", "&"}:
            whole = text[one.start : other.start + len(other.text)]
            yield Mention(text=whole, sort=Sort.GROUP, start=one.start)
