"""A follow-up becomes a question that stands alone, by rules, from the exchanges before it.

Three things are put right, in this order: questions that are only a piece ("And about NATO?",
"Why?") take the rest from the question before; pronouns take the name they stand for; what was
named in full is named in full again. A question that stands alone stays as it was typed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.language.tables import tables
from qa.questions.bare_question_words import with_another_word, with_else
from qa.questions.conversation import LONGEST, Conversation
from qa.questions.focus import begins_question, named_in_full
from qa.questions.pieces import with_piece
from qa.questions.pronoun_names import with_names
from qa.text.words import words

REMEMBERED = 40
"""Exchanges looked back over."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question and, where it is known, its answer."""

    question: str
    answer: str | None = None


def rewrite(
    question: str,
    history: Sequence[str | Exchange],
    *,
    is_person: Callable[[str], bool] | None = None,
    language: str = "en",
) -> str:
    """Return the question with what it leaves out filled in; unchanged when it stands alone.

    Args:
        question: As typed.
        history: Earlier exchanges, earliest first. Strings are questions, or answers among them.
        is_person: Whether a name is somebody's, so that "And Lavrov?" changes who spoke and
            "And NATO?" what about; shapes decide when it is left out.
        language: In which it is all asked.

    Raises:
        LanguageError: There are no tables for the language.
    """
    tables(language)
    if not history:
        return question
    so_far = Conversation(is_person=is_person or (lambda _: False), language=language)
    for text, is_answer in _texts(history, language)[-REMEMBERED:]:
        if is_answer:
            so_far = so_far.after_answer(text)
        else:
            so_far = so_far.after_question(_completed(text, so_far))
    return _completed(question, so_far)


def _texts(history: Sequence[str | Exchange], language: str) -> list[tuple[str, bool]]:
    """Return the texts of the exchanges in order, each with whether it is an answer."""
    texts: list[tuple[str, bool]] = []
    for item in history:
        if isinstance(item, Exchange):
            texts += [(item.question, False), *([(item.answer, True)] if item.answer else [])]
        elif item.strip():
            asks = item.rstrip().endswith("?") or begins_question(item.strip(), language)
            # An answer follows a question; whatever comes first was asked.
            texts.append((item, bool(texts) and not texts[-1][1] and not asks))
    return [(" ".join(text[:LONGEST].split()), is_answer) for text, is_answer in texts]


def _completed(text: str, conversation: Conversation) -> str:
    """Return the question made self-contained, or as it is."""
    question = " ".join(text.split())
    if not conversation.question or not words(question):
        return question
    for rule in (with_else, with_another_word, with_piece):
        found = rule(question, conversation)
        if found:
            return with_names(found, conversation)
    return named_in_full(with_names(question, conversation), conversation)
