"""A list is quoted as a whole where it is asked for, and one item where that is."""

import pytest

from qa.evidence.facts import Weighed
from qa.questions.understanding import understand
from qa.quotes.list_items import after_bullet, items_asked, list_at
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
