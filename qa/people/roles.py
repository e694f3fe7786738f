"""Roles beside names: "the Secretary General, Nikolay Bordyuzha", "Tom Ash, the mayor"."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from qa.language.table_types import NameTables
from qa.people.genders import is_person_noun
from qa.people.name_runs import NameRun
from qa.text.frames import CAPITAL, NUMBER, POSSESSIVE, WORD, Token
from qa.text.noun_phrases import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    is_function_word,
    phrase_before,
)

_LOOK_BACK, _LOOK_AHEAD = 6, 11
_LATEST = 50

Holder = TypeVar("Holder")


def roles_beside(tokens: Sequence[Token], run: NameRun, known: NameTables) -> list[frozenset[str]]:
    """Return the words of the roles that stand right before and right after a name."""
    beside = (_before(tokens, run.first), _after(tokens, run.last))
    return [words for words in beside if any(is_person_noun(word, known) for word in words)]


def _before(tokens: Sequence[Token], first: int) -> frozenset[str]:
    words: list[str] = []
    place = first - 1
    if place > 0 and tokens[place].kind == ",":  # the Secretary General, Nikolay Bordyuzha, ...
        place -= 1
        phrase = phrase_before(tokens, place)
        if phrase is not None and tokens[phrase[0]].low in DETERMINERS:
            inside = tokens[phrase[0] : phrase[1]]
            return frozenset(token.low.rstrip(".") for token in inside if _tells(token))
    while place >= 0 and first - place <= _LOOK_BACK:
        token = tokens[place]
        if token.kind not in (WORD, CAPITAL, POSSESSIVE) or is_function_word(token.low):
            break
        words.append(token.low.rstrip("."))
        place -= 1
    return frozenset(words)


def _after(tokens: Sequence[Token], last: int) -> frozenset[str]:
    """Read an apposition: Name, 45, the campaign's press secretary, ...; Name (chair)."""
    words: list[str] = []
    if _is_age(tokens, last):
        last += 2
    if last + 1 < len(tokens) and tokens[last].kind in (",", "("):
        for token in tokens[last + 1 : last + 1 + _LOOK_AHEAD]:
            if token.kind not in (WORD, CAPITAL, POSSESSIVE):
                break
            if token.low in PREPOSITIONS or token.low in CONJUNCTIONS:
                break
            words.append(token.low.rstrip("."))
    return frozenset(words)


def _tells(token: Token) -> bool:
    return token.kind in (WORD, CAPITAL) and not is_function_word(token.low)


def _is_age(tokens: Sequence[Token], last: int) -> bool:
    return (
        last + 2 < len(tokens)
        and tokens[last].kind == "," == tokens[last + 2].kind
        and tokens[last + 1].kind == NUMBER
    )


@dataclass(frozen=True, slots=True)
class _Held(Generic[Holder]):
    position: int
    words: frozenset[str]
    holder: Holder
    seconds: frozenset[str]


@dataclass(slots=True)
class Roles(Generic[Holder]):
    """Who holds which role in an article, and from where on the article says so."""

    by_word: dict[str, list[_Held[Holder]]] = field(default_factory=lambda: defaultdict(list))

    def note(self, position: int, words: frozenset[str], holder: Holder, known: NameTables) -> None:
        """Remember that at `position` of the text the role of `words` is given to somebody."""
        held = _Held(position, words, holder, words & known.seconds)
        for head in words:
            if is_person_noun(head, known):
                self.by_word[head].append(held)

    def holder(self, words: Sequence[str], position: int) -> Holder | None:
        """Return who was last given the role of `words` ("secretary general") up to `position`.

        Where nobody was yet, it is the one whom the article gives it later.
        """
        wanted = frozenset(words)
        fitting = [
            held
            for held in self.by_word.get(words[-1], [])
            if wanted <= held.words and held.seconds <= wanted  # the mayor is not the deputy mayor
        ]
        # (positions rise: names are read in the order of the text)
        before = bisect_right(fitting, position, key=lambda held: held.position)
        if before:
            return fitting[before - 1].holder
        holders = {id(held.holder): held.holder for held in fitting}
        return next(iter(holders.values())) if len(holders) == 1 else None

    def all_of(self, noun: str) -> list[Holder]:
        """Return everybody with this noun in a role, each once."""
        return list({id(held.holder): held.holder for held in self.by_word.get(noun, [])}.values())
