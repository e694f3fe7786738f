"""Who or what fits a description, as articles put it beside a name."""

import pytest

from qa.evidence.forms.descriptions import described, description_asked
from tests.qa.evidence.pages import hit_of

TEXT = (
    "“We pay late,” said Orla Fenn of Kestby-based Hask & Doyle Company, the largest grower of "
    "hops in the valley. Tomas Ried, founder and director of the Kestby brewery, agreed.\n\n"
    "Port Hallow is the oldest harbour on the lake. The deputy mayor of Kestby, Ines Aldo, came. "
    "The tallest chimney in town was Brand Tower."
)


def told(question: str) -> list[str]:
    found = described(question, [], [hit_of(TEXT)])
    return [one.article.text[slice(*one.read.answer)] for one in found if one.read.answer]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which company is the largest grower of hops in the valley?", "Doyle Company"),
        ("Who is the director of the Kestby brewery?", "Tomas Ried"),
        ("What is the oldest harbour on the lake?", "Port Hallow"),
        ("Who is the deputy mayor of Kestby?", "Ines Aldo"),
        ("What was the tallest chimney in town?", "Brand Tower"),
    ],
)
def test_the_name_beside_the_description(question: str, name: str) -> None:
    assert told(question) == [name]


@pytest.mark.parametrize(
    "question",
    [
        "Who is the mayor of Kestby?",  # only its deputy is named
        "Which company is the largest grower of hops?",  # it is of one valley
        "Who is the director of the Kestby museum?",
        "What is the oldest harbour?",
    ],
)
def test_another_description_is_nobodys(question: str) -> None:
    assert told(question) == []


def test_a_description_has_words_that_carry_meaning() -> None:
    assert description_asked("Who is the head of the works?") == "head of the works"
    assert description_asked("Who is the boss?") is None
    assert description_asked("When is the oldest harbour open?") is None
