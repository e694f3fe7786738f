"""Who is for a thing and who against it."""

import pytest

from index.articles.passages import Hit
from qa.answers import Kind
from qa.evidence.facts import Facts, Weighed
from qa.evidence.speech.speaking import with_speakers
from qa.evidence.stances.asked import as_of_stances, stance_asked
from qa.evidence.stances.cues import cues_in
from qa.evidence.stances.weighing import HOLDER, holders, with_stances
from qa.questions.understanding import understand
from qa.statements.finding import find_statements
from tests.qa.evidence.pages import hit_of, sentence

MARINA = (
    "The Kessing harbour board wants a marina.",
    "Baker Ole Thorn welcomed the plan.",
    "The anglers' club opposes it.",
    "Retired pilot Una Beck said she could not support the marina.",
    "Grocer Tim Aske is in favour of the marina, though he fears for his parking space.",
    "The board's chairman, Pavel Ost, defended the marina.",
    "Teacher Mina Falk praised the lifeboat crew.",
)
_, THORN, ANGLERS, BECK, ASKE, OST, _ = MARINA


def asked_of(question: str, chance: float = 0.3) -> tuple[list[Weighed], Hit]:
    text = " ".join(MARINA)
    hit = hit_of(text, title="Marina divides Kessing")
    spoken = [(hit.article, one) for one in find_statements(text)]
    read = [sentence(hit, part) for part in MARINA]
    found = with_speakers(read, [hit], spoken, {})
    weighed = [Weighed(candidate=one, chance=chance, facts=Facts(nearby=1.0)) for one in found]
    return with_stances(understand(question), weighed), hit


def told(question: str) -> list[str]:
    weighed, _ = asked_of(question)
    return [one.candidate.text for one in weighed if one.chance > 0.5]


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("Who supports the marina?", {THORN, ASKE, OST}),
        ("Who is in favour of the marina?", {THORN, ASKE, OST}),
        ("Who opposes the marina?", {ANGLERS, BECK}),
        ("Who is against the marina?", {ANGLERS, BECK}),
    ],
)
def test_those_of_the_side_asked_for_come_first(question: str, sentences: set[str]) -> None:
    assert set(told(question)) == sentences


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("Who supports the marina?", {ANGLERS, BECK}),
        ("Who opposes the marina?", {THORN, ASKE, OST}),
    ],
)
def test_nobody_of_the_other_side_is_left(question: str, others: set[str]) -> None:
    weighed, _ = asked_of(question)
    assert others.isdisjoint(one.candidate.text for one in weighed)


def test_both_sides_are_asked_for() -> None:
    assert {THORN, ANGLERS, BECK, ASKE, OST} <= set(told("Who is for and who against the marina?"))


def test_whom_a_stance_is_about_does_not_hold_it() -> None:
    weighed, _ = asked_of("Who defended Pavel Ost?")
    assert OST not in [one.candidate.text for one in weighed]


def test_every_holder_is_quoted() -> None:
    question = understand("Who supports the marina?")
    weighed, _ = asked_of(question.text)
    held = holders(question, weighed)
    assert {THORN, ASKE, OST} <= {one.candidate.text for one in held}
    assert all(one.chance >= HOLDER for one in held)


@pytest.mark.parametrize(
    "question",
    [
        "Who was blamed for the fire?",  # for whom it is about
        "Which objects were found in the grave?",
        "Who came back on Monday?",
        "What did Moss say against the plan?",
        "Why does Moss oppose the plan?",
        "Who said that the plan is good?",
        "Who opposes?",  # anything
    ],
)
def test_other_questions_are_weighed_as_ever(question: str) -> None:
    weighed, _ = asked_of(question)
    assert {one.chance for one in weighed} == {0.3}
    assert holders(understand(question), weighed) == []


def test_a_stance_is_something_that_people_say() -> None:
    question = as_of_stances(understand("Who welcomed the ferry timetable?"))
    assert question.kind is Kind.WHO_SAID
    other = understand("Who built the ferry?")
    assert as_of_stances(other) is other


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Holt backed the levy.", 1),
        ("Holt refused to back the levy.", -1),
        ("Holt has never supported the levy.", -1),
        ("Holt spoke out against the levy.", -1),
        ("The levy was rejected by Holt.", -1),
    ],
)
def test_a_cue_has_a_side(text: str, side: int) -> None:
    (cue,) = cues_in(text)
    assert (cue.side, "levy" in cue.about) == (side, True)


@pytest.mark.parametrize(
    "text",
    [
        "She came back to Lowick.",
        "They agreed to meet on Monday.",
        "The support of the roof gave way.",
        "Two objects fell.",
    ],
)
def test_other_meanings_tell_no_side(text: str) -> None:
    assert cues_in(text) == ()


def test_a_given_name_is_not_asked_about() -> None:
    asked = stance_asked("Who accused Ada Holt of greed?")
    assert asked is not None
    assert asked.first == "holt"
