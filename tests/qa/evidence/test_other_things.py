"""What an article says of something else is no answer, however alike it looks."""

import pytest

from qa.evidence.other_things import has_all_named, is_compared_with, is_of_another
from qa.questions.understanding import understand
from tests.qa.evidence.pages import hit_of, sentence

BOUGHT = "Brack bought the Tern in May 2016 for nine million crowns."
NEAR = "Rivals such as the Elinor were for sale, too."


def of_another(question: str, text: str, part: str, title: str | None = None) -> bool:
    return is_of_another(understand(question), sentence(hit_of(text, title), part))


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("When did Brack buy the Elinor?", True),
        ("How much did Brack pay when it bought Elinor?", True),
        ("When did Brack buy the Tern?", False),
        ("For how much was the Tern bought?", False),
        ("When did Brack sell the Elinor?", False),  # another verb: not told by this rule
    ],
)
def test_another_object_of_the_same_verb(question: str, other: bool) -> None:
    assert of_another(question, f"{NEAR} {BOUGHT}", BOUGHT) is other


ISLE = (
    "The official language of Skarrow is Norse. Ships come to Skarrow from Vale. People in Skarrow "
    "fish, and all of Skarrow sings.\n\nMany speak two.\n\nSome went to Vale.\n\nThey came back."
    "\n\nThe capital has 900 inhabitants."
)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("How many inhabitants has the capital of Ostmark?", True),
        ("How many inhabitants has the capital of Skarrow?", False),
        ("How many inhabitants has the capital of OSTM?", False),  # may be spelled out
    ],
)
def test_an_article_about_somewhere_else(question: str, other: bool) -> None:
    assert of_another(question, ISLE, "The capital has 900 inhabitants.", "Skarrow") is other


@pytest.mark.parametrize(
    ("question", "compared"),
    [
        ("How long is the Hale tunnel?", True),
        ("How long is the Dun tunnel?", False),
        ("How much longer is the Dun tunnel than the Hale tunnel?", False),
        ("Why is the Hale tunnel closed?", False),
    ],
)
def test_a_figure_of_what_is_compared(question: str, compared: bool) -> None:
    text = "The Dun tunnel is 412 metres long, a little shorter than the Hale tunnel."
    one = sentence(hit_of(text), text, answer="412 metres")
    assert is_compared_with(understand(question), one) is compared


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("Did 340 people come to Hale in May?", True),
        ("Did 430 people come to Hale in May?", False),
        ("Did 340 people come to Hale in June?", False),
        ("Did 340 people come to Dun in May?", False),
        ("Did people come to Hale?", True),
        ("Did four people come to Hale?", False),
    ],
)
def test_a_changed_figure_or_name_is_not_so(question: str, so: bool) -> None:
    text = "In May 340 people came to Hale."
    assert has_all_named(understand(question), sentence(hit_of(text), text)) is so
