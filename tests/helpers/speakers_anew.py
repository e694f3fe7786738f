"""Everybody who speaks, made anew from all articles: what the list that is kept must agree with.

Written plainly, article by article, without anything that is stored for the list or kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grouped_anew import fullest, grouped

from index.opened.reading import ReadableIndex
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.speakers.everybody import Directory
from qa.speakers.keys import key_of, readable
from qa.speakers.kinds import people_of, speaker_kind
from qa.speakers.speaker import Speaker, SpeakerKind
from qa.speakers.told import NOTHING, Told, roles_of, told_by
from qa.statements.stored import StatementFinder


@dataclass(frozen=True, slots=True)
class Occurrence:
    """How often somebody speaks in one article. `label` is None for statements of nobody."""

    article: str
    label: str | None
    statements: int
    doubtful: int


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


def directory_anew(index: ReadableIndex) -> Directory:
    """Return everybody who speaks in an index whose articles are sound."""
    infos = {info.id: info.date for info in index.articles()}
    rows = {info.id: row for row, info in index._storage.articles.infos()}
    found, told = [], {}
    for name in sorted(infos, key=rows.__getitem__):
        article = index.article(name)
        statements = StatementFinder().annotate(article)
        told[name] = told_by(article, statements)
        counts: dict[str | None, list[int]] = {}
        for one in statements:
            counts.setdefault(one.speaker, [0, 0])[one.doubtful] += 1
        order = sorted(counts, key=lambda one: (one is not None, one or ""))
        found += [Occurrence(name, label, *counts[label]) for label in order]
    return directory(found, infos, told, index.speaker_decisions.all())


def directory(
    found: Sequence[Occurrence],
    dates: Mapping[str, str | None],
    told: Mapping[str, Told],
    decisions: Sequence[SpeakerDecision] = (),
) -> Directory:
    """Return everybody who speaks, by what was found in articles of these dates."""
    mentions = [
        Mention(name, one)
        for one in found
        if one.label is not None
        for name in people_of(one.label)
        if speaker_kind(name) is not None
    ]
    entries = [
        one for one in entries_of(mentions, decisions) if not _is_mere_word(one.mentions, told)
    ]
    made = [(entry, _speaker(entry, dates, told)) for entry in entries]
    listed = sorted(
        ((entry, one) for entry, one in made if one.statements),
        key=lambda pair: (-pair[1].statements, pair[1].name.casefold(), pair[1].key),
    )
    speakers = tuple(one for _, one in listed)
    by_label = _labels(speakers)
    return Directory(
        speakers=speakers,
        searched=len(dates),
        unlisted=_unlisted(found, by_label),
        nameless=sum(one.statements for one in found if one.label is None),
        doubtful=sum(one.doubtful for one in found),
        _by_key=_keys(listed),
        _by_label=by_label,
    )


def _is_mere_word(mentions: Sequence[Mention], told: Mapping[str, Told]) -> bool:
    """Whether a name is a word that every article where it stands writes small elsewhere."""
    return all(
        one.spelling in told.get(one.occurrence.article, NOTHING).ordinary
        and speaker_kind(one.spelling) is not SpeakerKind.UNNAMED
        for one in mentions
    )


def _speaker(entry: Entry, dates: Mapping[str, str | None], told: Mapping[str, Told]) -> Speaker:
    counts: Counter[str] = Counter()
    places: defaultdict[str, set[str]] = defaultdict(set)
    for one in entry.mentions:
        counts[one.spelling] += one.occurrence.statements
        places[one.occurrence.label or ""].add(one.occurrence.article)
    spoken = [one.occurrence for one in entry.mentions if one.occurrence.statements]
    by_article: Counter[str] = Counter()
    for occurrence in spoken:
        by_article[occurrence.article] += occurrence.statements
    known = sorted(date for article in by_article if (date := dates.get(article)))
    spellings = sorted(counts, key=lambda one: (one != entry.name, -counts[one], one))
    return Speaker(
        key=entry.key,
        name=entry.name,
        kind=speaker_kind(spellings[0]) or SpeakerKind.UNNAMED,
        labels=tuple(sorted(places)),
        spellings=tuple(spellings),
        roles=roles_of(_roles(entry.mentions, told)),
        statements=by_article.total(),
        by_article=dict(by_article),
        first=known[0] if known else None,
        last=known[-1] if known else None,
        doubtful=sum(one.occurrence.doubtful for one in entry.mentions),
        places={label: frozenset(where) for label, where in places.items()},
    )


def _roles(mentions: Iterable[Mention], told: Mapping[str, Told]) -> Iterable[str]:
    for one in mentions:
        role = told.get(one.occurrence.article, NOTHING).roles.get(one.spelling)
        if role:
            yield role


def _unlisted(
    found: Iterable[Occurrence], by_label: Mapping[str, Sequence[Speaker]]
) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one in found:
        label = one.label
        if label and not any(s.says(one.article, label) for s in by_label.get(label, ())):
            counts[label] += one.statements
    return {label: count for label, count in sorted(counts.items()) if count}


def _keys(listed: Iterable[tuple[Entry, Speaker]]) -> dict[str, Speaker]:
    """Return who is found by a key: his own, those of his spellings, and what is read of them."""
    pairs = list(listed)
    read: defaultdict[str, list[Speaker]] = defaultdict(list)
    for _, one in pairs:
        read[readable(one.name)].append(one)
    found = {plain: those[0] for plain, those in read.items() if plain and len(those) == 1}
    found |= {key: one for entry, one in pairs for key in entry.keys}
    return found | {one.key: one for _, one in pairs}


def _labels(speakers: Iterable[Speaker]) -> dict[str, tuple[Speaker, ...]]:
    found: defaultdict[str, list[Speaker]] = defaultdict(list)
    for one in speakers:
        for label in one.labels:
            found[label].append(one)
    return {label: tuple(those) for label, those in found.items()}


def assert_same(kept: Directory, anew: Directory) -> None:
    """Whatever can be asked of both has one answer."""
    assert [one.to_json() for one in kept.speakers] == [one.to_json() for one in anew.speakers]
    assert kept.speakers == anew.speakers
    assert list(kept.unlisted.items()) == list(anew.unlisted.items())
    assert (kept.searched, kept.nameless) == (anew.searched, anew.nameless)
    assert kept.doubtful == anew.doubtful
    assert dict(kept._by_key) == dict(anew._by_key)
    assert dict(kept._by_label) == dict(anew._by_label)
