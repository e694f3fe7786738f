"""A follow-up becomes a question that stands alone, by rules, from the exchanges before it.

Three things are put right, in this order: questions that are only a piece ("And about NATO?",
"Why?") take the rest from the question before; pronouns take the name they stand for; what was
named in full is named in full again. A question that stands alone stays as it was typed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from qa.language.tables import tables
from qa.questions.conversations.bare_question_words import who_about, with_another_word, with_else
from qa.questions.conversations.conversation import LONGEST, Conversation
from qa.questions.conversations.focus import begins_question, named_in_full
from qa.questions.conversations.leaning import leans
from qa.questions.conversations.pieces import piecings
from qa.questions.conversations.pronoun_names import is_clear, namings, with_names
from qa.questions.conversations.times import at_that_time
from qa.text.words import words

REMEMBERED = 40
"""Exchanges looked back over."""
MOST = 5
"""Readings of one follow-up."""
SEARCHED = 2
"""Questions before that are searched with a follow-up."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question and, where it is known, its answer."""

    question: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to take a follow-up: the question standing alone, and what to search with it.

    `context` is what was asked before, empty where the question does not lean on it.
    """

    text: str
    context: str = ""


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
    return readings(question, history, is_person=is_person, language=language)[0]


def readings(
    question: str,
    history: Sequence[str | Exchange],
    *,
    is_person: Callable[[str], bool] | None = None,
    language: str = "en",
) -> tuple[str, ...]:
    """Return the ways in which a follow-up can be meant, as questions that stand alone.

    The likeliest, which is what `rewrite` gives, comes first; there are at most `MOST`, no two
    alike, and one where nothing is left open. The arguments and errors are those of `rewrite`.
    """
    found = wordings(question, history, is_person=is_person, language=language)
    return tuple(one.text for one in found)


def wordings(
    question: str,
    history: Sequence[str | Exchange],
    *,
    is_person: Callable[[str], bool] | None = None,
    language: str = "en",
) -> tuple[Wording, ...]:
    """Return the readings of a follow-up, each with what is to be searched with it."""
    tables(language)
    if not history:
        return (Wording(question),)
    known = cache(is_person) if is_person else lambda _: False
    so_far = Conversation(is_person=known, language=language)
    before: list[str] = []
    for text, is_answer in _texts(history, language)[-REMEMBERED:]:
        if is_answer:
            so_far = so_far.after_answer(text)
        else:
            asked = _ways(text, so_far)[0]
            before.append(asked)
            so_far = so_far.after_question(asked)
    ways = _ways(question, so_far)
    context = " ".join(before[-SEARCHED:]) if leans(question, ways[0], language) else ""
    return tuple(Wording(way, context) for way in ways[:MOST])


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


def _ways(text: str, conversation: Conversation) -> list[str]:
    """Return the question made self-contained in each way it can be, or as it is."""
    question = " ".join(text.split())
    if not conversation.question or not words(question):
        return [text]
    for rule in (with_else, with_another_word):
        found = rule(question, conversation)
        if found:
            return [with_names(found, conversation)]
    pieced = piecings(question, conversation)
    if pieced:
        return list(dict.fromkeys(with_names(one, conversation) for one in pieced))
    named = namings(question, conversation) or [question]
    then = at_that_time(named[0], conversation)
    about = who_about(question, conversation)
    ways = [*([about] if about else []), *(named_in_full(one, conversation) for one in named)]
    ways += [then] if then else []
    if len(ways) == 1 and is_clear(question, conversation):
        return ways
    return list(dict.fromkeys([*ways[: MOST - 1], question]))
