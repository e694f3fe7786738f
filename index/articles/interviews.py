"""Interviews without labels: questions in paragraphs of their own, each followed by its answer."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.articles.article import Span
from index.articles.label_words import names_somebody
from index.articles.labels import label_at
from index.articles.turn_spans import ASIDE, Turn, trimmed, words_of

_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|my|My|me|mine)\b")
_FEWEST_QUESTIONS = 4
_LONGEST_QUESTION = 300
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„\n]{0,400}[”\"»“]")
_BOLD = re.compile(r"(?:\*\*|__)(?P<words>[^\n]{1,400}?)(?:\*\*|__)$")


def interview_turns(text: str) -> Iterator[Turn]:
    """Yield the questions and answers of an interview in which they only take turns, if it is one.

    Bold questions are told by their asterisks, which plain text and tables keep.
    """
    if text.count("?") < _FEWEST_QUESTIONS:
        return
    paragraphs = [
        match.span() for match in _PARAGRAPH.finditer(text) if not ASIDE.match(text, *match.span())
    ]
    asked = _bold_questions(text, paragraphs) or _plain_questions(text, paragraphs)
    if not asked:
        return
    for place, question in enumerate(asked):
        limit = asked[place + 1] if place + 1 < len(asked) else len(paragraphs)
        answers = [paragraphs[n] for n in range(question + 1, limit)]
        if place + 1 == len(asked):
            answers = answers[: max(1, max(b - a for a, b in pairwise(asked)) - 1)]
        yield _unlabelled(text, _without_marks(text, *paragraphs[question]), asks=True)
        words = words_of(text, answers, on=True) if answers else None
        if words is not None:
            yield _unlabelled(text, words, asks=False)


def _unlabelled(text: str, words: Span, *, asks: bool) -> Turn:
    """Return a question or an answer; the first of each may have a label that tells who it is."""
    label = label_at(text, words[0])
    if label is None or label.end >= words[1] or not names_somebody(label.name):
        return Turn(*words, None, None, asks=asks, answers=not asks)
    name = (label.name_start, label.name_start + len(label.name))
    rest = trimmed(text, label.end, words[1])
    return Turn(*(rest or words), (label.start, label.end), name, label.role, asks, not asks)


def _bold_questions(text: str, paragraphs: Sequence[Span]) -> list[int]:
    bold = [n for n, (start, end) in enumerate(paragraphs) if _BOLD.match(text, start, end)]
    asking = sum("?" in text[slice(*paragraphs[n])] for n in bold)
    if asking < _FEWEST_QUESTIONS or 2 * asking < len(bold) or not _answers(text, paragraphs, bold):
        return []
    return bold


def _plain_questions(text: str, paragraphs: Sequence[Span]) -> list[int]:
    """Return the questions where every other paragraph is short and most of those ask."""
    questions = [n for n, span in enumerate(paragraphs) if _asks(text, *span)]
    if len(questions) < _FEWEST_QUESTIONS:
        return []
    first, last = questions[0], questions[-1]
    every = list(range(first, last + 1, 2))
    asking = sum(n % 2 == first % 2 for n in questions)
    short = all(paragraphs[n][1] - paragraphs[n][0] <= _LONGEST_QUESTION for n in every)
    strict = 5 * asking >= 4 * len(questions) and 2 * asking >= len(every)
    return every if short and strict and _answers(text, paragraphs, every) else []


def _asks(text: str, start: int, end: int) -> bool:
    words = text[start:end].rstrip(" *_")
    return len(words) <= _LONGEST_QUESTION and (
        words.endswith("?") or (len(words) <= _LONGEST_QUESTION // 2 and "?" in words)
    )


def _answers(text: str, paragraphs: Sequence[Span], questions: Sequence[int]) -> bool:
    """Whether what follows questions is somebody's own words rather than a report of them."""
    answers = [text[slice(*paragraphs[n + 1])] for n in questions if n + 1 < len(paragraphs)]
    own = sum(bool(_FIRST_PERSON.search(_QUOTED.sub("", answer))) for answer in answers)
    quoted = sum(answer.lstrip()[:1] in '“"«„' for answer in answers)
    return 5 * own >= 2 * len(answers) and 5 * quoted <= len(answers)


def _without_marks(text: str, start: int, end: int) -> Span:
    found = _BOLD.match(text, start, end)
    return found.span("words") if found else (start, end)
