"""Which of several figures is asked for, and how far the thing goes that is counted."""

import pytest

from qa.questions.understanding import understand
from qa.reading.figures_asked import figure_asked


def asked(question: str, text: str, answer: str) -> str:
    start = text.index(answer)
    found = figure_asked(understand(question), text, (start, start + len(answer)), len(text))
    return text[slice(*found)]


@pytest.mark.parametrize(
    ("question", "text", "answer", "figure"),
    [
        (
            "What share of the fleet is diesel?",
            "The fleet is 64% electric and 36% diesel.",
            "64% electric and 36%",
            "36%",
        ),
        (
            "What share of the fleet is electric?",
            "The fleet is 64% electric and 36% diesel.",
            "64% electric and 36%",
            "64%",
        ),
        (
            "How many storm drain repairs are there each year?",
            "There are between 40 and 60 storm drain repairs a year.",
            "between 40 and 60 storm drain",
            "between 40 and 60 storm drain repairs",
        ),
    ],
)
def test_the_figure_of_what_is_asked(question: str, text: str, answer: str, figure: str) -> None:
    assert asked(question, text, answer) == figure


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("How many came?", "Between 40 and 60 people came.", "Between 40 and 60"),
        ("How old is the mill race?", "The 90-year-old mill race froze.", "90-year-old"),
        ("How many of them voted?", "Four of the five voted.", "Four of the five"),
        ("When did they come?", "The 12 of them came in 1990.", "1990"),
        ("How much did it cost?", "It cost 5 euros less than the 9 they had.", "5 euros"),
    ],
)
def test_what_is_one_figure_stays_whole(question: str, text: str, answer: str) -> None:
    assert asked(question, text, answer) == answer
