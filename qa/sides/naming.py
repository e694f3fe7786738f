"""Whom the names of a wish mean, and what is wrong with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.people.known.near_names import near
from qa.sides.values import LONGEST_NAME, MOST_SPEAKERS, Problem, Trouble
from qa.speakers.directory import Directory
from qa.speakers.speaker import Speaker
from qa.text.words import fold, is_content, words

MOST_NEAR = 5
"""Speakers named where nobody is called as wished."""


@dataclass(frozen=True, slots=True)
class Named:
    """The speakers meant, in the order wished, and what could not be done."""

    speakers: tuple[Speaker, ...]
    troubles: tuple[Trouble, ...]


def named(wanted: Iterable[str], directory: Directory) -> Named:
    """Return whom keys or names mean; each once, at most `MOST_SPEAKERS`."""
    found: dict[str, Speaker] = {}
    troubles = []
    for given in wanted:
        name = " ".join(given[:LONGEST_NAME].split())
        if not name:
            continue
        speaker = directory.find(name)
        if speaker is None:
            troubles.append(_unknown(name, directory))
        elif speaker.key in found:
            troubles.append(Trouble(Problem.TWICE, speaker.name))
        elif len(found) == MOST_SPEAKERS:
            troubles.append(Trouble(Problem.MANY, speaker.name))
        else:
            found[speaker.key] = speaker
    once = {(trouble.problem, trouble.name): trouble for trouble in troubles}
    return Named(tuple(found.values()), tuple(once.values()))


def _unknown(name: str, directory: Directory) -> Trouble:
    several = directory.named(name)
    if len(several) > 1:
        return Trouble(Problem.SEVERAL, name, tuple(several[:MOST_NEAR]))
    return Trouble(Problem.UNKNOWN, name, tuple(nearest(name, directory.speakers)))


def nearest(name: str, speakers: Sequence[Speaker]) -> list[Speaker]:
    """Return speakers with a word of a name, or one spelled nearly so; most words shared first."""
    wanted = {fold(word.text) for word in words(name) if is_content(word.text)}
    held = [{fold(word.text) for word in words(one.name)} for one in speakers]
    known = {word for some in held for word in some}
    alike = {word: {word, *near(word, known)} & known for word in wanted}
    shared = [sum(not some.isdisjoint(like) for like in alike.values()) for some in held]
    order = sorted(range(len(speakers)), key=lambda place: -shared[place])
    return [speakers[place] for place in order[:MOST_NEAR] if shared[place]]
