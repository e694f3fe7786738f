"""A follow-up becomes a question that stands alone; one that stands alone stays as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions.followups import Exchange, rewrite

IRAN = "What did Bordyuzha say about Iran?"
MEETING = "When did Astana host the meeting of foreign ministers?"
SAFE = Exchange("Who said the bridge is safe?", "Anna Berg: “The bridge is safe.” [1]")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("And about NATO?", "What did Bordyuzha say about NATO?"),
        ("And Syria?", "What did Bordyuzha say about Syria?"),
        ("What about the drug trade?", "What did Bordyuzha say about the drug trade?"),
        ("on Syria", "What did Bordyuzha say about Syria?"),
    ],
)
def test_a_piece_takes_the_place_of_the_old_topic(typed: str, asked: str) -> None:
    assert rewrite(typed, [IRAN]) == asked


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("When was that?", "When did Bordyuzha say that about Iran?"),
        ("Why?", "Why did Bordyuzha say that about Iran?"),
        ("Where?", "Where did Bordyuzha say that about Iran?"),
        ("When did he say it?", "When did Bordyuzha say that about Iran?"),
        ("Who else?", "Who else said something about Iran?"),
    ],
)
def test_a_question_word_alone_asks_about_the_question_before(typed: str, asked: str) -> None:
    assert rewrite(typed, [IRAN]) == asked


@pytest.mark.parametrize(
    ("history", "typed", "asked"),
    [
        ([IRAN], "What did he say about Syria?", "What did Bordyuzha say about Syria?"),
        ([IRAN], "What else did he say?", "What else did Bordyuzha say?"),
        (
            ["What did Anna Berg say about the tunnel?", "And what does Carl Dahl think of it?"],
            "What did she say about the bridge?",
            "What did Anna Berg say about the bridge?",
        ),
        (
            ["What did Col. Maddox say about ambulances?"],
            "What is his view of the merger?",
            "What is Col. Maddox's view of the merger?",
        ),
        (
            ["What did Maria Lindqvist and Erik Holm say about the bridge?"],
            "Did they agree on the toll?",
            "Did Maria Lindqvist and Erik Holm agree on the toll?",
        ),
        (
            ["How did the council vote on the tram fare?"],
            "When will they vote again?",
            "When will the council vote again?",
        ),
        ([MEETING], "Who took part in it?", "Who took part in the meeting of foreign ministers?"),
        (
            [MEETING],
            "Where did it take place?",
            "Where did the meeting of foreign ministers take place?",
        ),
        (
            ["How many boats does Port Aldous have?", "Who fishes at Port Aldous?"],
            "What did he find there?",
            "What did he find in Port Aldous?",
        ),
    ],
)  # fmt: skip
def test_a_pronoun_takes_the_name_it_stands_for(history: list[str], typed: str, asked: str) -> None:
    assert rewrite(typed, history) == asked


def test_a_name_is_put_once_and_the_pronoun_after_it_stays() -> None:
    typed = "What did she say she would teach her pupils?"
    asked = "What did Capt. Doyle say she would teach her pupils?"
    assert rewrite(typed, ["What is Capt. Doyle going to do next?"]) == asked


def test_what_was_named_in_full_is_named_in_full_again() -> None:
    history = ["What is the Tarnbridge flood levy?"]
    assert rewrite("Who pays the levy?", history) == "Who pays the Tarnbridge flood levy?"
    # "of" already says which one, and a year passes without being meant again
    assert rewrite("Who pays the levy of Kessing?", history) == "Who pays the levy of Kessing?"


def test_an_answer_says_who_is_meant() -> None:
    assert (
        rewrite("What did she say about the tunnel?", [SAFE])
        == "What did Anna Berg say about the tunnel?"
    )
    when = rewrite("When did she say that?", [SAFE])
    assert when == "When did Anna Berg say that the bridge is safe?"
    unanswered = [SAFE.question]
    assert rewrite("When was that?", unanswered) == "When was it said that the bridge is safe?"


def test_a_surname_that_opens_an_answer_is_somebody() -> None:
    history = [Exchange("How did the talks go?", "Kovalenko left the room after an hour.")]
    assert rewrite("When did he return?", history) == "When did Kovalenko return?"


def test_places_and_bodies_are_no_he() -> None:
    history = [Exchange("Where was the summit?", "It was held in Lindmark by the United Nations.")]
    assert rewrite("What did he say?", history) == "What did he say?"


@pytest.mark.parametrize(
    ("history", "typed", "asked"),
    [
        (
            ["Who wrote the article on CSTO positions?"],
            "When was it published?",
            "When was the article about CSTO positions published?",
        ),
        (
            ["Which articles are there about the tram?"],
            "When were they published?",
            "When were the articles about the tram published?",
        ),
        (
            ["Which articles did Saskia Venn write?"],
            "And Pieter Oda?",
            "Which articles did Pieter Oda write?",
        ),
    ],
)
def test_questions_about_articles_go_on(history: list[str], typed: str, asked: str) -> None:
    assert rewrite(typed, history) == asked


def test_another_time_takes_the_place_of_the_old_one() -> None:
    assert (
        rewrite("And in 2012?", ["What happened in Lindmark in 2010?"])
        == "What happened in Lindmark in 2012?"
    )
    assert (
        rewrite("And in 2012?", ["How many people live in Lindmark?"])
        == "How many people live in Lindmark in 2012?"
    )


def test_a_chain_of_pieces_keeps_the_speaker() -> None:
    history = [IRAN, "And about NATO?"]
    assert rewrite("And the drug trade?", history) == "What did Bordyuzha say about the drug trade?"
    assert rewrite("What did he say about Syria?", history) == "What did Bordyuzha say about Syria?"


def test_whether_a_name_is_somebody_changes_who_spoke_or_about_what() -> None:
    somebody = rewrite("And Lavrov?", [IRAN], is_person=lambda name: name == "Lavrov")
    assert somebody == "What did Lavrov say about Iran?"
    assert rewrite("And Lavrov?", [IRAN]) == "What did Bordyuzha say about Lavrov?"


@pytest.mark.parametrize(
    "typed",
    [
        "What did Lavrov say about his visit to Iran?",
        "Who wrote the article about the harbour?",
        "How many trams are there?",
        "Is it true that the bridge is safe?",
        "Thanks!",
        "no",
        "?!",
    ],
)
def test_what_stands_alone_stays_as_typed(typed: str) -> None:
    assert rewrite(typed, [IRAN]) == typed


@pytest.mark.parametrize("typed", ["And about NATO?", "What did he say?", "Why?"])
def test_without_a_history_nothing_is_filled_in(typed: str) -> None:
    assert rewrite(typed, []) == typed
    assert rewrite(typed, ["", "  "]) == typed


@given(
    st.text(max_size=60),
    st.lists(
        st.text(max_size=60) | st.builds(Exchange, st.text(max_size=40), st.text(max_size=40))
    ),
)
def test_any_text_is_rewritten_to_some_text(typed: str, history: list[str | Exchange]) -> None:
    asked = rewrite(typed, history)
    assert rewrite(typed, history) == asked
    assert bool(asked.strip()) == bool(typed.strip())
