"""The names of a field of the articles, their authors or publications, to choose from. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from index.search.filtering import folded, plain

_LEAST_SHARED = 0.4
"""Share of a typed name's pairs of letters that a name near it has."""


class Named(NamedTuple):
    """A name and how many articles have it."""

    name: str
    articles: int


class Found(NamedTuple):
    """Names with some words in them, those that most articles have first, and how many in all."""

    names: tuple[Named, ...]
    total: int


class Names:
    """All names of one field. Spellings that differ in case or spaces are one name."""

    def __init__(self, names: Iterable[str | None] = ()) -> None:
        """Take the field of each article, `None` or "" where it has none."""
        spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for name, count in Counter(names).items():
            if name and folded(name):
                spellings[folded(name)][name] += count
        self._all = {
            key: Named(max(some, key=lambda one: (some[one], one)), some.total())
            for key, some in spellings.items()
        }

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names in the order of a list of names."""
        return iter(sorted((one.name for one in self._all.values()), key=str.casefold))

    def __contains__(self, name: str) -> bool:
        """Whether some article has this name."""
        return folded(name) in self._all

    def find(self, text: str, most: int) -> Found:
        """Return the names that have all words of `text`; those with a word so beginning first."""
        wanted = plain(text).split()
        fitting = [
            (not all(f" {word}" in f" {key}" for word in wanted), -one.articles, key, one)
            for key, one in self._plain
            if all(word in key for word in wanted)
        ]
        fitting.sort(key=lambda one: one[:3])
        return Found(tuple(one[3] for one in fitting[:most]), len(fitting))

    def nearest(self, text: str, most: int) -> tuple[str, ...]:
        """Return the names that share most pairs of letters with `text`, the nearest first."""
        wanted = _pairs(plain(text))
        shared = Counter(place for pair in wanted for place in self._places.get(pair, ()))
        near = [
            (-count / len(wanted), len(self._plain[place][0]), place)
            for place, count in shared.items()
            if count >= _LEAST_SHARED * len(wanted)
        ]
        return tuple(self._plain[place][1].name for _, _, place in sorted(near)[:most])

    @cached_property
    def _plain(self) -> list[tuple[str, Named]]:
        return [(plain(one.name), one) for one in self._all.values()]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """The names in which each pair of letters occurs."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, (key, _) in enumerate(self._plain):
            for pair in _pairs(key):
                places[pair].append(place)
        return dict(places)


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring letters, the beginnings and ends of words among them."""
    words = (f" {word} " for word in text.split())
    return {word[at : at + 2] for word in words for at in range(len(word) - 1)}
