"""Everybody who speaks in the articles that may be read, one entry each. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.people.matching import same_person
from qa.speakers.speaker import Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everybody who speaks, those with the most statements first, and what is left out.

    `searched` is how many articles were looked at. `unlisted` are the labels that are no speaker
    ("the back"), with how many statements they have; `nameless` counts statements of nobody known,
    `doubtful` those in lines that may be anybody's. `unread` are articles that are damaged, so that
    nobody knows who speaks there.
    """

    speakers: tuple[Speaker, ...]
    searched: int
    unlisted: Mapping[str, int]
    nameless: int
    doubtful: int
    unread: frozenset[str] = frozenset()
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
