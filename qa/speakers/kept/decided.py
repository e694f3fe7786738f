"""Who is one speaker as editors decided, one decision after the other, over what the rules say.

Decisions that can change nothing for each other are kept apart, so that only those are gone through
again whose speakers have changed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.store.tables.speaker_decisions import SpeakerDecision
from qa.speakers.kept.entries import Entry
from qa.speakers.kept.mentions import Mention
from qa.speakers.kept.names import fullest
from qa.speakers.keys import key_of


@dataclass(frozen=True, slots=True)
class Party:
    """Decisions that hang together, earliest first, and the full names by the rules meant."""

    decisions: tuple[SpeakerDecision, ...]
    names: frozenset[str]


def parties_of(
    decisions: Sequence[SpeakerDecision], meant: Callable[[str], Iterable[str]]
) -> list[Party]:
    """Return decisions by what they are about; those on nobody who speaks here are left out.

    Args:
        decisions: of editors, earliest first.
        meant: gives the full names whose entries a key leads to by the rules.
    """
    joined = _Joined()
    names: dict[str, list[str]] = {}
    for decision in decisions:
        joined.join(decision.key, decision.other or decision.key)
        for key in (decision.key, decision.other):
            if key and key not in names:
                names[key] = list(meant(key))
                for name in names[key]:
                    joined.join(key, f"\0{name}")
    _join_made(decisions, names, joined)
    found: defaultdict[str, list[SpeakerDecision]] = defaultdict(list)
    for decision in decisions:
        found[joined.root(decision.key)].append(decision)
    theirs: defaultdict[str, set[str]] = defaultdict(set)
    for key, those in names.items():
        theirs[joined.root(key)].update(those)
    return [
        Party(tuple(some), frozenset(theirs[root])) for root, some in found.items() if theirs[root]
    ]


def _join_made(
    decisions: Sequence[SpeakerDecision], names: Mapping[str, Sequence[str]], joined: "_Joined"
) -> None:
    """Join decisions on whom an earlier one parted from somebody: he is named by rules nowhere.

    Where it is not known how he is called, every key that leads nowhere may be his.
    """
    lost = {key for key, those in names.items() if not those}
    for decision in decisions:
        if decision.sort == "apart":
            called = [decision.other_name] if decision.other_name else decision.spellings
            made = {key_of(name, decision.mark) for name in called} if called else lost
            for key in made & lost:
                joined.join(key, decision.key)


class _Joined:
    """Texts that hang together."""

    def __init__(self) -> None:
        self._over: dict[str, str] = {}

    def root(self, text: str) -> str:
        """Return the text that stands for all that hang together with one."""
        while (over := self._over.setdefault(text, text)) != text:
            self._over[text] = text = self._over[over]
        return text

    def join(self, one: str, other: str) -> None:
        """Have two hang together."""
        self._over[self.root(one)] = self.root(other)


def decided(party: Party, entries: Iterable[Entry], article: Callable[[int], str]) -> list[Entry]:
    """Return the speakers that decisions make of entries by the rules, in order of first mentions.

    A decision on somebody who does not speak here changes nothing.

    Args:
        party: the decisions.
        entries: of all that they are about; they are changed.
        article: gives the identifier of a row.
    """
    book = _Book(entries, article)
    for decision in party.decisions:
        if decision.sort == "same":
            book.join(decision)
        else:
            book.part(decision)
    return list(book.entries.values())


class _Book:
    """The entries by their place, and the place to which each key leads."""

    def __init__(self, entries: Iterable[Entry], article: Callable[[int], str]) -> None:
        self.entries: dict[int, Entry] = {}
        self._places: dict[str, int] = {}
        self._next = 0
        self._article = article
        for one in sorted(entries, key=lambda one: one.place):
            self._add(one)

    def _add(self, entry: Entry) -> None:
        self.entries[self._next] = entry
        for key in {entry.key, *entry.keys}:
            self._places[key] = self._next
        self._next += 1

    def join(self, decision: SpeakerDecision) -> None:
        stays, goes = self._places.get(decision.key), self._places.get(decision.other)
        if stays is None or goes is None or stays == goes:
            return
        gone = self.entries.pop(goes)
        entry = self.entries[stays]
        entry.mentions += gone.mentions
        entry.keys |= {gone.key, *gone.keys}
        for key in {gone.key, *gone.keys}:
            self._places[key] = stays

    def part(self, decision: SpeakerDecision) -> None:
        place = self._places.get(decision.key)
        if place is None:
            return
        entry = self.entries[place]
        is_meant = self._meant(entry.mentions, decision)
        taken = [one for one, meant in zip(entry.mentions, is_meant, strict=True) if meant]
        if not taken or len(taken) == len(entry.mentions):
            return
        entry.mentions = [
            one for one, meant in zip(entry.mentions, is_meant, strict=True) if not meant
        ]
        left = {one.name for one in entry.mentions}
        names = {one.name for one in taken}
        gone = {key_of(name) for name in names - left}
        entry.keys -= gone
        renamed = entry.name not in left and entry.name in names
        name = decision.other_name or fullest(names)
        key = key_of(name, decision.mark)
        self._add(Entry(key, name, taken, gone, (1, decision.number, "", 0)))
        if renamed:  # what it was called by is somebody else's
            self._rename(place, fullest(left))

    def _rename(self, place: int, name: str) -> None:
        entry = self.entries[place]
        entry.name, entry.key = name, key_of(name)
        self._places[entry.key] = place

    def _meant(self, mentions: Iterable[Mention], decision: SpeakerDecision) -> list[bool]:
        spellings, articles = frozenset(decision.spellings), frozenset(decision.articles)
        return [
            (not spellings or one.name in spellings)
            and (not articles or self._article(one.row) in articles)
            for one in mentions
        ]
