"""What somebody speaks about: the noun phrases that recur in the statements. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from index.keeping.found import kept_by_word
from index.language.scripts import primary_language
from qa.language.tables import tables
from qa.speakers.statements.noun_runs import Run, noun_runs
from qa.statements.stored import SpokenIn
from qa.text.words import fold

MOST = 12
"""Topics that are offered."""

_GRAMMAR = tables("en").grammar
_CALENDAR = tables("en").calendar
_TIMES = _CALENDAR.times | _CALENDAR.words | _CALENDAR.periods | _CALENDAR.seasons
_TITLES = tables("en").names.titles | tables("en").names.courtesy_titles
_LETTERS = re.compile(r"[^\W\d_]+")

_LONGEST = 3
"""Words of a topic."""

_FEWEST = 2
"""Statements that a topic is in."""

_Key: TypeAlias = tuple[str, ...]
"""The words of a phrase, folded and in the singular."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A phrase as it is shown and as it is looked for, and how many statements have it."""

    phrase: str
    statements: int


@dataclass(slots=True)
class _Seen:
    """A phrase: in which statements it is, in how many of them as a noun phrase, in which forms."""

    statements: set[int] = field(default_factory=set)
    nominal: set[int] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)


def phrases_of(said: Sequence[SpokenIn], names: Iterable[str]) -> list[str]:
    """Return phrases that recur in statements, the most telling first.

    Each is in at least two statements, in most of them as a noun phrase; none begins or ends with
    a word that says nothing. Of two that say the same only one is there (housing, housing crisis).

    Args:
        said: statements with their articles, those of one article together and in order.
        names: of the speaker, whose words are no topics.
    """
    own = {fold(word) for name in names for word in _LETTERS.findall(name)}
    seen: dict[_Key, _Seen] = defaultdict(_Seen)
    for number, text, language in _whole(said):
        for run in noun_runs(text, language == "en"):
            _note(seen, number, run)
    found = {key: one for key, one in seen.items() if _is_topic(one, own)}
    ranked = sorted(found, key=lambda key: (-_weight(key, found[key]), key))
    return [_form(found[key]) for key in _apart(ranked, found)]


def _whole(said: Sequence[SpokenIn]) -> Iterator[tuple[int, str, str]]:
    """Yield number, text and language of statements that lie in no other, which says the same."""
    before, until = "", 0
    for number, (article, statement) in enumerate(said):
        if article.id == before and statement.start < until:
            continue
        before, until = article.id, statement.end
        language = primary_language(article.info.lang or "en")
        yield number, article.text[statement.start : statement.end], language


def _note(seen: dict[_Key, _Seen], number: int, run: Run) -> None:
    """Note every phrase of a run: those that end it are noun phrases where one begins it."""
    words, length = run.words, len(run.words)
    keys = tuple(map(_singular, words))
    is_phrase = run.is_opened and length <= _LONGEST
    for first in range(length):
        for last in range(first + 1, min(first + _LONGEST, length) + 1):
            one = seen[keys[first:last]]
            one.statements.add(number)
            one.forms[" ".join(words[first:last])] += 1
            is_ending = is_phrase and last == length
            if is_ending or _is_name(words[first:last], run.begins and first == 0):
                one.nominal.add(number)


@kept_by_word
def _singular(word: str) -> str:
    """Return a word folded and without the ending of the plural, as far as endings tell."""
    plain = fold(word)
    if len(plain) < 4 or not plain.endswith("s") or plain.endswith(("ss", "us", "is")):
        return plain
    if plain.endswith("ies") and len(plain) > 4:
        return f"{plain[:-3]}y"
    if plain.endswith(("ches", "shes", "sses", "xes", "zes")):
        return plain[:-2]
    return plain[:-1]


def _is_name(part: Sequence[str], begins: bool) -> bool:
    """Tell whether words are a name by their capitals; that of a sentence's first says nothing."""
    return all(word[0].isupper() for word in part) and not (begins and len(part) == 1)


def _is_topic(one: _Seen, own: Collection[str]) -> bool:
    if len(one.statements) < _FEWEST or len(one.nominal) * 2 < len(one.statements):
        return False
    words = _form(one).split()
    low = [word.lower() for word in words]
    if any(fold(word) in own or len(fold(word)) < 2 or word in _TIMES for word in low):
        return False
    if {low[0], low[-1]} & _TITLES or {low[0], low[-1]} & _GRAMMAR.general_adjectives:
        return False
    if len(words) == 1 and len(low[0]) < 3 and not words[0].isupper():
        return False
    return any(_singular(word) not in _GRAMMAR.general_nouns for word in low)


def _weight(key: _Key, one: _Seen) -> float:
    """Return how telling a phrase is: how often it is said, and how much its words say."""
    return len(one.statements) * (1 + 0.5 * (len(key) - 1))


def _form(one: _Seen) -> str:
    """Return the shortest form of a phrase, which begins the others; of these the most common."""
    low: Counter[str] = Counter()
    for form, count in one.forms.items():
        low[form.lower()] += count
    shortest = min(low, key=lambda form: (len(form), -low[form], form))
    same = [form for form in one.forms if form.lower() == shortest]
    return max(same, key=lambda form: (one.forms[form], form))


def _apart(ranked: Sequence[_Key], found: dict[_Key, _Seen]) -> Iterator[_Key]:
    """Yield the phrases that are not said by another that is yielded."""
    kept: list[_Key] = []
    for key in ranked:
        if not any(_is_same(key, other, found) for other in kept):
            kept.append(key)
            yield key


def _is_same(key: _Key, other: _Key, found: dict[_Key, _Seen]) -> bool:
    """Tell whether one phrase is part of the other, and half of its statements are the other's."""
    if not (_is_within(key, other) or _is_within(other, key)):
        return False
    mine, theirs = found[key].statements, found[other].statements
    return 2 * len(mine & theirs) >= len(mine)


def _is_within(part: _Key, whole: _Key) -> bool:
    span = len(part)
    return any(whole[at : at + span] == part for at in range(len(whole) - span + 1))
