"""Pronouns of a question: which are filled in, with whom or what, in which form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.questions.conversations.conversation import Conversation
from qa.questions.conversations.pronoun_names import with_names


def after(question: str, answer: str = "") -> Conversation:
    conversation = Conversation().after_question(question)
    return conversation.after_answer(answer) if answer else conversation


BERG = "What did Anna Berg say about the toll?"
COUNCIL = "Why did the Lowick Council meet?"
FERRIES = "What did Anna Berg say about the ferries?"
RIGA = "Who fishes in Lindmark?"


@pytest.mark.parametrize(
    ("before", "question", "asked"),
    [
        (BERG, "Does she sleep?", "Does Anna Berg sleep?"),
        (BERG, "Who met her?", "Who met Anna Berg?"),
        (BERG, "Who met her, then?", "Who met Anna Berg, then?"),
        (BERG, "Who told her why Ulm slept?", "Who told Anna Berg why Ulm slept?"),
        (BERG, "Who met her son?", "Who met Anna Berg's son?"),
        (BERG, "Is it hers?", "Is the toll Anna Berg's?"),
        (BERG, "Where's hers now", "Where's Anna Berg's now"),
        (BERG, "She's asleep?", "Anna Berg's asleep?"),
        (BERG, "What'll she’ve said?", "What'll Anna Berg’ve said?"),
        (BERG, "Does she think she sleeps?", "Does Anna Berg think she sleeps?"),
        (BERG, "Does he sleep?", "Does he sleep?"),
        (BERG, "Does Maria Dahl think she sleeps?", "Does Maria Dahl think she sleeps?"),
        (BERG, "Does Ferrow think she sleeps?", "Does Ferrow think she sleeps?"),
        (BERG, "Does Carl Dahl think she sleeps?", "Does Carl Dahl think Anna Berg sleeps?"),
        (BERG, "Does it end?", "Does the toll end?"),
        (BERG, "What is its end?", "What is the toll's end?"),
        (BERG, "Does the Amber pay it?", "Does the Amber pay it?"),
        (BERG, "Does Maria Dahl pay it?", "Does Maria Dahl pay the toll?"),
        (COUNCIL, "Do they sleep?", "Do the Lowick Council sleep?"),
        (COUNCIL, "Who met them?", "Who met the Lowick Council?"),
        (COUNCIL, "What is their aim?", "What is the Lowick Council's aim?"),
        (COUNCIL, "Did the ministers say they sleep?", "Did the ministers say they sleep?"),
        (FERRIES, "Are they late?", "Are the ferries late?"),
        (FERRIES, "What is their end?", "What is the ferries' end?"),
        (RIGA, "Who sleeps there?", "Who sleeps in Lindmark?"),
        (RIGA, "Is there a boat?", "Is there a boat?"),
        (RIGA, "Who knows whether there are boats?", "Who knows whether there are boats?"),
        (RIGA, "Who was there?", "Who was in Lindmark?"),
        (RIGA, "There is more?", "There is more?"),
        (COUNCIL, "Who sleeps there?", "Who sleeps there?"),
    ],
)
def test_pronouns_get_the_names_they_stand_for(before: str, question: str, asked: str) -> None:
    assert with_names(question, after(before)) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Is it raining?", "Is it true?", "Was it possible?", "How long did it take?",
        "What did it cost to build?", "Was it that Ferrow slept?", "What is it like?",
        "What does it mean to sleep?",
    ],
)  # fmt: skip
def test_an_it_that_means_nothing_stays(question: str) -> None:
    assert with_names(question, after(BERG)) == question


def test_it_takes_part_is_no_such_phrase() -> None:
    assert with_names("When did it take place?", after(BERG)) == "When did the toll take place?"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who pays for this?", "Who pays for the toll?"),
        ("Does that matter?", "Does the toll matter?"),
        ("Why was this, then?", "Why was the toll, then?"),
        ("Who pays that much?", "Who pays that much?"),
        ("Who says that matters?", "Who says that matters?"),
        ("Is everything that is paid known?", "Is everything that is paid known?"),
        ("Is the fine that is paid known?", "Is the fine that is paid known?"),
        ("Does Maria Dahl pay this?", "Does Maria Dahl pay this?"),
        ("Is the toll like this?", "Is the toll like this?"),
    ],
)
def test_this_and_that_alone_stand_for_what_was_asked_about(question: str, asked: str) -> None:
    assert with_names(question, after(BERG)) == asked


def test_this_stands_for_a_person_only_where_nothing_else_is_known() -> None:
    assert with_names("Why is this?", after("Did Anna Berg sleep?")) == "Why is Anna Berg?"
    both = after("Did Anna Berg sleep in Lindmark?")
    assert with_names("Why is this?", both) == "Why is Lindmark?"


@pytest.mark.parametrize(
    ("before", "question", "asked"),
    [
        ("Which articles are about trams?", "Who read them?", "Who read the articles about trams?"),
        ("Who wrote the article on trams?", "Is it old?", "Is the article about trams old?"),
        ("What did Berg say about tolls for very old bridges?", "Are they old?", "Are Berg old?"),
        ("What did Berg say about the tolls of it?", "Are they old?", "Are Berg old?"),
        ("How many ferries sail?", "Are they old?", "Are the ferries old?"),
    ],
)  # fmt: skip
def test_they_may_be_the_articles_or_a_short_plural_topic(
    before: str, question: str, asked: str
) -> None:
    assert with_names(question, after(before)) == asked


def test_an_opening_name_takes_a_capital_and_the_first_word_is_no_name() -> None:
    assert with_names("They met?", after(COUNCIL)) == "The Lowick Council met?"
    assert with_names("Will she sleep?", after(BERG)) == "Will Anna Berg sleep?"


@given(
    st.lists(st.sampled_from("does she he her it they there this that Berg sleep in ?".split()),
             max_size=8).map(" ".join),
    st.sampled_from([BERG, COUNCIL, FERRIES, RIGA]),
)  # fmt: skip
@settings(max_examples=60)
def test_words_that_are_no_pronouns_stay_in_their_order(question: str, before: str) -> None:
    rest = iter(with_names(question, after(before)).split())
    kept = [w for w in question.split() if w in {"does", "Berg", "sleep", "in", "?"}]
    assert all(any(word == one for one in rest) for word in kept)


@given(st.text(max_size=30))
@settings(max_examples=40)
def test_nothing_is_filled_in_without_a_conversation(question: str) -> None:
    assert with_names(question, Conversation()) == question
