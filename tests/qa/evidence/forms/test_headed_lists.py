"""A list is found by its heading, one of its items by the words that it alone has."""

import pytest

from qa.evidence.candidate import Candidate
from qa.evidence.forms.headed_lists import headed_lists, named_items, rows_as_lists
from qa.questions.understanding import understand
from tests.qa.evidence.pages import hit_of, sentence

NOTES = (
    "Added\n\n- a map of the harbour\n- a search for berths\n\n"
    "Repaired\n\n- The clock ran backwards.\n- Tides were missing on Sundays.\n\n"
    "Crew on duty\n\n- Nils Berg\n- Asta Lund\n\nBring a torch and tidal maps on the first night.\n"
)
PRICES = "Fees\n\nBoat | Fee\nCanoe | 4\nYacht | 40\n"


def best(question: str, title: str, text: str = NOTES) -> Candidate | None:
    found = headed_lists(understand(question), [], [hit_of(text, title)])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("What was repaired in Harbourmaster 3.1?", "- The clock ran backwards."),
        ("Which faults were repaired in Harbourmaster 3.1?", "- The clock ran backwards."),
        ("Who is on duty in the crew?", "- Nils Berg"),
    ],
)
def test_the_first_item_under_the_heading_that_is_asked_for(question: str, item: str) -> None:
    found = best(question, "Harbourmaster 3.1")
    assert found is not None
    assert found.text == item
    assert found.listed


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What was repaired in Harbourmaster 2.0?", "Harbourmaster 3.1"),
        ("What was sold in Harbourmaster 3.1?", "Harbourmaster 3.1"),
        ("Who repaired Harbourmaster 3.1?", "Harbourmaster 3.1"),  # faults are nobody
        ("Which tidal maps were added?", "Harbourmaster 3.1"),  # they are told of elsewhere
        ("Did they add a map?", "Harbourmaster 3.1"),
    ],
)
def test_nothing_is_added_for_another_list(question: str, title: str) -> None:
    assert best(question, title) is None


def test_a_word_that_is_nowhere_makes_it_less_sure() -> None:
    sure = best("What was repaired in Harbourmaster 3.1?", "Harbourmaster 3.1")
    less = best("Which faults were repaired in Harbourmaster 3.1?", "Harbourmaster 3.1")
    assert sure is not None
    assert less is not None
    assert less.read.evidence < sure.read.evidence


def test_rows_of_a_table_are_a_list_under_the_line_before_it() -> None:
    (one,) = rows_as_lists(PRICES)
    assert PRICES[slice(*one.before)] == "Fees"
    assert [PRICES[slice(*row)] for row in one.items] == ["Boat | Fee", "Canoe | 4", "Yacht | 40"]


def test_the_item_with_the_words_of_the_question_beats_the_others() -> None:
    hit = hit_of(NOTES)
    read = [
        sentence(hit, "- a map of the harbour", 1.0),
        sentence(hit, "- a search for berths", 4.0),
    ]
    asked = understand("What does the map of the harbour show?")
    found = named_items(asked, read, [hit])
    assert max(found, key=lambda one: one.read.evidence).text == "- a map of the harbour"
    assert named_items(understand("What does it show?"), read, [hit]) == read
