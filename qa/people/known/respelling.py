"""Sloppy and foreign spellings of a question's names, understood as names of the articles.

A word that occurs somewhere as it is stays as it is; another is understood only where exactly one
name is near enough, and no ordinary word of the articles is as near.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.keeping.found import kept_by_text
from qa.language.tables import tables
from qa.people.known.index_cast import IndexCast
from qa.people.known.near_names import near
from qa.people.known.transliteration import in_latin
from qa.text.words import Word, fold, is_content, stem, words

_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Respelled:
    """A question with its names as the articles spell them, and what the reader is told."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What names are compared with.

    `beginning` gives the words of names that begin with a small letter, folded and as they are
    written; `ordinary` are the folded words that the articles found write small; `occurs` tells
    whether any article has a word as it is, and is slow; `go_together` whether words are the name
    of one person or stand together in an article.
    """

    beginning: Callable[[str], Mapping[str, str]]
    ordinary: Collection[str]
    occurs: Callable[[str], bool]
    go_together: Callable[[str], bool]


def respelled(text: str, known: Vocabulary, language: str = "en") -> Respelled:
    """Return a question with those of its words replaced that are misspelled names."""
    found = words(text)
    small = not any(word.text[:1].isupper() for word in found[1:])
    changes: list[tuple[Word, str]] = []
    for place, word in enumerate(found):
        if _may_be_misspelled(word.text, known, language, small=small or place == 0):
            name = _understood(word.text, known)
            if name is not None and _fits(found, place, name, known):
                changes.append((word, name))
    for word, name in reversed(changes):
        text = text[: word.start] + name + text[word.end :]
    told = dict.fromkeys(f"Understood “{word.text}” as {name}." for word, name in changes)
    return Respelled(text, tuple(told))


def _may_be_misspelled(word: str, known: Vocabulary, language: str, *, small: bool) -> bool:
    plain = fold(word)
    if not word.isalpha() or not is_content(word) or plain in known.beginning(plain[:1]):
        return False
    if in_latin(word) != word:
        return True
    if not (word[0].isupper() or small) or plain in known.ordinary:
        return False
    roots = {stem(one) for one in known.ordinary if one[:1] == plain[:1]}
    return stem(word) not in roots and not _is_of_questions(plain, language)


def _is_of_questions(plain: str, language: str) -> bool:
    """Whether questions are made of the word: roles, verbs of speech, times, names of articles."""
    known = tables(language)
    names, calendar = known.names, known.calendar
    if plain.removesuffix("s") in {*calendar.months, *calendar.weekdays, *calendar.seasons}:
        return True
    return any(
        plain in group
        for group in (
            names.role_heads,
            names.people,
            names.bodies,
            names.places,
            known.questions.articles,
            _verbs(language),
        )
    )


@lru_cache
def _verbs(language: str) -> frozenset[str]:
    entries = tables(language).speech.entries
    return frozenset(word for one in entries for word, _ in one.forms)


def _understood(word: str, known: Vocabulary) -> str | None:
    latin = in_latin(word)
    names = known.beginning(fold(latin)[:1])
    best = near(latin, names)
    if len(best) == 1 and fold(word) in {f"{best[0]}s", f"{best[0]}es"}:  # a plural is no mistake
        return None
    if len(best) != 1 or (latin == word and _is_nearer_to_ordinary(word, best[0], known)):
        return None
    return None if known.occurs(word) else names[best[0]]


def _is_nearer_to_ordinary(word: str, name: str, known: Vocabulary) -> bool:
    both = near(word, [name, *(one for one in known.ordinary if one[:1] == fold(word)[:1])])
    return both != [name]


def _fits(found: list[Word], place: int, name: str, known: Vocabulary) -> bool:
    """Whether a name agrees with the names beside it: Tom *Hall* is not Una Hale."""
    first, last = place, place + 1
    while first and _is_name_beside(found[first - 1]):
        first -= 1
    while last < len(found) and _is_name_beside(found[last]):
        last += 1
    if last - first == 1:
        return True
    whole = (name if n == place else found[n].text for n in range(first, last))
    return known.go_together(" ".join(whole))


def _is_name_beside(word: Word) -> bool:
    return word.text[:1].isupper() and is_content(word.text)


def vocabulary(texts: Sequence[str], cast: IndexCast, occurs: Callable[[str], bool]) -> Vocabulary:
    """Return what names of a question are compared with: speakers, and names in `texts`.

    Args:
        texts: Of the articles found.
        cast: Of the index.
        occurs: Whether any article has a word as it is.
    """
    written = [words_by_case(text) for text in texts]

    def beginning(letter: str) -> Mapping[str, str]:
        found = dict(cast.beginning(letter))
        for capital, _ in written:
            found.update((p, name) for p, name in capital.items() if p[:1] == letter)
        return {plain: name for plain, name in found.items() if plain not in ordinary}

    def go_together(phrase: str) -> bool:
        return bool(cast.known(phrase)) or any(phrase in text for text in texts)

    ordinary = frozenset().union(*(small for _, small in written))
    return Vocabulary(beginning, ordinary, occurs, go_together)


@kept_by_text
def words_by_case(text: str) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return the words that an article writes with a capital only, and those that it writes small.

    The former folded and as they are written, the latter folded.
    """
    capital: dict[str, str] = {}
    small: set[str] = set()
    for word in words(text):
        if word.text[:1].isupper():
            capital.setdefault(fold(word.text), _POSSESSIVE.sub("", word.text))
        elif word.text[:1].islower():
            small.add(fold(word.text))
    return {p: name for p, name in capital.items() if p not in small}, frozenset(small)
