"""Which of those mentioned a pronoun or a role means: what speaks for each, and its weights.

A candidate is described by features that are there or not; the weights (`antecedent_weights`) were
fitted on articles whose speakers are marked. The likeliest is taken if it is likely enough:
somebody else's name is worse than none.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from qa.people.antecedent_weights import LEAST, WEIGHTS

if TYPE_CHECKING:
    from qa.people.cast import Person

NOBODY = "nobody"
"""The feature of the choice of nobody; its weight is what the others must outweigh."""


class Asked(StrEnum):
    """What somebody is looked for to explain."""

    PERSON = "he or she"
    SEVERAL = "they"
    THING = "it"
    QUOTATION = "a quotation without a speaker of its own"
    HOLDER = "the mayor"
    BODY = "the company"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody mentioned in a sentence.

    `first` is whether the mention stands before the first verb, `led` whether a preposition leads
    it or it owns what follows, `addressed` whether a verb of saying stands before it, `spoke`
    whether the one mentioned is said to speak in the sentence.
    """

    person: "Person"
    sentence: int
    paragraph: int
    place: int
    first: bool = False
    led: bool = False
    addressed: bool = False
    spoke: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant, with what speaks for and against it."""

    person: "Person"
    features: tuple[str, ...]


class Chooser(Protocol):
    """Takes one of the candidates, or none."""

    def __call__(self, asked: Asked, candidates: Sequence[Candidate], at: int) -> "Person | None":
        """Return who is meant by the word or quotation that begins at the offset `at`."""


def likeliest(asked: Asked, candidates: Sequence[Candidate], at: int = 0) -> "Person | None":
    """Return the likeliest of the candidates by the fitted weights, None where none is likely."""
    del at  # the features have all that counts
    if not candidates:
        return None
    weights = WEIGHTS[asked.value]
    scores = [score(one.features, weights) for one in candidates]
    best = max(range(len(scores)), key=lambda place: (scores[place], -place))
    total = sum(math.exp(one - scores[best]) for one in (*scores, weights.get(NOBODY, 0.0)))
    return candidates[best].person if 1 / total >= LEAST[asked.value] else None


def score(features: Iterable[str], weights: Mapping[str, float]) -> float:
    """Return the sum of the weights of features; one without a weight says nothing."""
    return sum(weights.get(one, 0.0) for one in features)


@dataclass(frozen=True, slots=True)
class Here:
    """Where it is asked: the sentence, its paragraph, the token, and who spoke last of all."""

    sentence: int
    paragraph: int
    place: int
    gender: str | None = None
    last: "Person | None" = None
    asked_last: bool = False
    before: "Person | None" = None
    after_comma: bool = False
    told: "Description | None" = None


@dataclass(frozen=True, slots=True)
class Description:
    """A role or kind of body for which somebody is looked for: "the mayor", "her lawyer".

    `holder` is whom the article gives the role last before, `of_noun` how many have its noun
    beside their name, `owner` the word it begins with ("the", "her"), in small letters.
    """

    noun: str
    owner: str
    words: int
    of_noun: int
    holder: "Person | None" = None


def candidates_of(mentions: Iterable[Mention], here: Here) -> list[Candidate]:
    """Return everybody mentioned, each once, the one mentioned last first."""
    by_person: dict[int, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda one: (-one.sentence, one.place)):
        by_person.setdefault(id(mention.person), []).append(mention)
    people = [found[0].person for found in by_person.values()]
    most = max((one.mentions for one in people), default=0)
    certain = sum(one.gender == here.gender and one.human for one in people)
    ranks: dict[int, int] = {}
    found = []
    for told in by_person.values():
        nearest = max(
            told[: _of_sentence(told)], key=lambda one: (one.spoke, one.first, not one.led)
        )
        rank = ranks[nearest.sentence] = ranks.get(nearest.sentence, -1) + 1
        features = (*_of_place(nearest, rank, here), *_of_person(told, most, here))
        if here.told is not None:
            features = (*features, *_of_description(nearest.person, here.told))
        if certain == 1 and nearest.person.human and nearest.person.gender == here.gender:
            features = (*features, "alone certain")
        found.append(Candidate(nearest.person, (*features, *_alone(len(by_person)))))
    return found


def _of_sentence(told: Sequence[Mention]) -> int:
    """Return how many of the mentions, the latest first, are in the latest one's sentence."""
    return sum(one.sentence == told[0].sentence for one in told)


def _alone(count: int) -> tuple[str, ...]:
    return ("alone",) if count == 1 else ("of two",) if count == 2 else ()


def _of_place(nearest: Mention, rank: int, here: Here) -> Iterable[str]:
    distance = min(here.sentence - nearest.sentence, 5)
    yield f"distance {distance}"
    near = "here" if distance == 0 else "before" if distance == 1 else "far"
    yield f"paragraph {min(here.paragraph - nearest.paragraph, 3)} {near}"
    yield f"rank {min(rank, 3)} {near}"
    if distance == 0 and here.after_comma:
        yield "comma between"
    for told, name in (
        (nearest.first, "first"),
        (nearest.led, "led"),
        (nearest.addressed, "addressed"),
        (nearest.spoke, "spoke"),
    ):
        if told:
            yield f"{name} {near}"


def _of_person(told: Sequence[Mention], most: int, here: Here) -> Iterable[str]:
    person = told[0].person
    if here.gender is not None:
        yield "gender told" if person.gender == here.gender else "gender unknown"
    yield "human" if person.human else "body" if person.body else "unsure"
    if not person.named:
        yield "unnamed"
    if person.plural:
        yield "several"
    if len(person.keys) == 1:
        yield "one word"
    if person.mentions == most and most > 1:
        yield "main"
    sentences = {one.sentence for one in told}
    yield f"mentioned {min(len(sentences), 3)}"
    if any(one.spoke for one in told):
        yield "spoke at all"
    near = min(here.sentence - told[0].sentence, 2)
    apart = min(here.paragraph - told[0].paragraph, 2)
    if person is here.last:
        yield f"{'last asked' if here.asked_last else 'last'} {apart}"
    if person is here.before:
        yield f"meant before {near} {apart}"
    if person.place:
        yield "place"


def _of_description(person: "Person", told: Description) -> Iterable[str]:
    owner = "the" if told.owner == "the" else "its" if told.owner == "its" else "whose"
    if person is told.holder:
        yield "holder"
        yield f"holder {owner}"
        yield f"holder of {min(told.of_noun, 3)}"
    elif told.holder is not None:
        yield "other than holder"
    if told.noun in person.nouns:
        yield "has noun"
    elif person.nouns:
        yield "has another noun"
    else:
        yield f"has no noun, others {told.of_noun > 0}"
    if told.noun in person.keys:
        yield "noun in name"
    yield f"owner {owner}"
    yield f"words {min(told.words, 3)}"
    if not person.named and person.name.casefold().split()[-1:] == [told.noun]:
        yield "unnamed of noun"
