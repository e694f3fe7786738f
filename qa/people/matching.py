"""Names of people: whether two mentions can be the same person.

Rules on the names alone. A surname is enough to find the full name; a wrong first name is enough
to keep two people apart.
"""

import re
from collections.abc import Iterable

from qa.text.words import fold, words

TITLES = frozenset(
    """mr mrs ms miss mx dr prof professor sir dame lord lady president vice premier prime minister
    chancellor secretary general gen lt col capt sgt maj admiral adm senator sen rep congressman
    congresswoman governor gov mayor king queen prince princess pope bishop archbishop cardinal
    rev reverend father sister brother judge justice chief chairman chairwoman chairperson chair
    director ceo cfo spokesman spokeswoman spokesperson ambassador commissioner deputy former
    acting foreign defence defense finance interior health education state the st minister's
    councillor councilor inspector officer head leader coach captain analyst economist author
    writer reporter journalist correspondent researcher scientist doctor engineer lawyer attorney
    farmer founder member board operations project sergeant lieutenant colonel major""".split()
)
"""Words before a name that say what someone is, not who."""

PARTICLES = frozenset(
    "al ap ben bin da de del della den der di dos du el ibn la le van von ter".split()
)
_SUFFIXES = frozenset("jr sr ii iii iv phd md".split())


def name_parts(name: str) -> tuple[str, ...]:
    """Return the folded parts of a person's name, titles and suffixes left out.

    A name made of titles only ("the minister") gives its words, so that it still equals itself.
    """
    # "A. Adair" has an initial, "a danger to us" an article.
    parts = [fold(word.text) for word in words(name) if word.text not in {"a", "an", "the"}]
    named = [part for part in parts if part not in TITLES and part not in _SUFFIXES]
    return tuple(named or [part for part in parts if part != "the"])


def surname(name: str) -> str:
    """Return the folded last part of a name, empty when there is none."""
    parts = name_parts(name)
    return parts[-1] if parts else ""


def same_person(one: str, other: str) -> bool:
    """Whether two names can mean one person.

    True when the parts of the shorter are parts of the longer in the same order, an initial
    standing for any name it begins, and the shorter has the surname or is a single given name.
    """
    a, b = sorted((name_parts(one), name_parts(other)), key=len)
    if not a:
        return False
    if len(a) == 1:
        return a[0] in b
    if not _agree(a[-1], b[-1]):
        return False
    rest = iter(b)
    return all(any(_agree(part, candidate) for candidate in rest) for part in a)


def _agree(a: str, b: str) -> bool:
    if len(a) == 1 or len(b) == 1:
        return (a[:1] == b[:1] and a != b) or a == b
    return a == b


def full_name(name: str, known: Iterable[str]) -> str:
    """Return the longest of `known` that can be the same person, else `name`."""
    matches = [candidate for candidate in known if same_person(name, candidate)]
    return max([name, *matches], key=lambda candidate: (len(name_parts(candidate)), candidate))


def is_titled(phrase: str) -> bool:
    """Whether the phrase is a title alone, such as "the Secretary General"."""
    parts = [fold(word.text) for word in words(phrase)]
    return bool(parts) and all(part in TITLES for part in parts)


_CAPITALISED = re.compile(r"^(?:[A-Z\u00c0-\u00de\u0400-\u042f][\w'’.-]*|[\w]+-[A-Z]\w*)$")


def looks_like_name(phrase: str) -> bool:
    """Whether every word is capitalised, particles aside, and none says that it is a group."""
    tokens = phrase.split()
    if not tokens or len(tokens) > 5:
        return False
    return all(_CAPITALISED.match(t) or t.casefold() in PARTICLES for t in tokens)
