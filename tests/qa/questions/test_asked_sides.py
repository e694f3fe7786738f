"""Which questions want sides, whose they are, and about what."""

import pytest

from qa.questions.asked_sides import AskedSides, asked_sides


@pytest.mark.parametrize(
    ("question", "speakers", "topic"),
    [
        ("Compare what Moss and Ash said about the dam", ("Moss", "Ash"), "the dam"),
        ("compare what moss and ash said about the dam", ("moss", "ash"), "the dam"),
        ("What did Rita Moss and Tom Ash say about the dam?", ("Rita Moss", "Tom Ash"), "the dam"),
        ("Compare Rita Moss and Tom Ash on the dam.", ("Rita Moss", "Tom Ash"), "the dam"),
        ("How does Moss’s position on fares differ from Ash's?", ("Moss", "Ash"), "fares"),
        ("Compare the statements of Rita Moss and the Health Ministry on masks",
         ("Rita Moss", "the Health Ministry"), "masks"),
        ("How did Rita Moss's position on the dam change?", ("Rita Moss",), "the dam"),
        ("How has the position of the CSTO on Iran evolved?", ("the CSTO",), "Iran"),
        ("Please tell me how Moss's stance on the dam changed between 2011 and 2014",
         ("Moss",), "the dam"),
        ("Has Tom Ash changed his mind about the dam?", ("Tom Ash",), "the dam"),
        ("How did what Moss said about the dam change over time?", ("Moss",), "the dam"),
        ("Trace Moss's position on the dam over time", ("Moss",), "the dam"),
        ("How did the minister's position on pay change?", (), "pay"),
        ("What did both sides say about the harbour?", (), "the harbour"),
    ],
)  # fmt: skip
def test_sides_are_told_from_the_question(
    question: str, speakers: tuple[str, ...], topic: str
) -> None:
    assert asked_sides(question) == AskedSides(speakers, topic)


@pytest.mark.parametrize(
    "question",
    [
        "How did the price of fish change?",
        "Has the view from the bridge changed?",
        "What did Moss say about the dam?",
        "Who opposes the dam?",
        "",
        "x" * 5000,
    ],
)
def test_other_questions_want_none(question: str) -> None:
    assert asked_sides(question) is None


def test_things_that_nobody_says_are_compared_without_speakers() -> None:
    found = asked_sides("Compare wind and solar power")
    assert found == AskedSides((), None, said=False)
