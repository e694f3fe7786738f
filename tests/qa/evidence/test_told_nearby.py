"""A fact is told where its names stand right before it."""

import pytest

from qa.evidence.told_nearby import is_told_nearby
from qa.questions.understanding import understand
from tests.qa.evidence.pages import hit_of, sentence

CLOSED = "The agency shut down that fair in October 2013."
TEXT = f"For years traders met at the Velt Market. {CLOSED} Nobody mourned it."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When did the agency shut down the Velt Market?", True),
        ("When did the agency shut down the Ostmark Market?", False),
        ("When did the baker paint and sell the Velt Market?", False),
        ("How many traders did the agency shut down at the Velt Market?", False),
        ("Did the agency shut down the Velt Market?", False),
        ("When did the agency shut down that fair?", False),  # names nothing
    ],
)
def test_all_that_is_asked_is_named_nearby(question: str, told: bool) -> None:
    one = sentence(hit_of(TEXT), CLOSED, answer="October 2013")
    assert is_told_nearby(understand(question), one) is told
