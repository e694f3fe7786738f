"""Everybody who speaks in what is seen of one index: brought up to date by what has changed.

Only what the articles touched tell is taken out and put in. The list is what it would be had it
been made anew from all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from index.store.spoken.tellings import Telling
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.speakers.everybody import Directory
from qa.speakers.finder import Spoken, spoken
from qa.speakers.grouping import Groups
from qa.speakers.kept.decided import Party, decided, parties_of
from qa.speakers.kept.entries import Entry, Listed, listed
from qa.speakers.kept.listing import Listing
from qa.speakers.kept.mentions import Mentions
from qa.speakers.kept.names import known_name
from qa.speakers.keys import key_of


@dataclass(slots=True)
class _Label:
    """What is said under a label in all articles: `names` are those that somebody can have."""

    names: frozenset[str]
    statements: int = 0
    articles: int = 0


_Signature: TypeAlias = tuple[tuple[int, ...], frozenset[tuple[str, int]]]
"""Numbers of decisions that hang together, and the versions of the entries they are about."""


class People:
    """Who speaks by what was told so far. Not safe to share among threads."""

    def __init__(self) -> None:
        self._articles: dict[int, Telling] = {}
        self._labels: dict[str, _Label] = {}
        self._nameless = self._doubtful = 0
        self._unread: frozenset[str] = frozenset()
        self._mentions = Mentions()
        self._groups = Groups()
        self._called: defaultdict[str, set[str]] = defaultdict(set)
        self._members: defaultdict[str, set[str]] = defaultdict(set)
        self._versions: dict[str, int] = {}
        self._version = 0
        self._plain: dict[str, Listed] = {}
        self._decided: frozenset[str] = frozenset()
        self._parties: dict[_Signature, list[Listed]] = {}
        self._listing = Listing()
        self._unlisted: dict[str, int] = {}

    def __len__(self) -> int:
        """How many articles and mentions are held."""
        return len(self._articles) + len(self._mentions)

    def change(
        self, rows: Iterable[int], there: Iterable[Telling], decisions: Sequence[SpeakerDecision]
    ) -> Directory:
        """Return everybody once these articles are as they are now.

        Args:
            rows: of articles that may have changed.
            there: those of them that are there now.
            decisions: of editors, earliest first.
        """
        labels = self._told(rows, {one.row: one for one in there})
        touched = self._grouped(self._mentions.settle())
        labels |= self._listed(touched, decisions)
        self._count_unlisted(labels)
        return Directory(
            speakers=tuple(self._listing.speakers),
            searched=len(self._articles),
            unlisted=self._unlisted,
            nameless=self._nameless,
            doubtful=self._doubtful,
            unread=self._unread,
            _by_key=self._listing.by_key,
            _by_label=self._listing.by_label,
        )

    # What articles tell

    def _told(self, rows: Iterable[int], there: Mapping[int, Telling]) -> set[str]:
        """Take what articles tell; return the labels under which something has changed."""
        labels: set[str] = set()
        gone, unread = set(), set()
        for row in sorted({*rows, *there}):
            before, now = self._articles.get(row), there.get(row)
            if before == now:
                continue
            if before is not None:
                gone.add(before.article)
                del self._articles[row]
                told = spoken(before.told) or ()
                self._mentions.go(row, {known.name for one in told for known in one.names})
                self._count(told, -1)
                labels.update(one.label or "" for one in told)
            if now is not None:
                self._articles[row] = now
                if now.told is None:
                    unread.add(now.article)
                told = spoken(now.told) or ()
                self._mentions.come(row, told)
                self._count(told, 1)
                labels.update(one.label or "" for one in told)
        self._unread = self._unread - gone | unread
        return labels

    def _count(self, told: Iterable[Spoken], sign: int) -> None:
        for one in told:
            self._doubtful += sign * one.doubtful
            if one.label is None:
                self._nameless += sign * one.statements
                continue
            label = self._labels.get(one.label)
            if label is None:
                names = frozenset(known.name for known in one.names)
                label = self._labels[one.label] = _Label(names)
            label.statements += sign * one.statements
            label.articles += sign
            if not label.articles:
                del self._labels[one.label]

    # Who is one

    def _grouped(self, counts: Mapping[str, int]) -> set[str]:
        """Return the full names of whom something has changed, also those that are none now."""
        touched = set()
        moved = self._groups.put(counts)
        for name, (before, now) in moved.items():
            if before is not None:
                _discard(self._members, before, name)
                touched.add(before)
            else:
                self._called[known_name(name).key].add(name)
            if now is not None:
                self._members[now].add(name)
            else:
                _discard(self._called, key_of(name), name)
        touched.update(full for name in {*counts, *moved} if (full := self._groups.full(name)))
        self._version += 1
        for full in touched:
            self._versions[full] = self._version
            if full not in self._members:
                del self._versions[full]
        return touched

    def _listed(self, touched: set[str], decisions: Sequence[SpeakerDecision]) -> set[str]:
        """Put those touched anew into the list; return the labels of all whom that changes."""
        parties = {self._signature(one): one for one in parties_of(decisions, self._meant)}
        now = frozenset(name for one in parties.values() for name in one.names)
        gone: list[Listed] = []
        come: list[Listed] = []
        for name in touched | (now ^ self._decided):
            if (before := self._plain.pop(name, None)) is not None:
                gone.append(before)
            if name in self._members and name not in now:
                made = self._as_listed([self._entry(name)])
                self._plain.update((name, one) for one in made)
                come += made
        for signature in self._parties.keys() - parties.keys():
            gone += self._parties.pop(signature)
        for signature in parties.keys() - self._parties.keys():
            party = parties[signature]
            entries = decided(party, map(self._entry, party.names), self._article)
            self._parties[signature] = made = self._as_listed(entries)
            come += made
        self._decided = now
        self._listing.change(gone, come)
        return {label for one in (*gone, *come) for label in one.speaker.labels}

    def _signature(self, party: Party) -> _Signature:
        numbers = tuple(one.number for one in party.decisions)
        return numbers, frozenset((name, self._versions[name]) for name in party.names)

    def _meant(self, key: str) -> Iterable[str]:
        names = self._called.get(key, ())
        return {full for name in names if (full := self._groups.full(name))}

    def _entry(self, full: str) -> Entry:
        names = self._members[full]
        keys = {known_name(name).key for name in names}
        place = (0, *min(map(self._mentions.first, names)))
        return Entry(known_name(full).key, full, self._mentions.of(names), keys, place)

    def _as_listed(self, entries: Iterable[Entry]) -> list[Listed]:
        made = (listed(one, self._articles) for one in entries)
        return [one for one in made if one is not None]

    def _article(self, row: int) -> str:
        return self._articles[row].article

    # What is no speaker

    def _count_unlisted(self, labels: Iterable[str]) -> None:
        changed = {label: self._left_out(label) for label in labels if label}
        if all(self._unlisted.get(label, 0) == count for label, count in changed.items()):
            return
        counts = {**self._unlisted, **changed}
        self._unlisted = {label: counts[label] for label in sorted(counts) if counts[label]}

    def _left_out(self, label: str) -> int:
        """Return how many statements under a label are nobody's who is listed."""
        kept, speakers = self._labels.get(label), self._listing.by_label.get(label)
        if kept is None:
            return 0
        if not speakers:
            return kept.statements
        if self._decided.isdisjoint(filter(None, map(self._groups.full, kept.names))):
            return 0
        # Of a decision it may hang on the article whose it is.
        said = {one.row: one.statements for one in self._mentions.of(kept.names)
                if one.label == label}  # fmt: skip
        return sum(
            count
            for row, count in said.items()
            if not any(one.says(self._article(row), label) for one in speakers)
        )


def _discard(places: defaultdict[str, set[str]], key: str, name: str) -> None:
    places[key].discard(name)
    if not places[key]:
        del places[key]
