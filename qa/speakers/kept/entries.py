"""One speaker's mentions as he is listed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from index.store.spoken.tellings import Telling
from qa.speakers.kept.mentions import Mention
from qa.speakers.kept.places import Counts, Places
from qa.speakers.keys import readable
from qa.speakers.kinds import speaker_kind
from qa.speakers.speaker import Speaker, SpeakerKind
from qa.speakers.told import roles_of


@dataclass(slots=True)
class Entry:
    """One speaker: his key and name, everything that is his, and other keys that lead to him.

    `place` sorts those of one key, name and number: by first mentions, or as they were parted.
    """

    key: str
    name: str
    mentions: list[Mention]
    keys: set[str]
    place: tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A speaker in the list: `order` sorts all, `keys` lead to him, and so may `readable`."""

    speaker: Speaker
    order: tuple[object, ...]
    keys: frozenset[str]
    readable: str


@dataclass(slots=True)
class _Counted:
    """What mentions come to: statements by spelling and by row, rows by label, roles in order."""

    spellings: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)
    doubtful: int = 0
    is_word: bool = True

    @classmethod
    def of(cls, mentions: Iterable[Mention]) -> "_Counted":
        found = cls()
        spellings, places, rows, roles = found.spellings, found.places, found.rows, found.roles
        is_word, doubtful = True, 0
        # Some are met in very many articles: this is what the list waits for.
        for row, label, _, name, statements, unsure, role, ordinary in mentions:
            spellings[name] = spellings.get(name, 0) + statements
            if label in places:
                places[label].append(row)
            else:
                places[label] = [row]
            if statements:
                rows[row] = rows.get(row, 0) + statements
            if role:
                roles.append(role)
            doubtful += unsure
            if is_word:
                is_word = ordinary and speaker_kind(name) is not SpeakerKind.UNNAMED
        found.is_word, found.doubtful = is_word, doubtful
        return found


def listed(entry: Entry, articles: Mapping[int, Telling]) -> Listed | None:
    """Return a speaker as he is listed.

    None is for who says nothing for sure, and for a name that is a word which every article where
    it stands writes small elsewhere.

    Args:
        entry: whose.
        articles: by row, all in which he is met.
    """
    found = _Counted.of(entry.mentions)
    if found.is_word or not found.rows:
        return None
    spellings = sorted(
        found.spellings, key=lambda one: (one != entry.name, -found.spellings[one], one)
    )
    known = [when for row in found.rows if (when := articles[row].date)]
    speaker = Speaker(
        key=entry.key,
        name=entry.name,
        kind=speaker_kind(spellings[0]) or SpeakerKind.UNNAMED,
        labels=tuple(sorted(found.places)),
        spellings=tuple(spellings),
        roles=roles_of(found.roles),
        statements=sum(found.rows.values()),
        by_article=Counts([articles[row].article for row in found.rows], found.rows.values()),
        first=min(known, default=None),
        last=max(known, default=None),
        doubtful=found.doubtful,
        places=Places(
            {
                label: [articles[row].article for row in dict.fromkeys(rows)]
                for label, rows in found.places.items()
            }
        ),
    )
    return Listed(
        speaker=speaker,
        order=(-speaker.statements, entry.name.casefold(), entry.key, *entry.place),
        keys=frozenset(entry.keys),
        readable=readable(entry.name),
    )
