"""The directory: everybody who speaks in the articles that may be read, one entry each.

What may not be read changes nothing: names are brought together, counted and dated by the
articles that may be read alone.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.articles.article import ArticleInfo
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.people.matching import same_person
from qa.speakers.entries import Entry, Mention, entries_of
from qa.speakers.keys import readable
from qa.speakers.kinds import people_of, speaker_kind
from qa.speakers.occurrences import Occurrence, occurrences
from qa.speakers.speaker import Speaker, SpeakerKind
from qa.speakers.told import NOTHING, Told, roles_of, told_by, told_so_far

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex


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
        """Return all whom a name can mean; those who are called exactly so are the only ones."""
        called = [one for one in self.speakers if _is_called(one, name)]
        return tuple(called) or tuple(
            one for one in self.speakers if any(same_person(name, s) for s in one.spellings)
        )

    def of(self, article: str, label: str | None) -> tuple[Speaker, ...]:
        """Return whose the statements under a label in an article are; several for a joint one."""
        return tuple(s for s in self._by_label.get(label or "", ()) if s.says(article, label))


def _is_called(speaker: Speaker, name: str) -> bool:
    plain = _plain(name)
    return any(_plain(one) == plain for one in (speaker.name, *speaker.spellings))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def directory_of(index: "ReadableIndex", articles: Collection[str] | None = None) -> Directory:
    """Return everybody who speaks in the articles of an index.

    Args:
        index: where they are; statements that are not stored yet are found, and stored.
        articles: identifiers of those that may be read; all when left out.
    """
    infos = [info for info in index.articles() if articles is None or info.id in articles]
    found = occurrences(index, {info.id for info in infos})
    fresh = {
        name: told_by(one.article, one.statements) if one.article else NOTHING
        for name, one in found.fresh.items()
    }
    others = sorted({one.article for one in found.occurrences if one.label} - fresh.keys())
    known = told_so_far.of(index, others) | fresh
    return directory(found.occurrences, infos, known, index.speaker_decisions.all())


def directory(
    found: Sequence[Occurrence],
    infos: Sequence[ArticleInfo],
    told: Mapping[str, Told],
    decisions: Sequence[SpeakerDecision] = (),
) -> Directory:
    """Return everybody who speaks.

    Args:
        found: who speaks in the articles looked at.
        infos: of these articles.
        told: what they tell of those who speak there, by identifier.
        decisions: of editors, earliest first.
    """
    mentions = [
        Mention(name, one)
        for one in found
        if one.label is not None
        for name in people_of(one.label)
        if speaker_kind(name) is not None
    ]
    dates = {info.id: info.date for info in infos}
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
        searched=len(infos),
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
