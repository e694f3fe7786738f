"""Pieces of questions: "And about NATO?" takes the place of a part of the question before."""

import re
from functools import lru_cache

from qa.language.tables import tables
from qa.questions.conversations.clauses import with_clause, with_fronted
from qa.questions.conversations.conversation import Conversation
from qa.questions.conversations.focus import begins_question
from qa.questions.conversations.piece_places import in_first_place, in_other_places, is_topical
from qa.questions.conversations.times import at_time, is_time, later
from qa.text.patterns import one_of, regex
from qa.text.words import fold, words

_FEW_WORDS = 3
_WHAT_ABOUT = regex(r"^(?:what|how) (?:about|of)\b")


def with_piece(question: str, conversation: Conversation) -> str | None:
    """Return the question before with the new piece in the old one's place.

    `None` where the question is more than a piece, or asks nothing ("Thanks!").
    """
    return next(iter(piecings(question, conversation)), None)


def piecings(question: str, conversation: Conversation) -> list[str]:
    """Return the question before with the new piece in each place it can take, none twice.

    The likeliest comes first; a piece takes the place of its like: a person of a person, a time of
    a time. Empty where `with_piece` gives `None`.
    """
    language, before = conversation.language, conversation.question
    bare = _patterns(language)[2].sub("", question)
    time = bare.rstrip(" ?.!")
    if not is_time(time, language):
        whole = with_clause(bare, conversation) or with_fronted(bare, conversation)
        if whole:
            return [whole]
    piece = _piece(question, bare, language)
    if piece is None:
        return []
    if is_time(time, language):
        return [at_time(before, time, language)]
    if later(time, language):
        return [f"{before.rstrip(' ?.!')} {time}?"]
    first = in_first_place(piece, question, conversation)
    if first is None:
        return []
    return list(dict.fromkeys([first, *in_other_places(piece, bare, conversation)]))


def _piece(question: str, bare: str, language: str) -> str | None:
    """Return the words that take the place of others, `None` for a whole question."""
    piece, linked, _ = _patterns(language)
    if begins_question(bare, language) and not _WHAT_ABOUT.match(bare):
        return None
    found = piece.match(question)
    joined = bool(linked.match(question)) or is_topical(question)
    if not found or not found["rest"] or not (joined or len(words(bare)) <= _FEW_WORDS):
        return None
    nothing = tables(language).questions.asks_nothing
    asks = any(fold(word.text) not in nothing for word in words(bare))
    return found["rest"] if asks else None


@lru_cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns of a piece, of what links it, and of links alone."""
    ask = tables(language).questions
    links, again = one_of(ask.links), one_of(ask.again)
    return (
        regex(
            rf"^(?:(?:{links})[, ]+)*(?:(?:(?:what|how) about|what of|and|"
            rf"{one_of(ask.piece_prepositions)})\b)?\s*(?P<rest>.*?)"
            rf"(?:\s+(?:{one_of(ask.too)}))?\s*[?.!]*$"
        ),
        regex(rf"^(?:{links}|{again})\b"),
        regex(rf"^(?:(?:{links})[, ]+)+"),
    )
