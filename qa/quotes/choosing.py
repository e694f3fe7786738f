"""Which sentences answer a question: as many as it asks for, or none. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from index.articles.article import Article
from qa.answers import Kind, Quote
from qa.citations import Evidence, number_quotes
from qa.evidence.calibration import Calibration
from qa.evidence.candidate import Candidate
from qa.evidence.facts import Weighed
from qa.evidence.other_things import has_all_named, is_compared_with, is_of_another
from qa.evidence.speech.telling import act_asked, does, tells_words_of
from qa.evidence.stances.asked import stance_asked
from qa.evidence.stances.cues import cues_in
from qa.evidence.told_nearby import LESS, is_told_nearby
from qa.evidence.weighing import chance_of, is_silent
from qa.questions.question import Question
from qa.quotes.corrections import in_order, with_newer, with_other_figures
from qa.quotes.list_items import items_asked
from qa.quotes.neighbours import of_sort_first
from qa.quotes.quoting import evidence_of
from qa.quotes.together import SHARES, any_words, of_holders, of_likeliest, of_list
from qa.text.words import stem, stems, words

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
    together = (
        of_list(items, unsure=unsure)
        or (any_words(question, anything) if anything else None)
        or (of_holders(question, allowed, scale.companion, unsure=unsure) if judged else None)
        or of_likeliest(question, allowed, scale.companion, unsure=unsure)
    )
    chosen = [evidence_of(question, one, chance) for one in together.sentences]
    possible = _nearly(question, allowed)
    dated = with_other_figures(question, with_newer(chosen, possible), possible)
    evidence = in_order(question, dated)
    more = len(evidence) - len(chosen)  # corrections of what was picked
    quotes = number_quotes(evidence, together.most + more, apart=together.apart)
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
