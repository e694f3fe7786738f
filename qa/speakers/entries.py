"""Who is one speaker: by the rules, and then as editors decided, one decision after the other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.store.tables.speaker_decisions import SpeakerDecision
from qa.speakers.grouping import fullest, grouped
from qa.speakers.keys import key_of
from qa.speakers.occurrences import Occurrence


@dataclass(frozen=True, slots=True)
class Mention:
    """That somebody speaks under a spelling of his name in an article."""

    spelling: str
    occurrence: Occurrence


@dataclass(slots=True)
class Entry:
    """One speaker: his key and name, everything that is his, and other keys that lead to him."""

    key: str
    name: str
    mentions: list[Mention]
    keys: set[str] = field(default_factory=set)


def entries_of(
    mentions: Iterable[Mention], decisions: Sequence[SpeakerDecision]
) -> Iterable[Entry]:
    """Return the speakers. A decision on somebody who does not speak here changes nothing."""
    book = _Book(_by_rules(list(mentions)))
    for decision in decisions:
        if decision.sort == "same":
            book.join(decision)
        else:
            book.part(decision)
    return book.entries.values()


def _by_rules(mentions: Sequence[Mention]) -> Iterable[Entry]:
    counts: Counter[str] = Counter()
    for one in mentions:
        counts[one.spelling] += one.occurrence.statements + one.occurrence.doubtful
    full = grouped(counts)
    mine: defaultdict[str, list[Mention]] = defaultdict(list)
    for one in mentions:
        mine[full[one.spelling]].append(one)
    for name, those in mine.items():
        keys = {key_of(one.spelling) for one in those}
        yield Entry(key_of(name), name, those, keys)


class _Book:
    """The entries by their place, and the place to which each key leads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[int, Entry] = {}
        self._places: dict[str, int] = {}
        self._next = 0
        for one in entries:
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
        taken = [one for one in entry.mentions if _is_meant(one, decision)]
        if not taken or len(taken) == len(entry.mentions):
            return
        entry.mentions = [one for one in entry.mentions if not _is_meant(one, decision)]
        left = {one.spelling for one in entry.mentions}
        gone = {key_of(one.spelling) for one in taken if one.spelling not in left}
        entry.keys -= gone
        renamed = entry.name not in left and entry.name in {one.spelling for one in taken}
        name = decision.other_name or fullest({one.spelling for one in taken})
        self._add(Entry(key_of(name, decision.mark), name, taken, gone))
        if renamed:  # what it was called by is somebody else's
            self._rename(place, fullest(left))

    def _rename(self, place: int, name: str) -> None:
        entry = self.entries[place]
        entry.name, entry.key = name, key_of(name)
        self._places[entry.key] = place


def _is_meant(mention: Mention, decision: SpeakerDecision) -> bool:
    return (not decision.spellings or mention.spelling in decision.spellings) and (
        not decision.articles or mention.occurrence.article in decision.articles
    )
