"""Which names are one speaker's, asked all at once: the plain way of `qa.speakers.grouping`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from qa.people.matching import same_person
from qa.people.names import Kind, Name, parse
from qa.people.spelling import spellings
from qa.speakers.kinds import is_one_word, speaker_kind
from qa.speakers.speaker import SpeakerKind
from qa.text.words import fold, is_content, words


def grouped(names: Mapping[str, int]) -> dict[str, str]:
    """Return for each name the fullest name of whom it means.

    Args:
        names: Those that `speaker_kind` knows, each with how many statements it has.
    """
    full = _FullNames()
    unnamed: dict[str, str] = {}
    found = {}
    for name in sorted(names, key=lambda one: (*_fullness(one), -names[one], one)):
        if speaker_kind(name) is SpeakerKind.UNNAMED and not is_one_word(name):
            found[name] = unnamed.setdefault(_plain(name), name)
        elif speaker_kind(name) is SpeakerKind.UNNAMED:  # "Park", which is a word for a body, too
            person = full.person_of(name)
            found[name] = person or unnamed.setdefault(_plain(name), name)
        else:
            found[name] = full.joined(name)
    return found


def fullest(names: Iterable[str]) -> str:
    """Return the name that says most of whom it means."""
    return min(names, key=lambda one: (*_fullness(one), one))


def _fullness(name: str) -> tuple[int, int]:
    """Return what sorts fuller names before shorter ones: words, and letters of given names."""
    parsed = _parsed(name)
    if parsed is None:
        return (0, 0)
    return (-len(parsed.words) - len(parsed.tail), -sum(map(len, parsed.words)))


def _plain(name: str) -> str:
    return " ".join(fold(word.text) for word in words(name) if is_content(word.text))


def _parsed(name: str) -> Name | None:
    return next(iter(parse(name)), None)


@dataclass(slots=True)
class _FullNames:
    """The fullest names so far, looked up by the words of a name."""

    by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def joined(self, name: str) -> str:
        """Return the one full name that a name means; it is a new one where none or several do."""
        meant = [full for full in self._near(name) if same_person(name, full)]
        if len(meant) > 1:
            meant = [full for full in meant if _alike(name, full)][:1]
        if not meant:
            for word in _entries(name):
                self.by_word[word].append(name)
        return meant[0] if meant else name

    def person_of(self, surname: str) -> str | None:
        """Return the only person of a surname."""
        meant = [full for full in self._near(surname) if same_person(surname, full)]
        people = [full for full in meant if speaker_kind(full) is SpeakerKind.PERSON]
        return people[0] if len(people) == len(meant) == 1 else None

    def _near(self, name: str) -> Iterable[str]:
        return dict.fromkeys(full for word in _asked(name) for full in self.by_word.get(word, ()))


def _alike(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _entries(name: str) -> Iterator[str]:
    """Yield the words under which a full name is found: its own, all in one, and its initials."""
    parsed = _parsed(name)
    if parsed is None:
        return
    parts = (*parsed.words, *parsed.tail)
    yield from {form for part in parts for form in spellings(part)}
    yield from spellings("".join(parsed.words))
    yield "".join(fold(part)[:1] for part in parts)
    yield "".join(fold(part)[:1] for part in parts if is_content(part))


def _asked(name: str) -> Iterator[str]:
    """Yield the words of which one must lead to whomever a name can mean."""
    parsed = _parsed(name)
    if parsed is None:
        return
    last = parsed.last if parsed.kind is Kind.PERSON else parsed.words[-1:]
    yield from {form for part in last for form in spellings(part)}
    yield from spellings("".join(parsed.words))
    if len(parsed.words) == 1:
        yield fold(parsed.words[0])
