"""Which quotes answer a question: somebody's words, or what was read in the passages. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from qa.answers import Kind, Quote
from qa.citations import number_quotes
from qa.inquiry import Inquiry
from qa.metadata_answers import opening
from qa.questions.question import Asks, Question
from qa.reading.confidence import DOUBTED, Calibration
from qa.reading.evidence import Candidate, as_evidence, features, is_doubtful, nearly_as_good
from qa.statements.doubtful_lines import doubt_of
from qa.statements.ranking import best_of

QUOTES = 3
NEAREST = 3

_TYPED = frozenset({Asks.DATE, Asks.NUMBER, Asks.PERSON, Asks.PLACE})


class Possible(NamedTuple):
    """Quotes that may answer, none where silence is better, and the best one's chance.

    `chance` is a calibrated probability in [0, 1], known for what is not quoted as well.
    """

    quotes: tuple[Quote, ...]
    chance: float


def from_statements(inquiry: Inquiry, scale: Calibration) -> Possible:
    """Return the statements that are likely enough."""
    good = best_of(inquiry.said, scale.threshold, QUOTES)
    chance = max((said.chance for said in inquiry.said), default=0.0)
    return Possible(number_quotes([said.evidence for said in good], len(good)), chance)


def from_reading(inquiry: Inquiry, scale: Calibration) -> Possible:
    """Return the spans read, when they are likely enough.

    Doubtful lines answer only where nothing else does, and never surely.
    """
    sound = sum(not is_doubtful(one) for one in inquiry.found)
    possible = _from_spans(inquiry, inquiry.found[:sound], scale)
    if possible.quotes or sound == len(inquiry.found):
        return possible
    doubted = _from_spans(inquiry, inquiry.found[sound:], scale, DOUBTED)
    return doubted if doubted.quotes else Possible((), max(possible.chance, doubted.chance))


def _from_spans(
    inquiry: Inquiry, found: Sequence[Candidate], scale: Calibration, highest: float = 1.0
) -> Possible:
    if not found:
        return Possible((), 0.0)
    question = inquiry.question
    chance = scale.probability(features(question, found[0], inquiry.hits, found))
    chance = min(chance, highest)
    if chance < scale.threshold:
        return Possible((), chance)
    most = QUOTES if question.kind in {Kind.OPEN, Kind.YES_NO} else 1
    chosen = [as_evidence(question, one, chance) for one in nearly_as_good(found, most)]
    return Possible(number_quotes(chosen, QUOTES), chance)


def likelier(question: Question, said: Possible, read: Possible) -> Possible:
    """Return the likelier of the two; where a fact of a kind is asked, what was read.

    Where neither has quotes, the chance is the higher one.
    """
    typed = question.asks in _TYPED and not _is_doubted(read.quotes)
    first, second = (read, said) if typed or said.chance < read.chance else (said, read)
    for one in (first, second):
        if one.quotes:
            return one
    return Possible((), max(said.chance, read.chance))


def _is_doubted(quotes: Sequence[Quote]) -> bool:
    return any(doubt_of(q.article.text, q.start, q.end) is not None for q in quotes)


def nearest(inquiry: Inquiry) -> tuple[Quote, ...]:
    """Return quotes to look at: statements of who was asked about, then passages."""
    evidence = [said.evidence for said in inquiry.said[:NEAREST]]
    evidence += [as_evidence(inquiry.question, c, 0.0) for c in inquiry.found[: 2 * NEAREST]]
    if not evidence:
        evidence = [opening(hit.article) for hit in inquiry.hits[: 2 * NEAREST]]
    return number_quotes([replace(e, answer_span=None, score=0.0) for e in evidence], NEAREST)
