"""What an article tells of those who speak in it: what it calls them, and which are mere words."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.articles.article import Article
from index.articles.statement import Statement
from qa.language.tables import tables
from qa.people.role_phrases import role_phrases
from qa.speakers.kinds import is_one_word, people_of
from qa.text.words import fold, words

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What one article tells.

    `roles` are what it calls people, by name. `ordinary` are names of one word that it writes
    small elsewhere: "Item" at the head of a sentence is nobody.
    """

    roles: Mapping[str, str]
    ordinary: frozenset[str]


NOTHING = Told({}, frozenset())


def told_by(article: Article, statements: Iterable[Statement]) -> Told:
    """Return what an article tells of those who speak in it."""
    labels = dict.fromkeys(one.speaker for one in statements if one.speaker)
    names = tuple(dict.fromkeys(name for label in labels for name in people_of(label)))
    single = [name for name in names if is_one_word(name)]
    small = set(_WORD.findall(article.text)) if single else set()
    return Told(
        {
            name: role
            for name, phrase in zip(names, role_phrases(article.text, names), strict=True)
            if (role := _role(phrase, name))
        },
        frozenset(name for name in single if words(name)[0].text.casefold() in small),
    )


def _role(phrase: str, name: str) -> str:
    """Return a role without the titles at its end: "hydrologist Dr.", "commander Capt."."""
    found = phrase.split()
    names = tables().names
    while found and (
        fold(found[-1]) in names.courtesy_titles or (len(found) > 1 and found[-1] in _abbreviated())
    ):
        found.pop()
    role = " ".join(found)
    return "" if role.casefold() == name.casefold() else role


@lru_cache
def _abbreviated() -> frozenset[str]:
    return frozenset(f"{title}." for title in tables().names.title_abbreviations)


def roles_of(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return roles, the most frequent first; those that differ in case alone are one."""
    written: dict[str, Counter[str]] = {}
    for phrase in phrases:
        written.setdefault(phrase.casefold(), Counter())[phrase] += 1
    order = sorted(written.values(), key=lambda one: -one.total())
    return tuple(max(one, key=lambda phrase: one[phrase]) for one in order)
