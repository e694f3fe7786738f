"""Places in a ranking are told by the numbers of its items."""

import pytest

from qa.evidence.forms.rankings import ranked
from tests.qa.evidence.pages import hit_of

TOWNS = (
    "A survey of cyclists by the Velo Institute put the towns in order.\n\n"
    "1. Marrow\n2. East Hale\n3. Dunmere\n4. Oak Ferry\n\nNo town was content."
)
FILMS = (
    "The best films of the year, as our critic ranks them.\n\n3) Salt\n\nA drama.\n\n2) Kites\n\n"
    "Short.\n\n1) The Ford\n\nLong."
)


def told(question: str, text: str) -> list[str]:
    found = ranked(question, [], [hit_of(text)])
    return [one.article.text[slice(*one.read.answer)] for one in found if one.read.answer]


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Which town ranks first in the Velo Institute survey?", TOWNS, "Marrow"),
        ("Which town came 3rd in the survey of cyclists?", TOWNS, "Dunmere"),
        ("Where does East Hale rank in the survey?", TOWNS, "2"),
        ("Which of the films of the year is number 2?", FILMS, "Kites"),
        ("Which film tops the critic's list of the year?", FILMS, "The Ford"),
    ],
)
def test_the_item_of_that_number(question: str, text: str, answer: str) -> None:
    assert told(question, text) == [answer]


@pytest.mark.parametrize(
    "question",
    [
        "Which town ranks ninth in the Velo Institute survey?",
        "Which town ranks first in the Brandt survey?",  # of that nothing is said
        "Where does Kestby rank in the survey?",
        "Who came to the survey first?",
        "What was the first survey?",
    ],
)
def test_what_the_ranking_does_not_say(question: str) -> None:
    assert told(question, TOWNS) == []


def test_numbered_lines_out_of_order_are_no_ranking() -> None:
    assert told("Which town ranks first in the survey?", TOWNS.replace("2. East", "7. East")) == []
