"""Where in the question before a piece can stand: in place of its like."""

import re
from collections.abc import Iterator

from qa.language.tables import tables
from qa.people.mentions import Sort, mentions
from qa.questions.conversations.conversation import Conversation
from qa.questions.conversations.focus import begins_question, is_role, nouns_of
from qa.questions.conversations.pronoun_names import with_names
from qa.questions.question import Question
from qa.text.patterns import regex
from qa.text.words import fold

_TOPICAL = regex(r"^(?:(?:and|but|so|also|then)[, ]+)*(?:(?:what|how) )?(?:about|on|regarding)\b")
_OF_TOPICS = frozenset(["about", "on", "regarding"])
_PREPOSITION = regex(r"^(?P<word>about|on|regarding|in|for|from|by|with|at|to)\b")
_AND_WHAT_ABOUT = regex(r"^(?:and |but )*(?:what|how) about")


def is_topical(question: str) -> bool:
    """Whether a piece says by its preposition that it is what is talked about."""
    return _TOPICAL.match(question) is not None


def in_first_place(piece: str, question: str, conversation: Conversation) -> str | None:
    """Return the question before with the piece where it most likely belongs."""
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


def in_other_places(piece: str, bare: str, conversation: Conversation) -> Iterator[str]:
    """Yield the question before with the piece in every place where its like stands."""
    asked, before = conversation.last_question(), conversation.question
    if asked is None:
        return
    language = conversation.language
    piece = with_names(piece, conversation)
    if _is_what_is_said(piece, language):
        yield f"What was {piece}?"
    led = _PREPOSITION.match(bare)
    if led and fold(led["word"]) not in _OF_TOPICS:
        yield f"{before.rstrip(' ?.!')} {fold(led['word'])} {piece}?"
    person = _may_be_person(piece, conversation)
    within = _inside_speakers(asked, before) if is_role(piece, language) else range(0)
    yield from _in_speech(piece, asked, before, language, person=person)
    for name in reversed(mentions(before)):
        of_person = name.sort is Sort.PERSON or name.text in asked.speakers
        if name.start in within:
            continue
        if name.start and (person or not of_person) and name.sort is not Sort.GROUP:
            yield before[: name.start] + piece + before[name.start + len(name.text) :]
    for noun, start, end in nouns_of(before, language):
        if start not in within and (not person or is_role(noun, language)):
            yield before[:start] + piece + before[end:]


def _inside_speakers(asked: Question, before: str) -> range:
    """Return the places inside what calls the one who spoke: the Thornby *captain*."""
    start = before.casefold().find(asked.speakers[0].casefold()) if asked.speakers else -1
    return range(start, start + len(asked.speakers[0])) if start >= 0 else range(0)


def _in_speech(
    piece: str, asked: Question, before: str, language: str, *, person: bool
) -> Iterator[str]:
    """Yield the piece in the place of who spoke, and of what about."""
    if person and asked.speakers:
        yield _replaced(before, asked.speakers[-1], piece, first=asked.speakers[0])
    if asked.topic and not begins_question(asked.topic, language):
        yield _replaced(before, asked.topic, piece)
    if asked.topic and asked.speakers and asked.kind == "who-said" and not person:
        yield f"What did {' and '.join(asked.speakers)} say about {piece}?"


def _is_what_is_said(piece: str, language: str) -> bool:
    """Whether a piece calls something said: "the embassy's reply", "the answer of the union"."""
    speech = tables(language).speech
    head = re.split(r" (?:of|from|by|to|on)\b", piece.rstrip(" ?.!"))[0].split()
    said = speech.telling_nouns | {*speech.asked_nouns}
    return len(head) > 1 and fold(head[-1]) in said


def _may_be_person(piece: str, conversation: Conversation) -> bool:
    """Whether a piece may name somebody: by what speaks, its shape, or the role it gives."""
    if conversation.is_person(piece) or is_role(piece, conversation.language):
        return True
    sorts = {m.sort for m in mentions(f"about {piece}")}
    return not sorts.isdisjoint({Sort.PERSON, Sort.NAME, Sort.GROUP})
