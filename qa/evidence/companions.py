"""Which sentences are quoted beside the best one: as likely as they go with it, by a regression.

The list's other members stand beside its first, the other side of a comparison is somebody else's,
what somebody goes on to say is his next sentence: how much each of these counts for a kind of
question is fitted on our own questions, not set by rules.
"""

import re
from collections.abc import Mapping

from index.keeping.found import kept_by_text
from qa.answers import Kind
from qa.citations import article_sentences
from qa.evidence.calibration import log_odds
from qa.evidence.candidate import Candidate
from qa.evidence.facts import Weighed
from qa.questions.question import Question

KINDS = (Kind.FACT, Kind.WHO_SAID, Kind.YES_NO, Kind.OPEN, Kind.LIST, Kind.COMPARE)
"""The kinds that have weights of their own; a topic's are those of an open question."""

_FAR = 10
"""Sentences; all that is farther is as far."""

_ITEM = re.compile(r"\s*(?:\(?(?:[a-z]|[ivx]+|\d{1,2})[.)]|[-•*–])\s")


def companion_facts(question: Question, best: Weighed, other: Weighed) -> Mapping[str, float]:
    """Return what speaks for quoting `other` beside `best`, by name.

    `own` and `best` are the log odds of both; `same`, `next`, `near` and `close` say whether they
    stand in one article and how near; `paragraph` whether in one paragraph; `items` whether both
    are items of a list; `speaker` whether one person says both, `others` whether two do; `asked`
    whether it is the words of somebody asked about. Those with a kind in front are of questions of
    that kind alone, 0 elsewhere.
    """
    one, two = best.candidate, other.candidate
    same = one.article.id == two.article.id
    apart = _sentences_apart(one, two) if same else _FAR
    named = one.speaker is not None and two.speaker is not None
    own = log_odds(other.chance)
    others = float(named and one.speaker != two.speaker)
    facts = {
        "own": own,
        "best": log_odds(best.chance),
        "same": float(same),
        "next": float(apart == 1),
        "near": float(apart <= 2),
        "close": 1 / (1 + apart) if same else 0.0,
        "paragraph": float(same and "\n" not in _between(one, two)),
        "items": float(same and _is_item(one) and _is_item(two)),
        "speaker": float(named and one.speaker == two.speaker),
        "others": others,
        "asked": float(two.asked),
    }
    asked_for = Kind.OPEN if question.kind is Kind.TOPIC else question.kind
    for kind in KINDS:
        here = float(kind is asked_for)
        facts[f"{kind.value}"] = here
        facts[f"{kind.value} own"] = here * own
        facts[f"{kind.value} same"] = here * float(same)
        facts[f"{kind.value} others"] = here * others
    return facts


def _sentences_apart(one: Candidate, two: Candidate) -> int:
    places = _places(one.article.text)
    if one.start not in places or two.start not in places:
        return _FAR
    return min(_FAR, abs(places[one.start] - places[two.start]))


@kept_by_text
def _places(text: str) -> Mapping[int, int]:
    """Return the number of the sentence that begins at an offset."""
    return {start: number for number, (start, _) in enumerate(article_sentences(text))}


def _between(one: Candidate, two: Candidate) -> str:
    first, second = sorted((one, two), key=lambda candidate: candidate.start)
    return one.article.text[first.end : second.start]


def _is_item(candidate: Candidate) -> bool:
    return _ITEM.match(candidate.text) is not None
