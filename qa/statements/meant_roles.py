"""Roles in a question that no rule takes for a speaker: "What would *the miller* make of it?".

Without a parser it is not known where the noun phrase ends; the articles tell: the longest words
that say what somebody is who speaks there.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from qa.language.tables import tables
from qa.people.known.descriptions import described
from qa.statements.role_holders import holders_of
from qa.statements.stored import SpokenIn
from qa.text.patterns import one_of, regex
from qa.text.words import Word, fold, is_content, words

_LONGEST = 7
_ENOUGH = 0.75


def role_meant(question: str, statements: Sequence[SpokenIn]) -> str | None:
    """Return the words of a question that say what somebody is who speaks in the articles found.

    Only its first noun phrase, or one that "of" or the like ties to it, can say who is to have
    spoken: "What did the cook say to the mayor?" asks for no mayor's words.
    """
    best: tuple[float, int, int, str] | None = None
    for phrases in _candidates(question):
        for phrase in phrases:
            fit = max((one.fit for one in holders_of(statements, phrase)), default=0.0)
            found = (fit, len(described(phrase).words), -len(phrase), phrase)
            if fit >= _ENOUGH and (best is None or found > best):
                best = found
        if best is not None:
            return best[-1]
    return None


def _candidates(question: str) -> Iterator[list[str]]:
    """Yield the beginnings of each noun phrase that may be the one to have spoken."""
    patterns = _patterns("en")
    starts = [match.start() for match in patterns[0].finditer(question)]
    first = starts[0] if starts else None
    bare = words(question)
    if bare and not patterns[1].match(question) and first != bare[0].start:
        yield _beginnings(question, bare[0].start, bare)
    for start in starts:
        if start == first or patterns[2].search(question[:start]):
            yield _beginnings(question, start, bare)


def _beginnings(question: str, start: int, found: Sequence[Word]) -> list[str]:
    inside = [word for word in found if word.start >= start][: _LONGEST + 1]
    ends = [word.end for word in inside[:_LONGEST] if is_content(word.text)]
    stop = next(
        (w.start for before, w in itertools.pairwise(inside) if _ends_phrase(before, w)),
        len(question),
    )
    return [question[start:end] for end in ends if end <= stop]


def _ends_phrase(before: Word, word: Word) -> bool:
    """Whether a word cannot go on with a noun phrase: an auxiliary, a second "the"."""
    grammar = tables("en").grammar
    plain = fold(word.text)
    if plain in grammar.determiners:
        return fold(before.text) not in grammar.prepositions
    return plain in grammar.auxiliaries or plain in tables("en").questions.words


@lru_cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Return what begins a noun phrase, what begins a question, and what ties two phrases."""
    known = tables(language)
    ask, grammar = known.questions, known.grammar
    begins = one_of(sorted({"the", *grammar.possessive_pronouns}))
    asks = one_of(sorted({*ask.words, *ask.auxiliaries_first, *grammar.determiners}))
    return (
        regex(rf"\b(?:(?:{begins})\s+(?=\w)|(?:[A-Z][\w-]+ )?\w[\w-]+['’]s?\s+(?=\w))"),
        regex(rf"^\W*(?:{asks})\b"),
        regex(r"\b(?:of|by|from|for|according to)\s+$"),
    )
