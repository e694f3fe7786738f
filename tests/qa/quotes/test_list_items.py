"""A list is quoted as a whole where it is asked for, and one item where that is."""

import pytest

from qa.evidence.facts import Weighed
from qa.evidence.forms.item_lists import list_at, lists_in
from qa.questions.understanding import understand
from qa.quotes.list_items import after_bullet, as_one, items_asked
from tests.qa.evidence.pages import hit_of, sentence

KIT = (
    "The repair kit holds the following parts:\n\n- Patches\n- A file\n- Rubber cement\n\n"
    "Store it dry.\n\nNeeded for the tent\n\n* Poles\n* Four pegs\n* A mallet\n\n"
    "- Loose line\n"
)


def items(question: str, best: str, text: str = KIT) -> list[str]:
    one = Weighed(candidate=sentence(hit_of(text), best), chance=0.9)
    return [found.candidate.text for found in items_asked(understand(question), [one])]


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("What parts does the kit hold?", "- A file"),
        ("What does the repair kit hold?", "- Rubber cement"),
        ("List the parts of the kit", "- Patches"),
        ("What is in the kit?", "The repair kit holds the following parts:"),
    ],
)
def test_all_items_of_the_list_that_is_asked_for(question: str, best: str) -> None:
    assert items(question, best) == ["- Patches", "- A file", "- Rubber cement"]


def test_a_list_is_found_by_its_heading() -> None:
    assert items("What is needed for the tent?", "Store it dry.")[0] == "* Poles"


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("How many pegs are there?", "* Four pegs"),
        ("What are the four pegs for?", "* Four pegs"),
        ("When is it stored?", "- A file"),
        ("What is stored?", "- Loose line"),
    ],
)
def test_one_item_stays_one(question: str, best: str) -> None:
    assert items(question, best) == []


def test_a_bullet_is_no_word_and_a_number_is() -> None:
    assert after_bullet("- Patches", 0, 9) == 2
    assert after_bullet("3. Patches", 0, 10) == 0
    assert after_bullet("-5 degrees", 0, 10) == 0
    assert list_at("- One\n- Two\n", (0, 5)) is None


STEPS = (
    "Lending a canoe\n\nTo book:\n\n1. Write your name in the book. Use ink.\n"
    "2. Take a paddle.\n3. Hang up the key.\n\nRules\n\n- Swim well\n- Wear a vest\n"
)


@pytest.mark.parametrize(
    "question", ["How do I book a canoe?", "How can we get a boat?", "What are the steps?"]
)
def test_steps_are_quoted_whole_and_in_order(question: str) -> None:
    assert items(question, "2. Take a paddle.", STEPS) == [
        "1. Write your name in the book. Use ink.",
        "2. Take a paddle.",
        "3. Hang up the key.",
    ]


def test_one_step_stays_one_where_it_is_the_one_asked_about() -> None:
    assert items("How do I hang up the key?", "3. Hang up the key.", STEPS) == []


def test_an_item_of_several_sentences_is_quoted_whole() -> None:
    first = "1. Write your name in the book."
    assert items("How do I book?", first, STEPS)[0] == "1. Write your name in the book. Use ink."


def test_two_items_under_a_heading_are_a_list_and_two_in_prose_are_none() -> None:
    assert [len(one.items) for one in lists_in(STEPS)] == [3, 2]
    assert lists_in("It was late, and we went.\n- One\n- Two\n") == ()


def test_a_list_as_one_quote_reaches_from_its_first_item_to_its_last() -> None:
    one = Weighed(candidate=sentence(hit_of(STEPS), "2. Take a paddle."), chance=0.5)
    (whole,) = as_one(items_asked(understand("How do I book a canoe?"), [one]))
    assert whole.candidate.text.startswith("1. Write")
    assert whole.candidate.text.endswith("the key.")
