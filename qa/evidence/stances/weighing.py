"""Sentences weighed anew where a question asks who is for or against something. Pure.

The reader compares words and meanings, and to it who welcomes a plan is as near to "Who opposes
the plan?" as who rejects it. What a sentence says of its side counts here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.evidence.calibration import log_odds, probability
from qa.evidence.facts import Weighed
from qa.evidence.stances.asked import stance_asked
from qa.evidence.stances.facts import is_about_itself, stance_facts
from qa.questions.question import Question

_WEIGHTS: Mapping[str, float] = {
    "same on": 3.5,
    "same again": 2.0,
    "same off": -1.0,
    "other off": -1.0,
    "tone": 0.6,
    "silent": -0.6,
}
"""How much each fact adds to the logit of a sentence; `tone` and `silent` as fitted on news."""

HOLDER = 0.25
"""Least probability with which another holder of the stance is quoted beside the first."""


def with_stances(question: Question, weighed: Sequence[Weighed]) -> list[Weighed]:
    """Return the sentences, the holders of the stance asked for first, none of the other."""
    asked = stance_asked(question.text)
    if asked is None or not asked.about:
        return list(weighed)
    told = [(one, stance_facts(asked, one)) for one in weighed if not is_about_itself(asked, one)]
    fitting = [
        replace(one, chance=_chance(one, facts))
        for one, facts in told
        if not (facts["other on"] or facts["other again"])
    ]
    return sorted(fitting, key=lambda one: (one.candidate.doubtful, -one.chance))


def holders(question: Question, allowed: Sequence[Weighed]) -> list[Weighed]:
    """Return the sentences of those who hold the stance asked for, none where none is asked for.

    Args:
        question: What is asked.
        allowed: Sentences that may answer, the likeliest first.
    """
    asked = stance_asked(question.text)
    if asked is None or not asked.about or not allowed:
        return []
    best = allowed[0].candidate
    return [
        one
        for one in allowed
        if one is allowed[0] or (one.chance >= HOLDER and one.candidate.doubtful == best.doubtful)
    ]


def _chance(one: Weighed, facts: Mapping[str, float]) -> float:
    added = sum(weight * facts[name] for name, weight in _WEIGHTS.items())
    return probability(log_odds(one.chance) + added)
