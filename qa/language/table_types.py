"""What the tables of a language hold."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTables:
    """What names of people, bodies and places are told by; all words in small letters.

    `gender_of` gives "m", "f", "?" (used by both) or None for a given name.
    """

    gender_of: Callable[[str], str | None]
    titles: frozenset[str]
    courtesy_titles: frozenset[str]
    office_adjectives: frozenset[str]
    female_titles: frozenset[str]
    male_titles: frozenset[str]
    title_abbreviations: tuple[str, ...]
    role_heads: frozenset[str]
    role_adjectives: frozenset[str]
    group_words: frozenset[str]
    bodies: frozenset[str]
    body_abbreviations: frozenset[str]
    company_endings: frozenset[str]
    collectives: frozenset[str]
    places: frozenset[str]
    place_words: frozenset[str]
    particles: frozenset[str]
    generations: frozenset[str]
    degrees: frozenset[str]
    links: tuple[str, ...]
    people: frozenset[str]
    vehicles: frozenset[str]
    people_endings: tuple[str, ...]
    not_people: frozenset[str]
    speech_acts: frozenset[str]
    life_events: tuple[str, ...]
    predicates: frozenset[str]
    before_predicates: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarTables:
    """Words for times; `months` are twelve, in order."""

    months: tuple[str, ...]
    words: frozenset[str]
    times: frozenset[str]
    seasons: frozenset[str]
    periods: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything that the rules know of one language."""

    code: str
    names: NameTables
    calendar: CalendarTables
