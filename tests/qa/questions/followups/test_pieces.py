"""Pieces of questions and bare question words take the rest from the question before."""

import pytest

from qa.questions.conversations.bare_question_words import with_another_word, with_else
from qa.questions.conversations.conversation import Conversation
from qa.questions.conversations.pieces import with_piece


def after(question: str, answer: str = "", **options: object) -> Conversation:
    conversation = Conversation(**options).after_question(question)  # type: ignore[arg-type]
    return conversation.after_answer(answer) if answer else conversation


@pytest.mark.parametrize(
    ("before", "typed", "asked"),
    [
        ("What did Berg say about Iran?", "And about NATO?", "What did Berg say about NATO?"),
        ("What did Berg say?", "And about NATO?", "What did Berg say about NATO?"),
        ("Who runs the port of Riga?", "And Lindmark?", "Who runs the port of Lindmark?"),
        ("Who paid the toll?", "And the fine?", "Who paid the fine?"),
        ("What sank in May 2010?", "and in June 2012?", "What sank in June 2012?"),
        ("What sank?", "since 1990?", "What sank since 1990?"),
        ("Who dug?", "And the rest?", "Who dug, the rest?"),
    ],
)
def test_a_piece_takes_the_place_of_its_like(before: str, typed: str, asked: str) -> None:
    assert with_piece(typed, after(before)) == asked


@pytest.mark.parametrize("typed", ["Thanks!", "ok", "Who else?", "the long way round the harbour"])
def test_what_is_no_piece_is_left(typed: str) -> None:
    assert with_piece(typed, after("What did Berg say about Iran?")) is None


def test_a_name_that_speaks_takes_the_place_of_the_speaker() -> None:
    question = "What did Berg and Dahl say about Iran?"
    speaks = after(question, is_person=lambda name: name == "Holm")
    assert with_piece("And Holm?", speaks) == "What did Holm say about Iran?"
    assert with_piece("And Holm?", after(question)) == "What did Berg and Dahl say about Holm?"


@pytest.mark.parametrize(
    ("before", "typed", "asked"),
    [
        ("What did Berg say about Iran?", "Why?", "Why did Berg say that about Iran?"),
        ("What did Berg opine?", "Why?", "Why did Berg opine that?"),
        ("What did Berg promise?", "When?", "When did Berg promise that?"),
        ("What did the state say?", "Why?", "Why did the state say that?"),
        ("What did she do?", "how come?", "Why did she do that?"),
        ("Did the port close?", "Why not?", "Why did not the port close?"),
        ("Who closed the port?", "When was that?", "When: who closed the port?"),
    ],
)
def test_a_question_word_alone_asks_the_same_anew(before: str, typed: str, asked: str) -> None:
    assert with_another_word(typed, after(before)) == asked


def test_what_was_said_is_asked_of_who_said_it() -> None:
    conversation = after("Who said the port is safe?", "Anna Berg: “It is safe.” [1]")
    assert with_another_word("When?", conversation) == (
        "When did Anna Berg say that the port is safe?"
    )
    unanswered = after("Who said the port is safe?")
    assert with_another_word("When?", unanswered) == "When was it said that the port is safe?"


@pytest.mark.parametrize(
    ("before", "typed", "asked"),
    [
        ("What did Berg say about Iran?", "Who else?", "Who else said something about Iran?"),
        ("What did the storm sink?", "What else?", "What else did the storm sink?"),
        ("Who sank?", "Anyone else?", "Who else sank?"),
    ],
)
def test_else_asks_for_more_of_the_same(before: str, typed: str, asked: str) -> None:
    assert with_else(typed, after(before)) == asked


def test_other_questions_are_left() -> None:
    conversation = after("What did Berg say about Iran?")
    assert with_else("What did Berg do?", conversation) is None
    assert with_another_word("What was that?", conversation) is None
    assert with_another_word("Why did Berg say so about the toll?", conversation) is None
