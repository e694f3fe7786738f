"""What mentions look like: patterns made from the tables of a language."""

import re
from dataclasses import dataclass
from functools import cache

from qa.language.table_types import NameTables
from qa.language.tables import tables
from qa.text.patterns import one_of


@dataclass(frozen=True, slots=True)
class Patterns:
    """What mentions look like in a language.

    `name` has the groups "the" and "name". `acts` and `predicate` match right after a name: what
    only people do, and what anybody or anything may do.
    """

    names: NameTables
    calendar: frozenset[str]
    name: re.Pattern[str]
    plural_people: re.Pattern[str]
    collective: re.Pattern[str]
    acts: re.Pattern[str]
    predicate: re.Pattern[str]


@cache
def patterns_of(language: str) -> Patterns:
    """Return the patterns of a language, compiled from its tables once."""
    all_tables = tables(language)
    names = all_tables.names
    acts = one_of(sorted(names.speech_acts | {*names.life_events}))
    return Patterns(
        names=names,
        calendar=all_tables.calendar.words,
        name=_name_pattern(names),
        plural_people=_plural_people(names),
        collective=re.compile(
            rf"\b(?:[Tt]he|[Tt]his|[Tt]hat) (?:[a-z]+ )?(?:{one_of(sorted(names.collectives))})\b"
            r"(?!['’]|-)"
        ),
        acts=re.compile(rf"^(?:'s|’s)?,? (?:\w+ly )?(?:{acts})\b"),
        predicate=re.compile(
            rf"^(?:,? (?:\w+ly|{one_of(sorted(names.before_predicates))}))? "
            rf"(?:{one_of(sorted(names.predicates))}|\w{{2,}}ed)\b(?! by\b)"
        ),
    )


def _name_pattern(names: NameTables) -> re.Pattern[str]:
    capital = (
        rf"(?:(?:{'|'.join(names.title_abbreviations)})\.|"
        r"[A-Z\u00c0-\u00de\u0400-\u042f][\w’'.&-]*\w|[A-Z]\.|[A-Z])"
    )
    link = one_of(sorted({*names.links, *names.particles}))
    return re.compile(
        rf"(?<![\w’'])(?:(?P<the>[Tt]he) )?(?P<name>{capital}(?:(?: (?:{link}))? {capital})*)"
    )


def _plural_people(names: NameTables) -> re.Pattern[str]:
    """Return the pattern of nouns for several people that are told apart or do something.

    Others ("a book for readers") are mentioned in passing. Those told by their ending are written
    small: Sanders is a name.
    """
    told_apart = (
        r"(?:(?:the|all|many|some|most|its|their|these|those) (?:(?-i:[a-z]+) )?|"
        r"(?:other|local|foreign|former|young|old|prime) )"
    )
    noun = (
        rf"(?:{one_of(sorted(names.people | names.vehicles))}|"
        rf"(?!(?:{one_of(sorted(names.not_people))})\b)"
        rf"(?-i:[a-z]{{2,}}(?:{one_of(names.people_endings)})))\b"
    )
    does = (
        rf"(?= (?:(?:\w+ly|{one_of(sorted(names.before_predicates))}) )?"
        rf"(?:{one_of(sorted(names.predicates | names.speech_acts))}|\w+ed)\b)"
    )
    return re.compile(rf"\b(?:{told_apart}{noun}|{noun}{does})", re.IGNORECASE)
