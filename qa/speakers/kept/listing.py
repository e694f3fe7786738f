"""The list in its order, and who is found by a key or a label, as speakers come and go.

Not safe to share among threads; what it gives out is never changed.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from qa.speakers.kept.entries import Listed
from qa.speakers.speaker import Speaker

_T = TypeVar("_T")
_Places: TypeAlias = defaultdict[str, list[Listed]]


class Listing:
    """The speakers of one list."""

    def __init__(self) -> None:
        self._orders: list[tuple[object, ...]] = []
        self.speakers: list[Speaker] = []
        self.by_key: Mapping[str, Speaker] = {}
        self.by_label: Mapping[str, tuple[Speaker, ...]] = {}
        self._own: _Places = defaultdict(list)
        self._theirs: _Places = defaultdict(list)
        self._read: _Places = defaultdict(list)
        self._labels: _Places = defaultdict(list)

    def change(self, gone: Iterable[Listed], come: Iterable[Listed]) -> None:
        """Take some out and put others in."""
        keys: set[str] = set()
        labels: set[str] = set()
        for one in gone:
            self._leave(one)
            _noted(one, keys, labels)
        many = list(come)
        for one in many:
            self._enter(one)
            _noted(one, keys, labels)
        self._put_in_order(many)
        if keys:
            self.by_key = self._found_by_keys(keys)
        if labels:
            self.by_label = self._found_by_labels(labels)

    def _put_in_order(self, come: list[Listed]) -> None:
        if len(come) > len(self._orders):  # all at once, at the start
            pairs = [*zip(self._orders, self.speakers, strict=True),
                     *((one.order, one.speaker) for one in come)]  # fmt: skip
            pairs.sort(key=lambda pair: pair[0])
            self._orders = [order for order, _ in pairs]
            self.speakers = [speaker for _, speaker in pairs]
            return
        for one in come:
            place = bisect_left(self._orders, one.order)
            self._orders.insert(place, one.order)
            self.speakers.insert(place, one.speaker)

    def _leave(self, one: Listed) -> None:
        place = bisect_left(self._orders, one.order)
        del self._orders[place], self.speakers[place]
        for places, name in self._places(one):
            places[name].remove(one)
            if not places[name]:
                del places[name]

    def _enter(self, one: Listed) -> None:
        for places, name in self._places(one):
            insort(places[name], one, key=_order)

    def _places(self, one: Listed) -> Iterable[tuple[_Places, str]]:
        yield self._own, one.speaker.key
        yield from ((self._theirs, key) for key in one.keys)
        yield from ((self._labels, label) for label in one.speaker.labels)
        if one.readable:
            yield self._read, one.readable

    def _found_by_keys(self, keys: Iterable[str]) -> Mapping[str, Speaker]:
        """Return who is found by a key: his own, those of his names, and what is read of them."""
        found = dict(self.by_key)
        for key in keys:
            those: Sequence[Listed] = self._own.get(key) or self._theirs.get(key) or ()
            read = self._read.get(key, ())
            those = those or (read if len(read) == 1 else ())
            _put(found, key, those[-1].speaker if those else None)
        return found

    def _found_by_labels(self, labels: Iterable[str]) -> Mapping[str, tuple[Speaker, ...]]:
        found = dict(self.by_label)
        for label in labels:
            those = self._labels.get(label)
            _put(found, label, tuple(one.speaker for one in those) if those else None)
        return found


def _noted(one: Listed, keys: set[str], labels: set[str]) -> None:
    keys |= {one.speaker.key, *one.keys, *([one.readable] if one.readable else [])}
    labels.update(one.speaker.labels)


def _order(one: Listed) -> tuple[object, ...]:
    return one.order


def _put(found: dict[str, _T], name: str, value: _T | None) -> None:
    if value is None:
        found.pop(name, None)
    else:
        found[name] = value
