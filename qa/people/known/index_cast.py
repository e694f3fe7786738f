"""The cast of an index: everybody who speaks in its articles, looked up by the words of a name.

Built from the names of stored statements once a generation, on first use. A name costs a
dictionary entry for each of its capitalised words; 9,000 names take some 30 ms.
"""

import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from qa.people.matching import same_person
from qa.people.names import Kind, kind_of
from qa.people.spelling import same_word
from qa.text.words import Word, fold, is_content, words

_WORD = re.compile(r"[^\W\d_][^\W\d_'’]*")
_FEWEST_LETTERS = 3
_LONGEST_NAME = 4
_SAME_BEGINNING = {"y": "ye", "e": "ey", "i": "iy"}
"""Letters with which spellings of one name may begin: Yevgeny, Evgeny."""


@dataclass(frozen=True)
class IndexCast:
    """The speakers of one generation of an index. Pure, apart from what it keeps."""

    names: tuple[str, ...]
    _places: dict[str, list[int]] = field(init=False, default_factory=dict, repr=False)
    _written: dict[str, str] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        places, written = self._places, self._written
        for place, name in enumerate(self.names):
            for word in _WORD.findall(name):
                if word[0].isupper():
                    plain = word.lower() if word.isascii() else fold(word)
                    places.setdefault(plain, []).append(place)
                    written.setdefault(plain, word)

    def known(self, name: str) -> tuple[str, ...]:
        """Return the speakers whom a full or partial name can mean, however it is capitalised."""
        found = {place for word in words(name) for place in self._alike(fold(word.text))}
        return tuple(self.names[n] for n in sorted(found) if same_person(name, self.names[n]))

    def has_word(self, word: str) -> bool:
        """Whether a speaker's name has this word, spelled as it is."""
        return fold(word) in self._places

    def beginning(self, letter: str) -> Mapping[str, str]:
        """Return the words of names that begin with a small letter: folded, and as written."""
        return self._by_letter.get(letter, {})

    def named_in(self, text: str, is_ordinary: Callable[[str], bool]) -> tuple[str, ...]:
        """Return the words of a text that name people who speak, as they are written there.

        Names may be written small where the whole text is.

        Args:
            text: A question.
            is_ordinary: Whether the articles write a folded word small, so that it is no name.
        """
        found = words(text)
        small = not any(word.text[:1].isupper() for word in found[1:])
        named: list[str] = []
        place = 0
        while place < len(found):
            run = self._run(found[place:], is_ordinary, small=small)
            named += [text[run[0].start : run[-1].end]] if run else []
            place += max(1, len(run))
        return tuple(dict.fromkeys(named))

    def _run(
        self, found: Sequence[Word], is_ordinary: Callable[[str], bool], *, small: bool
    ) -> Sequence[Word]:
        """Return the longest name that a row of words begins with."""
        for length in range(min(_LONGEST_NAME, len(found)), 0, -1):
            run = found[:length]
            if all(_may_be_name(w, is_ordinary, small=small) for w in run) and self._is_person(run):
                return run
        return ()

    def _is_person(self, run: Sequence[Word]) -> bool:
        """Whether words are a person's full name or surname; a given name alone is anybody's."""
        if not all(self.has_word(word.text) for word in run):
            return False
        people = [one for one in self.known(_as_name(run)) if kind_of(one) is Kind.PERSON]
        if len(run) > 1:
            return bool(people)
        plain = fold(run[0].text)
        return len(plain) >= _FEWEST_LETTERS and any(plain in _surname(one) for one in people)

    def _alike(self, word: str) -> Sequence[int]:
        """Return the places of the names with a word, or with another spelling of it."""
        found = self._places.get(word)
        if found is not None:
            return found
        letters = _SAME_BEGINNING.get(word[:1], word[:1])
        alike = [
            plain
            for letter in letters
            for plain in self.beginning(letter)
            if abs(len(plain) - len(word)) <= 2 and same_word(plain, word)
        ]
        return [place for plain in alike for place in self._places[plain]]

    @cached_property
    def _by_letter(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for plain, written in self._written.items():
            found.setdefault(plain[:1], {})[plain] = written
        return found


def _may_be_name(word: Word, is_ordinary: Callable[[str], bool], *, small: bool) -> bool:
    if not is_content(word.text):
        return False
    return word.text[:1].isupper() or (small and not is_ordinary(fold(word.text)))


def _as_name(run: Sequence[Word]) -> str:
    return " ".join(word.text[:1].upper() + word.text[1:] for word in run)


def _surname(name: str) -> list[str]:
    """Return the last word of a name, folded, and the parts of one with hyphens."""
    last = name.split()[-1]
    return [fold(part) for part in (last, *re.split("[-‐‑]", last))]


_OLDEST = 60.0
"""Seconds a cast is kept: statements found again by new rules make no new generation."""


class KnownCast:
    """The cast of an index at its present generation. Safe to share among threads.

    `speakers` reads the names that the index stores, `generation` the number of its state.
    """

    def __init__(
        self, speakers: Callable[[], Sequence[str]], generation: Callable[[], int]
    ) -> None:
        self._speakers, self._generation = speakers, generation
        self._lock = threading.Lock()
        self._kept: tuple[int, float, IndexCast] | None = None

    def now(self) -> IndexCast:
        """Return the cast; built anew where the index has changed since, or it is a minute old."""
        generation, now = self._generation(), time.monotonic()
        with self._lock:
            kept = self._kept
            if kept is None or kept[0] != generation or now - kept[1] > _OLDEST:
                kept = self._kept = (generation, now, IndexCast(tuple(self._speakers())))
            return kept[2]
