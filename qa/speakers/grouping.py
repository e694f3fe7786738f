"""Which names are one speaker's, as names come, go, and are counted otherwise.

One rule says whether two names can mean one (`qa.people.matching`), and that is not transitive:
"Berg" can be Anna or Tom. So the fullest names come first, of those equally full the most frequent,
and a shorter one joins the only one before it that it can mean; one that can mean several stays for
itself.

Whom a name joins hangs on names before it alone. So where one changes, those behind it that can
mean it are asked again, in their order; the result is what it would be were all names asked.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from qa.speakers.kept.names import KnownName, known_name
from qa.speakers.speaker import SpeakerKind

Moved: TypeAlias = dict[str, tuple[str | None, str | None]]
"""The full name that a name meant before, and means now; None where it is not there."""

_Order: TypeAlias = tuple[int, int, int, str]


@dataclass(slots=True, eq=False)
class _Member:
    """A name that is there.

    `meant` are the names that it can mean, `askers` those that can mean it. `leads` says whether
    others may join it: it is its own full name or, of those who are unnamed, no person's.
    """

    known: KnownName
    count: int = 0
    order: _Order = (0, 0, 0, "")
    full: str | None = None
    leads: bool = False
    meant: list["_Member"] = field(default_factory=list)
    askers: list["_Member"] = field(default_factory=list)


class Groups:
    """The names of one list of speakers, and whose they are."""

    def __init__(self) -> None:
        self._members: dict[str, _Member] = {}
        self._leading: defaultdict[str, dict[_Member, None]] = defaultdict(dict)
        self._asking: defaultdict[str, dict[_Member, None]] = defaultdict(dict)
        self._unnamed: defaultdict[str, dict[_Member, None]] = defaultdict(dict)

    def full(self, name: str) -> str | None:
        """Return the fullest name of whom a name means; None where it is not there."""
        one = self._members.get(name)
        return one.full if one else None

    def put(self, counts: Mapping[str, int]) -> Moved:
        """Have names with these many statements, none with 0; return which mean somebody else.

        Args:
            counts: of names that `speaker_kind` knows.
        """
        before: dict[str, str | None] = {}
        waiting = _Waiting()
        for name, count in counts.items():
            one = self._members.get(name)
            if one is None and count:
                one = self._come(known_name(name))
            if one is None or one.count == count:
                continue
            before.setdefault(name, one.full)
            if one.leads:
                waiting.put(self._behind(one))
            one.count, one.order = count, (*one.known.fullness, -count, name)
            if count:
                waiting.put([one])
            else:
                one.leads, one.full = False, None
                self._go(one)
        for one in waiting:
            full, leads = self._asked(one)
            before.setdefault(one.known.name, one.full)
            if leads != one.leads:
                waiting.put(other for other in self._behind(one) if other.order > one.order)
            one.full, one.leads = full, leads
        after = {name: self._members[name].full if name in self._members else None
                 for name in before}  # fmt: skip
        return {name: (full, after[name]) for name, full in before.items() if full != after[name]}

    def _come(self, known: KnownName) -> _Member:
        one = _Member(known)
        before, behind = _under(self._leading, known.asks), _under(self._asking, known.leads)
        same = {other for other in {**before, **behind} if known.can_mean(other.known)}
        one.meant = [other for other in before if other in same]
        one.askers = [other for other in behind if other in same]
        for other in one.meant:
            other.askers.append(one)
        for other in one.askers:
            other.meant.append(one)
        for places, under in self._places(known):
            places[under][one] = None
        self._members[known.name] = one
        return one

    def _go(self, one: _Member) -> None:
        for other in one.meant:
            other.askers.remove(one)
        for other in one.askers:
            other.meant.remove(one)
        for places, under in self._places(one.known):
            del places[under][one]
            if not places[under]:
                del places[under]
        del self._members[one.known.name]

    def _places(
        self, known: KnownName
    ) -> Iterator[tuple[defaultdict[str, dict[_Member, None]], str]]:
        yield from ((self._leading, word) for word in known.leads)
        yield from ((self._asking, word) for word in known.asks)
        if not known.is_named:
            yield self._unnamed, known.plain

    def _behind(self, one: _Member) -> Iterable[_Member]:
        """Return those whose answer may hang on one."""
        if one.known.is_named:
            return one.askers
        return [other for other in self._unnamed.get(one.known.plain, ()) if other is not one]

    def _asked(self, one: _Member) -> tuple[str, bool]:
        """Return the full name that a name means, and whether others may join it."""
        meant = [other for other in one.meant if other.leads and other.order < one.order]
        if one.known.is_named:
            if len(meant) > 1:
                meant = [other for other in meant if other.known.plain == one.known.plain]
            if not meant:
                return one.known.name, True
            return min(meant, key=_order).known.name, False
        if len(meant) == 1 and meant[0].known.kind is SpeakerKind.PERSON:
            return meant[0].known.name, False
        first = min(
            (
                other
                for other in self._unnamed[one.known.plain]
                if other.leads and other.order < one.order
            ),
            key=_order,
            default=one,
        )
        return first.known.name, True


class _Waiting:
    """Names to be asked, each once, in their order; more may be put while they are taken."""

    def __init__(self) -> None:
        self._heap: list[tuple[_Order, _Member]] = []
        self._there: set[_Member] = set()
        self._new: list[_Member] = []

    def put(self, members: Iterable[_Member]) -> None:
        for one in members:
            if one not in self._there:
                self._there.add(one)
                self._new.append(one)

    def __iter__(self) -> Iterator[_Member]:
        while True:
            for one in self._new:
                heapq.heappush(self._heap, (one.order, one))
            self._new = []
            if not self._heap:
                return
            _, one = heapq.heappop(self._heap)
            self._there.discard(one)
            if one.count:
                yield one


def _order(one: _Member) -> _Order:
    return one.order


def _under(
    places: Mapping[str, Mapping[_Member, None]], asked: Iterable[str]
) -> dict[_Member, None]:
    return dict.fromkeys(one for word in asked for one in places.get(word, ()))
