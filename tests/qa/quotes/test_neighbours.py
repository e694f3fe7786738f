"""A sentence with an answer of the sort asked for goes before a likelier one without."""

import pytest

from qa.evidence.facts import Weighed
from qa.questions.understanding import understand
from qa.quotes.neighbours import of_sort_first
from tests.qa.evidence.pages import hit_of, sentence

LEFT, DIED = "His father left before he was two.", "Orm died in 1911 at sea."
HIT = hit_of(f"{LEFT}\n\n{DIED}")


def first(question: str, chance: float) -> str:
    left = Weighed(candidate=sentence(HIT, LEFT, answer="before he was two"), chance=0.8)
    died = Weighed(candidate=sentence(HIT, DIED, answer="1911"), chance=chance)
    found = of_sort_first(understand(question), [left, died])
    assert len(found) == 2
    return found[0].candidate.text


@pytest.mark.parametrize(
    ("question", "chance", "text"),
    [
        ("When did Orm die?", 0.5, DIED),
        ("When did Orm die?", 0.3, LEFT),  # too unlikely
        ("What became of Orm?", 0.5, LEFT),  # no sort is asked for
        ("Why did Orm die?", 0.5, LEFT),
    ],
)
def test_the_sort_that_is_asked_for(question: str, chance: float, text: str) -> None:
    assert first(question, chance) == text
