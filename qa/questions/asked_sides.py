"""Whose words about what a question wants set side by side, or followed through time."""

import re
from dataclasses import dataclass, replace

from qa.answers import Kind
from qa.people.names import looks_like_name
from qa.questions.names_asked import are_names, split_names
from qa.questions.requests.changes import change_asked, position_of
from qa.questions.requests.comparisons import without_comparing
from qa.questions.sought_speech import tidy_topic
from qa.questions.understanding import MAX_LENGTH, bare_wording, by_rules


@dataclass(frozen=True, slots=True)
class AskedSides:
    """The speakers by name, none where the question does not name them; what it is about.

    `said` is whether somebody's words are asked for, rather than what things are like.
    """

    speakers: tuple[str, ...]
    topic: str | None
    said: bool = True


def asked_sides(text: str, language: str = "en") -> AskedSides | None:
    """Return what is to be set side by side; None where a question asks for nothing of the kind."""
    text = " ".join(text[:MAX_LENGTH].split())
    if not text:
        return None
    core = bare_wording(text, language)
    change = change_asked(core, language)
    if change is not None:
        return _asked(split_names(change.who, language), change.topic, language)
    asked = by_rules(text, language=language).question
    if asked.kind is not Kind.COMPARE:
        return None
    sides = tuple(side.replace("’", "'") for side in asked.sides or asked.speakers)
    plain = None if sides else position_of(without_comparing(core, language), language)
    if plain is not None:  # "compare what berg and reyes said about fares"
        names = split_names(plain.who, language)
        named = are_names(names, language)
        return AskedSides(names if named else (), tidy_topic(plain.topic or "", language))
    positions = [position_of(side, language) for side in sides]
    topic = next((one.topic for one in positions if one and one.topic), asked.topic)
    names = tuple(one.who if one else side for one, side in zip(positions, sides, strict=True))
    found = _asked(names if len(names) > 1 else (), topic, language)
    return replace(found, said=bool(asked.speakers or found.speakers))


def _asked(names: tuple[str, ...], topic: str | None, language: str) -> AskedSides:
    named = all(_is_name(name, language) for name in names)
    return AskedSides(names if named else (), tidy_topic(topic or "", language))


def _is_name(name: str, language: str) -> bool:
    """Whether it is written as a name, a body's article aside."""
    bare = re.sub(r"^the ", "", name, flags=re.IGNORECASE)
    return looks_like_name(bare, language)
