"""Whether all that a question of fact names stands in and right before a sentence. Pure.

A reader doubts "The agency closed that market in October" when it is asked by the market's name,
which stands in the sentence before.
"""

from qa.answers import Kind
from qa.evidence.candidate import Candidate
from qa.evidence.other_things import sentences_before, words_near
from qa.questions.question import Question
from qa.reading.short_answers import OF_SORT
from qa.text.words import content_stems, same_name, stems

LESS = 0.55
"""By how much lower the limit of an answer is where all is told nearby."""
_SHARE = 0.6
"""Least share of the question's words in a sentence and the one before it."""


def is_of_sort(question: Question, one: Candidate) -> bool:
    """Whether the short answer of a sentence is of the sort asked for: a figure, a date, a name."""
    find, answer = OF_SORT.get(question.asks), one.read.answer
    if find is None or answer is None:
        return False
    return any(True for _ in find(one.article.text[slice(*answer)]))


def is_told_nearby(question: Question, one: Candidate) -> bool:
    """Whether a sentence has an answer of the sort asked for, and all names asked about are near.

    Args:
        question: Understood.
        one: The likeliest sentence.
    """
    if question.kind is not Kind.FACT or not is_of_sort(question, one):
        return False
    text = one.article.text
    near = words_near(one)
    if not question.names or not all(same_name(name, near) for name in question.names):
        return False
    asked = frozenset(content_stems(question.text))
    told = stems(text[sentences_before(one, 1) : one.end])
    return len(asked & told) >= _SHARE * len(asked)
