"""How a chosen sentence is quoted: as whose words, and with which short answer. Pure."""

from dataclasses import replace

from index.articles.article import Span
from index.articles.statement import Statement
from qa.answers import Kind, Quote
from qa.citations import Evidence, number_quotes
from qa.evidence.candidate import Candidate
from qa.evidence.facts import Weighed
from qa.evidence.speech.telling import act_asked, does
from qa.inquiry import Inquiry
from qa.metadata_answers import opening
from qa.questions.question import Asks, Question
from qa.quotes.list_items import after_bullet
from qa.reading.figures_asked import figure_asked
from qa.reading.short_answers import short_answer
from qa.statements.speakers import intends

NEAREST = 3
"""Most passages to look at that are shown beside a refusal, and quotes of an unsure answer."""

_MOSTLY = 0.5
"""Least share of a sentence that somebody says for it to be quoted as his."""
_TYPED = frozenset({Asks.DATE, Asks.NUMBER, Asks.PERSON, Asks.PLACE})


def evidence_of(question: Question, weighed: Weighed, chance: float) -> Evidence:
    """Return a sentence as it is quoted; `chance` that the answer is right bounds its score."""
    one = weighed.candidate
    his = _is_his(question, one)
    return Evidence(
        article=one.article,
        start=after_bullet(one.article.text, one.start, one.end),
        end=one.end,
        score=min(chance, weighed.chance),
        speaker=one.speaker if his else None,
        kind=one.statement.kind if his and one.statement else None,
        answer_span=_answer_in(question, one, his=his),
        also_in=one.hit.also_in,
    )


def _is_his(question: Question, one: Candidate) -> bool:
    """Whether a sentence is quoted as the words of who speaks in it.

    The short answer has to stand in what he says, or else most of the sentence.
    """
    if one.statement is None or one.speaker is None or _is_told_of_another(question, one):
        return False
    if question.kind is Kind.WHO_SAID or (question.kind is Kind.COMPARE and one.asked):
        return True
    if question.sure and one.asked:  # whether it was said is answered by what he would not say, too
        return True
    if intends(one.article, one.statement):  # the plan that she *plans to sign* is told, not said
        return False
    answer = one.read.answer
    if answer and question.asks in _TYPED:
        return one.statement.start <= answer[0] and answer[1] <= one.statement.end
    start, end = _told_in(one, one.statement)
    return min(one.end, end) - max(one.start, start) >= _MOSTLY * (one.end - one.start)


def _is_told_of_another(question: Question, one: Candidate) -> bool:
    """Whether a sentence tells who did what is asked, beside what its speaker says.

    "Moss spoke in the hall, a speech *criticised* by the union."
    """
    act, cue = act_asked(question), one.statement.cue if one.statement else None
    if act is None or not does(one.text, act):
        return False
    return cue is None or not does(one.article.text[slice(*cue)], act)


def _told_in(one: Candidate, statement: Statement) -> Span:
    """Return a statement together with the words of the sentence that say whose it is."""
    told = [span for span in (statement.cue, statement.speaker_mention) if span is not None]
    inside = [span for span in told if one.start <= span[0] and span[1] <= one.end]
    known = [(statement.start, statement.end), *inside]
    return min(start for start, _ in known), max(end for _, end in known)


def _answer_in(question: Question, one: Candidate, *, his: bool) -> Span | None:
    """Return the short answer inside a sentence: what was said, or the fact asked for."""
    if question.kind is Kind.WHO_SAID and his and one.statement is not None:
        return said_in(one)
    text, sentence = one.article.text, (one.start, one.end)
    answer = one.read.answer or short_answer(question, text, sentence)
    return figure_asked(question, text, answer, one.end) if answer else None


def said_in(one: Candidate) -> Span | None:
    """Return what of a sentence somebody says, without the conjunction that ties it to its cue."""
    if one.statement is None:
        return None
    start, end = max(one.start, one.statement.start), min(one.end, one.statement.end)
    text = one.article.text
    if text[start:end].startswith("that ") and end - start > len("that "):
        start += len("that ")
    return (start, end) if start < end else None


def nearest(inquiry: Inquiry) -> tuple[Quote, ...]:
    """Return quotes to look at: the likeliest sentences, else the beginnings of what was found."""
    question = inquiry.question
    evidence = [evidence_of(question, one, 0.0) for one in inquiry.weighed[: 2 * NEAREST]]
    if not evidence:
        evidence = [opening(hit.article) for hit in inquiry.hits[: 2 * NEAREST]]
    return number_quotes([replace(e, answer_span=None, score=0.0) for e in evidence], NEAREST)
