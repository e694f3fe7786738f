"""What is known of a name by itself: found once, and shared as long as somebody uses it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakValueDictionary

from qa.language.tables import tables
from qa.people.matching import same_names
from qa.people.names import Kind, Name, parse
from qa.people.spelling import spellings
from qa.speakers.keys import key_of
from qa.speakers.kinds import is_one_word, speaker_kind
from qa.speakers.speaker import SpeakerKind
from qa.text.words import fold, is_content, words


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class KnownName:
    """A name that `speaker_kind` knows.

    `fullness` sorts fuller names before shorter ones: by words, and letters of given names.
    `plain` are its words that say something. `leads` are the words under which others find it,
    `asks` those of which one must lead to whomever it can mean.
    """

    name: str
    kind: SpeakerKind
    fullness: tuple[int, int]
    plain: str
    parsed: tuple[Name, ...]
    leads: tuple[str, ...]
    asks: tuple[str, ...]
    key: str
    marks: "Marks"

    @property
    def is_named(self) -> bool:
        """Whether it is somebody's own."""
        return self.kind is not SpeakerKind.UNNAMED

    def can_mean(self, other: "KnownName") -> bool:
        """Whether both can mean one."""
        return not self.marks.differ(other.marks) and same_names(self.parsed, other.parsed)


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells a name from most others of its surname or noun, at a glance.

    `told` are forms of given names, or of what is said of a body, all words in one, and initials;
    `found` are the same with the first letters of given names in place of initials. Both are empty
    where nothing is to be told. `is_short` is for names with initials.
    """

    told: frozenset[str] = frozenset()
    found: frozenset[str] = frozenset()
    is_short: bool = False

    def differ(self, other: "Marks") -> bool:
        """Whether two names cannot mean one, for sure (`qa.people.matching`)."""
        return (
            bool(self.told and other.told)
            and self.told.isdisjoint(other.found)
            and not (other.is_short and not other.told.isdisjoint(self.found))
        )


_SHARED: WeakValueDictionary[str, KnownName] = WeakValueDictionary()
_LOCK = threading.Lock()


def known_name(name: str) -> KnownName:
    """Return what is known of a name."""
    with _LOCK:
        found = _SHARED.get(name)
    if found is None:
        found = _known(name)
        with _LOCK:
            found = _SHARED.setdefault(name, found)
    return found


def fullest(names: Iterator[str] | set[str]) -> str:
    """Return the name that says most of whom it means."""
    return min(names, key=lambda one: (*_fullness(_first(parse(one))), one))


def _known(name: str) -> KnownName:
    parsed = parse(name)
    first, kind = _first(parsed), speaker_kind(name) or SpeakerKind.UNNAMED
    is_named = kind is not SpeakerKind.UNNAMED
    may_be_surname = is_named or is_one_word(name)  # "Park", which is a word for a body, too
    return KnownName(
        name=name,
        kind=kind,
        fullness=_fullness(first),
        plain=" ".join(fold(word.text) for word in words(name) if is_content(word.text)),
        parsed=parsed,
        leads=tuple(sorted(set(_leads(first)))) if is_named else (),
        asks=tuple(sorted(set(_asks(first)))) if may_be_surname else (),
        key=key_of(name),
        marks=_marks(parsed),
    )


def _marks(parsed: tuple[Name, ...]) -> Marks:
    if len(parsed) != 1:
        return Marks()
    (name,) = parsed
    joined = {f"{form} in one" for form in spellings("".join(name.words))}
    if name.kind is not Kind.PERSON:
        said = {min(spellings(part)) for part in name.modifiers}
        both = frozenset(said | joined) if said else frozenset()
        return Marks(both, both)
    given = name.given
    if all(place in name.optional for place in range(len(given))):
        return Marks()
    forms = tables().names.short_forms
    words = {form for part in given for form in (*spellings(part), *forms.get(fold(part), ()))}
    if len(given) > 1:  # JK for Joan Kay
        words.add("".join(fold(part)[:1] for part in given))
    words |= joined | set(given)
    initials = {f"{fold(part)[:1]} first" for part in given if len(part) == 1}
    letters = {f"{fold(part)[:1]} first" for part in given}
    return Marks(frozenset(words | initials), frozenset(words | letters), bool(initials))


def _first(parsed: tuple[Name, ...]) -> Name | None:
    return next(iter(parsed), None)


def _fullness(parsed: Name | None) -> tuple[int, int]:
    if parsed is None:
        return (0, 0)
    return (-len(parsed.words) - len(parsed.tail), -sum(map(len, parsed.words)))


def _leads(parsed: Name | None) -> Iterator[str]:
    """Yield the words under which a full name is found: its own, all in one, and its initials."""
    if parsed is None:
        return
    parts = (*parsed.words, *parsed.tail)
    yield from (form for part in parts for form in spellings(part))
    yield from spellings("".join(parsed.words))
    yield "".join(fold(part)[:1] for part in parts)
    yield "".join(fold(part)[:1] for part in parts if is_content(part))


def _asks(parsed: Name | None) -> Iterator[str]:
    """Yield the words of which one must lead to whomever a name can mean."""
    if parsed is None:
        return
    last = parsed.last if parsed.kind is Kind.PERSON else parsed.words[-1:]
    yield from (form for part in last for form in spellings(part))
    yield from spellings("".join(parsed.words))
    if len(parsed.words) == 1:
        yield fold(parsed.words[0])
