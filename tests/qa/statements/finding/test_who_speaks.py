"""Who speaks where the words for it are unusual; and what looks like speech and is none."""

import pytest

from qa.statements.finding import find_statements
from qa.text.quotation_marks import find_quotations


def said(text: str) -> list[tuple[str | None, str]]:
    """Return (speaker, words) of every statement in a text."""
    return [(one.speaker, text[one.start : one.end]) for one in find_statements(text)]


@pytest.mark.parametrize("closing", ["’’", "''", "”", '"'])
def test_two_single_marks_close_what_a_double_one_opened(closing: str) -> None:
    text = f"“The sluice is rotten,{closing} Mira Holt told the board. “It was never oiled.”"
    assert said(text) == [
        ("Mira Holt", f"“The sluice is rotten,{closing}"),
        ("Mira Holt", "“It was never oiled.”"),
    ]


def test_two_single_marks_close_two_single_quotations() -> None:
    text = "She said: ‘They called it ‘a barge’’ and left."
    (quotation,) = find_quotations(text)
    assert text[quotation.start : quotation.end] == "‘They called it ‘a barge’’"


def test_no_comma_is_needed_between_speech_and_says() -> None:
    text = "“The pump runs day and night now” says Ole Brandt, who minds it."
    assert said(text) == [("Ole Brandt", "“The pump runs day and night now”")]


def test_a_term_in_quotation_marks_is_no_speech() -> None:
    assert not said("The “dry year” says Brandt little.")


@pytest.mark.parametrize(
    "text",
    [
        "Asta Lind rowed at night although it was banned, said another witness, former pilot "
        "Karl Ness.",
        "Another witness, former pilot Karl Ness, said that Asta Lind rowed at night.",
    ],
)
def test_the_name_in_an_apposition_is_the_speakers(text: str) -> None:
    ((speaker, words),) = said(text)
    assert speaker == "Karl Ness"
    assert "Asta Lind rowed at night" in words


def test_a_number_in_an_apposition_is_no_speaker() -> None:
    text = "“He was ten,” Ms. Dahl, 45, the mother, sobbed."
    assert {speaker for speaker, _ in said(text)} == {"Dahl"}


def test_who_agrees_takes_nobodys_quotation() -> None:
    text = 'Ness said he "dreaded the vote." Lind agreed.'
    assert [speaker for speaker, _ in said(text)] == ["Ness"]


def test_an_attribution_that_stands_alone_still_belongs_to_the_quotation_before() -> None:
    text = "“Who pays for the dredger?” Mira Holt asked on Friday."
    assert said(text) == [("Mira Holt", "“Who pays for the dredger?”")]


def test_a_title_and_a_bodys_letters_are_no_part_of_the_name() -> None:
    text = (
        "“We sail in May,” PRTA Administrator Odd Fenn said.\n\n"
        "PRTA announced that it had bought five ferries."
    )
    assert [speaker for speaker, _ in said(text)] == ["Odd Fenn", "PRTA"]


@pytest.mark.parametrize(
    "text",
    [
        "Ivo Marsh, 40, of Tarn, pleaded guilty to threatening a clerk.",
        "Ivo Marsh pleaded not guilty on Monday.",
        "The lawyer questioned Orm for an hour.",
        "The board grilled Mira Holt about the ferry.",
    ],
)
def test_pleas_and_questions_to_somebody_are_nobodys_words(text: str) -> None:
    assert not said(text)


def test_pleading_for_something_still_is() -> None:
    ((speaker, words),) = said("Ivo Marsh pleaded for a lighter sentence.")
    assert speaker == "Ivo Marsh"
    assert "a lighter sentence" in words


def test_a_verb_keeps_its_particle() -> None:
    ((speaker, words),) = said("The cabinet has ruled out that the dam was blown up.")
    assert (speaker, words) == ("The cabinet", "that the dam was blown up")
