"""The directory: everybody who speaks in the articles that may be read, one entry each.

What may not be read changes nothing: names are brought together, counted and dated by the
articles that may be read alone.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.articles.article import ArticleInfo
from qa.people.matching import same_person
from qa.speakers.grouping import grouped
from qa.speakers.keys import key_of, readable
from qa.speakers.kinds import people_of, speaker_kind
from qa.speakers.occurrences import Occurrence, by_label, occurrences
from qa.speakers.speaker import Speaker, SpeakerKind

if TYPE_CHECKING:
    from index.collection import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everybody who speaks, those with the most statements first, and what is left out.

    `searched` is how many articles were looked at. `unlisted` are the labels that are no speaker
    ("the back"), with how many statements they have; `nameless` counts statements of nobody known,
    `doubtful` those in lines that may be anybody's.
    """

    speakers: tuple[Speaker, ...]
    searched: int
    unlisted: Mapping[str, int]
    nameless: int
    doubtful: int
    _by_key: Mapping[str, Speaker] = field(repr=False)
    _by_label: Mapping[str, tuple[Speaker, ...]] = field(repr=False)

    def find(self, wanted: str) -> Speaker | None:
        """Return the speaker of a key, or the only one whom a name can mean.

        The key that a speaker had under another of his spellings finds him, too.
        """
        by_key = self._by_key.get(wanted)
        if by_key is not None:
            return by_key
        found = self.named(wanted)
        return found[0] if len(found) == 1 else None

    def named(self, name: str) -> tuple[Speaker, ...]:
        """Return all whom a name can mean; one who is called exactly so is the only one."""
        called = [one for one in self.speakers if _is_called(one, name)]
        return tuple(called) or tuple(
            one for one in self.speakers if any(same_person(name, s) for s in one.spellings)
        )

    def of(self, article: str, label: str | None) -> tuple[Speaker, ...]:
        """Return whose the statements under a label in an article are; several for a joint one."""
        return tuple(s for s in self._by_label.get(label or "", ()) if s.says(article, label))


def _is_called(speaker: Speaker, name: str) -> bool:
    plain = " ".join(name.casefold().split())
    return any(" ".join(one.casefold().split()) == plain for one in speaker.spellings)


def directory_of(index: "Index", articles: Collection[str] | None = None) -> Directory:
    """Return everybody who speaks in the articles of an index.

    Args:
        index: where they are; statements that are not stored yet are found, and stored.
        articles: identifiers of those that may be read; all when left out.
    """
    infos = [info for info in index.articles() if articles is None or info.id in articles]
    return directory(occurrences(index, {info.id for info in infos}), infos)


def directory(found: Sequence[Occurrence], infos: Sequence[ArticleInfo]) -> Directory:
    """Return everybody who speaks, from the articles looked at and who speaks in each."""
    labels = by_label(found)
    names = {label: people_of(label) for label in labels}
    counts: Counter[str] = Counter()
    for label, people in names.items():
        for name in people:
            if speaker_kind(name) is not None:
                counts[name] += sum(one.statements + one.doubtful for one in labels[label])
    full = grouped(counts)
    units: defaultdict[str, list[tuple[str, Occurrence]]] = defaultdict(list)
    for label, people in names.items():
        for name in people:
            if name in full:
                units[full[name]] += [(name, one) for one in labels[label]]
    dates = {info.id: info.date for info in infos}
    speakers = sorted(
        (_speaker(name, mine, dates) for name, mine in units.items()),
        key=lambda one: (-one.statements, one.name.casefold(), one.key),
    )
    listed = [one for one in speakers if one.statements]
    return Directory(
        speakers=tuple(listed),
        searched=len(infos),
        unlisted=_unlisted(labels, names, full),
        nameless=sum(one.statements for one in found if one.label is None),
        doubtful=sum(one.doubtful for one in found),
        _by_key=_keys(listed),
        _by_label=_labels(listed),
    )


def _speaker(
    name: str, mine: Sequence[tuple[str, Occurrence]], dates: Mapping[str, str | None]
) -> Speaker:
    counts: Counter[str] = Counter()
    places: defaultdict[str, set[str]] = defaultdict(set)
    for spelling, one in mine:
        counts[spelling] += one.statements
        places[one.label or ""].add(one.article)
    spoken = [one for _, one in mine if one.statements]
    known = sorted(date for one in spoken if (date := dates.get(one.article)))
    return Speaker(
        key=key_of(name),
        name=name,
        kind=speaker_kind(name) or SpeakerKind.UNNAMED,
        labels=tuple(sorted(places)),
        spellings=(name, *sorted(counts.keys() - {name}, key=lambda one: (-counts[one], one))),
        statements=sum(one.statements for one in spoken),
        article_ids=frozenset(one.article for one in spoken),
        first=known[0] if known else None,
        last=known[-1] if known else None,
        doubtful=sum(one.doubtful for _, one in mine),
        places={label: frozenset(where) for label, where in places.items()},
    )


def _unlisted(
    labels: Mapping[str, Sequence[Occurrence]],
    names: Mapping[str, Sequence[str]],
    full: Mapping[str, str],
) -> dict[str, int]:
    counts = {
        label: sum(one.statements for one in labels[label])
        for label, people in names.items()
        if not any(name in full for name in people)
    }
    return {label: count for label, count in sorted(counts.items()) if count}


def _keys(speakers: Iterable[Speaker]) -> dict[str, Speaker]:
    """Return who is found by a key: his own, those of his spellings, and what is read of them."""
    listed = list(speakers)
    found: dict[str, Speaker] = {}
    read: defaultdict[str, list[Speaker]] = defaultdict(list)
    for one in listed:
        read[readable(one.name)].append(one)
        for spelling in one.spellings:
            found.setdefault(key_of(spelling), one)
    found |= {plain: those[0] for plain, those in read.items() if plain and len(those) == 1}
    return found | {one.key: one for one in listed}


def _labels(speakers: Iterable[Speaker]) -> dict[str, tuple[Speaker, ...]]:
    found: defaultdict[str, list[Speaker]] = defaultdict(list)
    for one in speakers:
        for label in one.labels:
            found[label].append(one)
    return {label: tuple(those) for label, those in found.items()}
