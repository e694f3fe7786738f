"""One speaker's mentions as he is listed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

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
    """What mentions come to."""

    spellings: Counter[str] = field(default_factory=Counter)
    places: defaultdict[str, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))
    rows: dict[int, int] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)
    doubtful: int = 0
    is_word: bool = True

    @classmethod
    def of(cls, mentions: Iterable[Mention]) -> "_Counted":
        found = cls()
        unnamed: dict[str, bool] = {}
        for one in mentions:
            found.spellings[one.name] += one.statements
            found.places[one.label][one.row] = None
            if one.statements:
                found.rows[one.row] = found.rows.get(one.row, 0) + one.statements
            if one.role:
                found.roles.append(one.role)
            found.doubtful += one.doubtful
            if not one.ordinary:
                found.is_word = False
            elif found.is_word:
                if one.name not in unnamed:
                    unnamed[one.name] = speaker_kind(one.name) is SpeakerKind.UNNAMED
                found.is_word = not unnamed[one.name]
        return found


def listed(
    entry: Entry, article: Callable[[int], str], date: Callable[[int], str | None]
) -> Listed | None:
    """Return a speaker as he is listed.

    None is for who says nothing for sure, and for a name that is a word which every article where
    it stands writes small elsewhere.

    Args:
        entry: whose.
        article: gives the identifier of a row.
        date: gives its date.
    """
    found = _Counted.of(entry.mentions)
    if found.is_word or not found.rows:
        return None
    spellings = sorted(
        found.spellings, key=lambda one: (one != entry.name, -found.spellings[one], one)
    )
    known = [when for row in found.rows if (when := date(row))]
    names = {row: article(row) for rows in found.places.values() for row in rows}
    speaker = Speaker(
        key=entry.key,
        name=entry.name,
        kind=speaker_kind(spellings[0]) or SpeakerKind.UNNAMED,
        labels=tuple(sorted(found.places)),
        spellings=tuple(spellings),
        roles=roles_of(found.roles),
        statements=sum(found.rows.values()),
        by_article=Counts([names[row] for row in found.rows], found.rows.values()),
        first=min(known, default=None),
        last=max(known, default=None),
        doubtful=found.doubtful,
        places=Places({label: _named(rows, names) for label, rows in found.places.items()}),
    )
    return Listed(
        speaker=speaker,
        order=(-speaker.statements, entry.name.casefold(), entry.key, *entry.place),
        keys=frozenset(entry.keys),
        readable=readable(entry.name),
    )


def _named(rows: Iterable[int], names: dict[int, str]) -> Sequence[str]:
    return [names[row] for row in rows]
