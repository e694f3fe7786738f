"""Questions that mean nobody's words ask for facts."""

from dataclasses import replace

import pytest

from qa.answers import Kind
from qa.questions.of_facts import as_of_facts
from qa.questions.understanding import understand


def kind(question: str, **known: object) -> Kind:
    asked = replace(understand(question), kind=Kind.WHO_SAID, sure=False, **known)  # type: ignore[arg-type]
    return as_of_facts(asked).kind


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is cold rolling?", Kind.FACT),
        ("What is the drawback of cold rolling?", Kind.FACT),
        ("Which drawback does cold rolling have?", Kind.FACT),
        ("How did the drums come to the town?", Kind.OPEN),
    ],
)
def test_without_a_speaker_and_without_saying_it_is_no_question_about_words(
    question: str, expected: Kind
) -> None:
    assert kind(question) is expected


@pytest.mark.parametrize(
    "question",
    [
        "Who wants a second bridge?",
        "What is the mayor's view of tolls?",
        "What claims were made about fares?",
        "What was said about cold rolling?",
    ],
)
def test_with_saying_or_somebody_it_stays_one(question: str) -> None:
    assert kind(question) is Kind.WHO_SAID


def test_with_a_speaker_it_stays_one() -> None:
    assert kind("What is cold rolling?", speakers=("Ada Holt",)) is Kind.WHO_SAID


@pytest.mark.parametrize(
    "question",
    [
        "How fast does the help line answer?",
        "How often do the wardens report?",
        "What happens to people who refuse?",
    ],
)
def test_how_fast_somebody_answers_and_what_happens_ask_for_no_words(question: str) -> None:
    assert kind(question) is not Kind.WHO_SAID


def test_how_long_somebody_said_it_takes_asks_for_words() -> None:
    asked = replace(understand("How long did Moss say the strike lasts?"), kind=Kind.WHO_SAID)
    assert as_of_facts(asked) == asked
