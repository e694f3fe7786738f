"""Whether a question leans on those before it, and whom a pronoun left open asks about."""

import pytest

from qa.questions.conversations.leaning import leans, of_anybody
from qa.questions.understanding import understand


@pytest.mark.parametrize(
    ("question", "does"),
    [
        ("And who paid Ada Holm?", True),
        ("Did Ada Holm sell it?", True),
        ("What did Ada Holm say to that?", True),
        ("Who in Riga pays these fines?", True),
        ("Why did Ada Holm sell some?", True),
        ("Did Ada Holm come back afterwards?", True),
        ("What does the union say?", True),
        ("What does Ada Holm say?", False),
        ("Did Ada Holm say that trams run?", False),
        ("Did some trams of Riga stop before noon?", False),
    ],
)
def test_a_question_leans_by_what_it_leaves_open(question: str, does: bool) -> None:
    assert leans(question, question, "en") is does


def test_a_question_in_which_something_was_filled_in_leans() -> None:
    assert leans("What does Rita Moss say?", "What does Rita Moss say about tolls?", "en")


def test_a_pronoun_left_open_asks_for_anybodys_words() -> None:
    asked = of_anybody(understand("What did she say about the toll?"))
    assert (asked.speakers, asked.named, asked.sure) == ((), False, False)
    assert asked.topic == "the toll"
    for named in ("What did Ada Holm say about the toll?", "Who sank the ferry?"):
        assert of_anybody(understand(named)) == understand(named)
