"""What an article tells of those who speak in it: what it calls them, and which are mere words.

Its text is read once and what it tells kept in memory: of a large index only what has changed is
read again.
"""

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.articles.article import Article
from index.articles.statement import Statement
from qa.language.tables import tables
from qa.people.role_phrases import role_phrases
from qa.speakers.kinds import is_one_word, people_of
from qa.statements.stored import StatementFinder
from qa.text.words import fold, words

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

_KEPT = 100_000
"""Articles of which it is kept what they tell."""

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


class KnownTold:
    """What the articles of an index tell, kept in memory. Safe to share among threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, Told]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, index: "ReadableIndex", articles: Sequence[str]) -> dict[str, Told]:
        """Return what these articles tell, by identifier; nothing where one is damaged."""
        annotations = index.annotations(StatementFinder())
        hashes = annotations.hashes(articles)
        with self._lock:
            found = {
                name: kept[1]
                for name, digest in hashes.items()
                if (kept := self._kept.get(name)) is not None and kept[0] == digest
            }
        missing = hashes.keys() - found.keys()
        fresh = {
            one.name: told_by(one.article, one.statements) if one.article else NOTHING
            for one in (annotations.stored(articles=missing) if missing else ())
        }
        with self._lock:
            # By name, so that what an article told before it changed is not kept beside.
            self._kept.update({name: (hashes[name], told) for name, told in fresh.items()})
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found | fresh


told_so_far = KnownTold()
"""What all of this process share: what an article tells hangs on nothing but its text."""
