"""What is quoted together: a list, all who hold a stance, the best sentence with its like. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qa.answers import Kind
from qa.evidence.calibration import Coefficients, probability
from qa.evidence.candidate import Candidate
from qa.evidence.companions import companion_facts
from qa.evidence.facts import Weighed
from qa.evidence.stances.weighing import holders
from qa.questions.question import Question
from qa.quotes.list_items import as_one
from qa.quotes.neighbours import adjoins, running_on
from qa.quotes.quoting import NEAREST
from qa.text.words import content_stems, stems


@dataclass(frozen=True, slots=True)
class Share:
    """How many quotes a kind of question gets, and how near to the best they have to come.

    `near` is the least share of the best one's chance, for readers whose calibration does not weigh
    what goes together (`Calibration.companion`).
    """

    most: int
    near: float


SHARES: Mapping[Kind, Share] = {
    Kind.FACT: Share(1, 0.9),
    Kind.WHO_SAID: Share(3, 0.6),
    Kind.YES_NO: Share(2, 0.7),
    Kind.OPEN: Share(4, 0.5),
    Kind.TOPIC: Share(5, 0.4),
    Kind.LIST: Share(12, 0.35),
    Kind.COMPARE: Share(6, 0.35),
}
UNSURE = Share(NEAREST, 0.4)
"""Where it is not sure that the best one answers, whatever the kind."""
_WHO = Share(2, 0.8)
"""Where it is asked who said something, one answers as a rule."""
_HOLDERS, _HOLDERS_UNSURE = 6, 4
"""Quotes where it is asked who is for something or against it."""
_ANYTHING = Share(4, 0.0)
"""Where anything that somebody said is asked for."""
_COMPANION = 0.2
"""Least probability with which a sentence is quoted beside the best one."""
_COMPANION_UNSURE = 0.11
"""The same where it is not sure that the best one answers."""
WEIGHED_TOGETHER = 40
"""Sentences that are weighed beside the best one."""


class Together(NamedTuple):
    """Sentences in the order of their quotes, at most how many, whether each has its own line."""

    sentences: Sequence[Weighed]
    most: int
    apart: bool = False


def of_list(items: Sequence[Weighed], *, unsure: bool) -> Together | None:
    """Return the items of a list; None without any, and as one quote where many are unsure."""
    if not items:
        return None
    most = (UNSURE if unsure else SHARES[Kind.LIST]).most
    return Together(as_one(items) if len(items) > most else items, most, apart=True)


def any_words(question: Question, own: Sequence[Weighed]) -> Together:
    """Return words of those of whom any words are asked for."""
    picked = _picked(question, own, _ANYTHING, None, _COMPANION)
    return Together(_own_first(question, picked), _ANYTHING.most, question.kind is Kind.LIST)


def of_holders(
    question: Question, allowed: Sequence[Weighed], companion: Coefficients | None, *, unsure: bool
) -> Together | None:
    """Return what is said by all who hold the stance asked for; None where none is asked for."""
    held = holders(question, allowed)
    if not held:
        return None
    share = _share(question, unsure=unsure)
    picked = _picked(question, allowed, share, companion, _least(unsure=unsure))
    most = _HOLDERS_UNSURE if unsure else _HOLDERS
    return Together(_own_first(question, _each_once(*held, *picked)), most, apart=True)


def of_likeliest(
    question: Question, allowed: Sequence[Weighed], companion: Coefficients | None, *, unsure: bool
) -> Together:
    """Return the best sentence and what is quoted beside it.

    Args:
        question: What is asked.
        allowed: Sentences that may answer, the likeliest first; at least one.
        companion: Weighs what goes together; None where the calibration does not say.
        unsure: Whether it is not sure that the best one answers.
    """
    share, a_list = _share(question, unsure=unsure), question.kind is Kind.LIST
    picked = _picked(question, allowed, share, companion, _least(unsure=unsure))
    own = _own_first(question, picked)
    return Together(_as_written(own) if a_list and not unsure else own, share.most, a_list)


def _least(*, unsure: bool) -> float:
    return _COMPANION_UNSURE if unsure else _COMPANION


def _share(question: Question, *, unsure: bool) -> Share:
    if unsure:
        return UNSURE
    if question.kind is Kind.WHO_SAID and not question.speakers:
        return _WHO
    return SHARES.get(question.kind, SHARES[Kind.OPEN])


def _picked(
    question: Question,
    allowed: Sequence[Weighed],
    share: Share,
    companion: Coefficients | None,
    least: float,
) -> list[Weighed]:
    """Return the best sentence and what is quoted with it, the likeliest first.

    Args:
        question: What is asked.
        allowed: Sentences that may answer, the likeliest first.
        share: How many are quoted.
        companion: Weighs what goes together; None where the calibration does not say.
        least: Probability with which a sentence has to go with the best one.
    """
    sound = [one for one in allowed if one.candidate.doubtful == allowed[0].candidate.doubtful]
    if companion is None:
        near = [one for one in sound if one.chance >= share.near * allowed[0].chance]
    else:
        near = _together(question, sound[:WEIGHED_TOGETHER], companion, least)
    if question.kind is Kind.COMPARE or len(question.speakers) > 1:
        near = list(_by_turns(question, near, sound))
    kept = near[: share.most]
    if companion is not None:
        return kept
    more = [other for one in kept for other in running_on(one, sound)]
    return _each_once(*kept, *more)


def _each_once(*chosen: Weighed) -> list[Weighed]:
    return list({id(one): one for one in chosen}.values())


def _together(
    question: Question, sound: Sequence[Weighed], companion: Coefficients, least: float
) -> list[Weighed]:
    best, *others = sound
    chances = [
        (probability(companion.logit(companion_facts(question, best, one))), one) for one in others
    ]
    kept = sorted((pair for pair in chances if pair[0] >= least), key=lambda pair: -pair[0])
    return [best, *(one for _, one in kept)]


def _own_first(question: Question, picked: Sequence[Weighed]) -> list[Weighed]:
    """Return what was picked, the words of those asked about before what is told around them.

    Where it is asked what somebody said, a sentence that only leads up to his words ("On the budget
    she was blunter.") is no answer beside them.
    """
    if question.kind is not Kind.WHO_SAID or not (question.sure and question.named):
        return list(picked)
    own = [one for one in picked if one.candidate.asked]
    rest = [
        one
        for one in picked
        if not one.candidate.asked
        and not any(
            one.candidate.article.id == other.candidate.article.id
            and adjoins(one.candidate, other.candidate)
            for other in own
        )
    ]
    return [*own, *rest]


def _as_written(picked: Sequence[Weighed]) -> list[Weighed]:
    """Return the members of a list in the order of their articles, the best article first."""
    articles = list(dict.fromkeys(one.candidate.article.id for one in picked))
    return sorted(picked, key=lambda w: (articles.index(w.candidate.article.id), w.candidate.start))


def _by_turns(
    question: Question, near: Sequence[Weighed], sound: Sequence[Weighed]
) -> Iterator[Weighed]:
    """Yield the sentences side by side in turn, so that every side has its say.

    Of everybody and everything asked about the best is given, however near it comes to the best of
    all.
    """
    named = [(name, frozenset(content_stems(name))) for name in question.sides]
    sides: dict[str | None, list[Weighed]] = {}
    firsts = {
        side: one
        for one in reversed(sound)
        if (side := _side(one.candidate, named)) is not None
        and (one.candidate.asked or side in question.sides)
    }
    for one in (*near, *firsts.values()):
        mine = sides.setdefault(_side(one.candidate, named), [])
        if one not in mine:
            mine.append(one)
    for n in range(max(map(len, sides.values()), default=0)):
        yield from (mine[n] for mine in sides.values() if n < len(mine))


def _side(candidate: Candidate, named: Sequence[tuple[str, frozenset[str]]]) -> str | None:
    """Return the side that a sentence speaks for or of, or its speaker."""
    told = stems(f"{candidate.speaker or ''} {candidate.text}") if named else frozenset()
    spoken = stems(candidate.speaker or "")
    for held in (spoken, told):
        for name, sought in named:
            if sought and sought <= held:
                return name
    return candidate.speaker
