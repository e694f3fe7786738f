"""Which sentences answer a question: as many as it asks for, or none. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.articles.article import Article
from qa.answers import Kind, Quote
from qa.citations import Evidence, number_quotes
from qa.evidence.calibration import Calibration, Coefficients, probability
from qa.evidence.candidate import Candidate
from qa.evidence.companions import companion_facts
from qa.evidence.facts import Weighed
from qa.evidence.other_things import has_all_named, is_compared_with, is_of_another
from qa.evidence.speech.telling import act_asked, does, tells_words_of
from qa.evidence.stances.asked import stance_asked
from qa.evidence.stances.cues import cues_in
from qa.evidence.stances.weighing import holders
from qa.evidence.told_nearby import LESS, is_told_nearby
from qa.evidence.weighing import chance_of, is_silent
from qa.questions.question import Question
from qa.quotes.corrections import in_order, with_newer, with_other_figures
from qa.quotes.list_items import as_one, items_asked
from qa.quotes.neighbours import adjoins, of_sort_first, running_on
from qa.quotes.quoting import NEAREST, evidence_of
from qa.text.words import content_stems, stem, stems, words


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
_HOLDERS = Share(6, 0.0)
"""Where it is asked who is for something or against it."""
_HOLDERS_UNSURE = Share(4, 0.0)
_ANYTHING = Share(4, 0.0)
"""Where anything that somebody said is asked for."""
_COMPANION = 0.2
"""Least probability with which a sentence is quoted beside the best one."""
_COMPANION_UNSURE = 0.11
"""The same where it is not sure that the best one answers."""
WEIGHED_TOGETHER = 40
"""Sentences that are weighed beside the best one."""
_LESS = 0.01
"""How far under the limit a figure is that is of something compared with what is asked about."""
_OTHER_FIGURE = 0.5
"""Least share of the best one's chance with which another figure for the same thing is shown."""
_LOOKED_AT = 8
_SURELY = 2.0
"""Least logit with which an answer begins with yes or no; below it, a third of these are wrong."""


class Possible(NamedTuple):
    """Quotes that may answer, none where silence is better, and the likelihood that they do.

    `chance` is a calibrated probability in [0, 1], known for what is not quoted as well; `unsure`
    whether it is too low to say that the quotes state it; `yes` what they say to a yes-no question,
    None where that is not sure.
    """

    quotes: tuple[Quote, ...]
    chance: float
    unsure: bool = False
    yes: bool | None = None


def choose(question: Question, weighed: Sequence[Weighed], scale: Calibration) -> Possible:
    """Return the quotes that answer.

    Args:
        question: What is asked.
        weighed: Sentences, the likeliest first, doubtful ones last.
        scale: The reader's calibration.
    """
    allowed = [one for one in weighed if may_answer(question, one.candidate)]
    limits = scale.scale(question.kind)
    # A language model that chooses has the last word: its calibration does not ask whose words.
    judged = "asked" in scale.sentence.weights
    if judged:
        allowed = [one for one in allowed if not is_of_another(question, one.candidate)]
        allowed = of_sort_first(question, allowed)
    chance = chance_of(question, allowed, scale)
    if judged and allowed and is_compared_with(question, allowed[0].candidate):
        chance = min(chance, limits.stated - _LESS)
    anything = [one for one in allowed if judged and _is_any_word_asked(question, one)]
    if anything:
        chance = max(chance, limits.stated)
        allowed = anything
    nearby = judged and bool(allowed) and is_told_nearby(question, allowed[0].candidate)
    if not anything and is_silent(question, allowed, scale, share=LESS if nearby else 1.0):
        return Possible((), chance)
    items = items_asked(question, allowed)[: SHARES[Kind.LIST].most]
    # Members of a list that is asked for by its heading need not be brought together: it is a fact.
    whole = bool(items) and items[0].candidate.listed
    unsure = chance < (scale.scale(Kind.FACT) if whole else limits).stated
    if unsure and len(items) > UNSURE.most:
        items = as_one(items)
    share = _ANYTHING if anything else _share(question, unsure=unsure)
    companion = None if anything else scale.companion
    least = _COMPANION_UNSURE if unsure else _COMPANION
    held = holders(question, allowed) if judged and not items else []
    picked = [] if items else _picked(question, allowed, share, companion, least)
    share = (_HOLDERS_UNSURE if unsure else _HOLDERS) if held else share
    together = items or _own_first(question, _each_once(*held, *picked))
    if items and not unsure:
        share = SHARES[Kind.LIST]
    elif question.kind is Kind.LIST and not unsure:
        together = _as_written(together)
    chosen = [evidence_of(question, one, chance) for one in together]
    possible = _nearly(question, allowed)
    dated = with_other_figures(question, with_newer(chosen, possible), possible)
    evidence = in_order(question, dated)
    more = len(evidence) - len(chosen)  # corrections of what was picked
    apart = question.kind is Kind.LIST or bool(items or held)  # its members have a line each
    quotes = number_quotes(evidence, share.most + more, apart=apart)
    overtaken = any(quote.corrected_by for quote in quotes)
    yes = None if overtaken else _verdict(question, allowed[0].candidate)
    return Possible(quotes, chance, unsure, yes)


def _nearly(question: Question, allowed: Sequence[Weighed]) -> list[Evidence]:
    """Return what is nearly as likely as the best sentence, where one of them answers."""
    if question.kind not in {Kind.FACT, Kind.YES_NO, Kind.OPEN}:
        return []
    least = _OTHER_FIGURE * allowed[0].chance
    near = [one for one in allowed[1:_LOOKED_AT] if one.chance >= least]
    return [evidence_of(question, one, one.chance) for one in near if not one.candidate.doubtful]


def _is_any_word_asked(question: Question, one: Weighed) -> bool:
    """Whether anything that somebody said is asked for, and this is: his words are the answer."""
    words_of = question.kind is Kind.WHO_SAID or (
        question.kind is Kind.COMPARE and bool(question.speakers)
    )
    anything = words_of and question.sure and question.topic is None
    return anything and question.named and one.candidate.asked and not one.candidate.doubtful


def may_answer(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence may be quoted.

    Where it is asked what somebody of a name said, nobody else's words are, and of the narrator's
    only what tells of his; where it is asked who said something, only somebody's, or what tells
    that it was done ("Sanz apologised"). Who is meant by a role ("the schoolteacher") is not always
    told: whose words answer is weighed.
    """
    if question.kind is not Kind.WHO_SAID and not (question.speakers and question.sure):
        return True
    if not question.speakers:
        act = act_asked(question)
        acted = act is not None and does(candidate.text, act)
        held = stance_asked(question.text) is not None and bool(cues_in(candidate.text))
        return candidate.speaker is not None or acted or held
    if candidate.asked or not question.sure:
        return True
    if candidate.speaker is not None:
        return not question.named
    if question.named and not _knows(candidate.article, question.speakers):
        return False
    return candidate.statement is not None or tells_words_of(candidate, question.speakers)


def _knows(article: Article, names: Sequence[str]) -> bool:
    """Whether somebody of these names occurs in an article, so that "he" there may be meant."""
    held = stems(article.text)
    return any(stem(words(name)[-1].text) in held for name in names if words(name))


def _verdict(question: Question, best: Candidate) -> bool | None:
    logit = best.read.yes
    if question.kind is not Kind.YES_NO or logit is None or abs(logit) < _SURELY:
        return None
    if logit > 0 and not has_all_named(question, best):
        return None
    return logit > 0


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
