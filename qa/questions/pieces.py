"""Pieces of questions: "And about NATO?" takes the place of a part of the question before."""

import re
from functools import lru_cache

from qa.language.tables import tables
from qa.people.mentions import Sort, mentions
from qa.questions.conversation import Conversation
from qa.questions.focus import begins_question, nouns_of
from qa.questions.pronoun_names import with_names
from qa.questions.question import Question
from qa.text.patterns import one_of, regex
from qa.text.words import fold, words

_FEW_WORDS = 3
_TOPICAL = regex(r"^(?:(?:and|but|so|also|then)[, ]+)*(?:(?:what|how) )?(?:about|on|regarding)\b")
_WHAT_ABOUT = regex(r"^(?:what|how) (?:about|of)\b")
_AND_WHAT_ABOUT = regex(r"^(?:and |but )*(?:what|how) about")


def with_piece(question: str, conversation: Conversation) -> str | None:
    """Return the question before with the new piece in the old one's place.

    `None` where the question is more than a piece, or asks nothing ("Thanks!").
    """
    piece, linked, links, time = _patterns(conversation.language)
    bare = links.sub("", question)
    if begins_question(bare, conversation.language) and not _WHAT_ABOUT.match(bare):
        return None
    found = piece.match(question)
    joined = bool(linked.match(question) or _TOPICAL.match(question))
    if not found or not found["rest"] or not (joined or len(words(bare)) <= _FEW_WORDS):
        return None
    nothing = tables(conversation.language).questions.asks_nothing
    if all(fold(word.text) in nothing for word in words(bare)):
        return None
    when = time.match(bare.rstrip(" ?.!"))
    if when:
        return _at_time(conversation.question, when["time"], conversation.language)
    return _swapped(found["rest"], question, conversation)


@lru_cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns of a piece, of what links it, of links alone, and of a time."""
    known = tables(language)
    ask = known.questions
    links, again = one_of(ask.links), one_of(ask.again)
    times = one_of([*known.calendar.months, *sorted(known.calendar.seasons), *ask.time_events])
    return (
        regex(
            rf"^(?:(?:{links})[, ]+)*(?:(?:(?:what|how) about|what of|and|"
            rf"{one_of(ask.piece_prepositions)})\b)?\s*(?P<rest>.*?)"
            rf"(?:\s+(?:{one_of(ask.too)}))?\s*[?.!]*$"
        ),
        regex(rf"^(?:{links}|{again})\b"),
        regex(rf"^(?:(?:{links})[, ]+)+"),
        regex(
            rf"^(?P<time>(?:{one_of(ask.time_prepositions)})\s+(?:the\s+)?(?:\w+\s+)*?"
            rf"(?:(?:1\d|20)\d\d s?|(?:1\d|20)\d\ds?|{times})\b.*)$"
        ),
    )


@lru_cache
def _old_time(language: str) -> re.Pattern[str]:
    months = one_of(tables(language).calendar.months)
    return regex(
        rf"\b(?:in|during|since|after|before|by|on) (?:the year )?(?:(?:{months})"
        r"(?: \d{1,2},?)? ?)?(?:1\d|20)\d\d\b"
    )


def _at_time(question: str, time: str, language: str) -> str:
    body = question.rstrip(" ?.!")
    old = _old_time(language).search(body)
    if old:
        return f"{body[: old.start()]}{time}{body[old.end() :]}?"
    return f"{body} {time}?"


def _swapped(piece: str, question: str, conversation: Conversation) -> str | None:
    piece = with_names(piece, conversation)
    asked = conversation.last_question()
    if asked is None:
        return None
    before = conversation.question
    topical = _TOPICAL.match(question) and not _AND_WHAT_ABOUT.match(question)
    if not topical and asked.speakers and _is_speaker(piece, conversation):
        return _replaced(before, asked.speakers[-1], piece, first=asked.speakers[0])
    return _instead_of_topic(piece, asked, conversation)


def _instead_of_topic(piece: str, asked: Question, conversation: Conversation) -> str | None:
    before = conversation.question
    if asked.article is not None:
        old = asked.article.about or asked.article.by
        return _replaced(before, old, piece) if old else None
    if asked.topic and not begins_question(asked.topic, conversation.language):
        return _replaced(before, asked.topic, piece)
    if asked.speakers and asked.kind == "who-said":
        return f"{before.rstrip(' ?.!')} about {piece}?"
    return _in_place(before, piece, conversation.language)


def _is_speaker(piece: str, conversation: Conversation) -> bool:
    if conversation.is_person(piece):
        return True
    found = [m for m in mentions(f"about {piece}") if m.sort is Sort.PERSON]
    return bool(found) and len(piece.split()) > 1


def _replaced(question: str, old: str, new: str, first: str | None = None) -> str:
    low = question.casefold()
    end = low.rfind(old.casefold())
    if end < 0:
        return f"{question.rstrip(' ?.!')} {new}?"
    start = low.find(first.casefold()) if first else end
    start = end if start < 0 or start > end else start
    changed = question[:start] + new + question[end + len(old) :]
    return changed.rstrip(" ?.!") + "?"


def _in_place(question: str, piece: str, language: str) -> str:
    """Put the piece in the place of the last name, else the first noun, of the question."""
    names = [m for m in mentions(question) if m.start > 0]
    sort = {m.sort for m in mentions(f"about {piece}")}
    alike = [m for m in names if m.sort in sort] or names
    if alike:
        last = alike[-1]
        return question[: last.start] + piece + question[last.start + len(last.text) :]
    for _, start, end in nouns_of(question, language):
        return question[:start] + piece + question[end:]
    return f"{question.rstrip(' ?.!')}, {piece}?"
