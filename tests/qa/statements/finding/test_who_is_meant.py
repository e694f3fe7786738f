"""Speakers by pronoun, role and surname; letters in columns; names behind what stands between."""

import pytest

from qa.statements.finding import find_statements

FOX = "Lena Fox, the ferry's cook, came to the pier."
HOLTS = "Ada Holt, the girl's aunt, runs a bakery in the lane. She waited."


def said(text: str) -> list[tuple[str | None, str]]:
    return [(one.speaker, text[one.start : one.end]) for one in find_statements(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{FOX} The cook said it was late.", "Lena Fox"),
        (f"The cook said it was late. {FOX}", "Lena Fox"),
        ("The dean of Oslo, Ada Holt, came. The dean said it was late.", "Ada Holt"),
        ("A fishmonger showed us a bucket. She said it was late.", "A fishmonger"),
        ("Its chairman, investor Gaelo Sordi, left. He said it was late.", "Gaelo Sordi"),
        ("Zarelle, 26, wants a boat. She says it is late.", "Zarelle"),
    ],
)
def test_whom_a_role_or_a_pronoun_means(text: str, speaker: str) -> None:
    assert speaker in {name for name, told in said(text) if "late" in told}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Doctors in Riga said it was late.", "Doctors in Riga"),
        ("The clerk accused of the theft said it was late.", "The clerk"),
        ("Papers seen by the weekly Glas show that it was late.", "Papers"),
        ("Ada Holt, 79, of Hull, who rows, said it was late.", "Ada Holt"),
        ("The Minister of Trade and Crafts, the Hon. Ada Holt, said it was late.", "Ada Holt"),
        ("A clerk at the pier, Hamid al-Nasri, said it was late.", "Hamid al-Nasri"),
        ("LOWICK, May 3 - The mayor, Ada Holt, said it was late.", "Ada Holt"),
        ("The paper quoted Ada Holt as saying that it was late.", "Ada Holt"),
        ("It was late, by Ada Holt's account.", "Ada Holt"),
        ("As Ada Holt said on Monday, it was late.", "Ada Holt"),
        ("The union's head, Ada Holt, wants the late clerk to go.", "Ada Holt"),
    ],
)
def test_the_speaker_behind_what_stands_between(text: str, speaker: str) -> None:
    assert [name for name, told in said(text) if "late" in told] == [speaker]


def test_who_only_can_say_or_declines_to_comment_says_nothing() -> None:
    assert said("A council can only say what it knows.") == []
    assert said("Ada Holt declined to comment.") == []


def test_two_people_of_one_surname_are_kept_apart() -> None:
    text = f"{HOLTS}\n\n“She is gone,” Ms. Holt, 45, the mother, cried."
    assert said(text) == [("Ms. Holt", "“She is gone,”")]


def test_of_two_with_one_surname_the_one_named_last_is_meant() -> None:
    text = "Renzo Gall came by bus. It was a long ride through hills and fog. Piero Gall rowed."
    assert said(f"{text} Gall said it was late.") == [("Piero Gall", "it was late")]
    both = "Renzo Gall and Piero Gall came. Gall said it was late."
    assert said(both) == [("Gall", "it was late")]


def test_a_signed_letter_is_its_writers() -> None:
    text = (
        "DEAR ADA: My brother sold the boat. I think he lied. -- LOST IN HULL\n\n"
        "DEAR LOST: Ask him."
    )
    assert said(text) == [
        ("Lost In Hull", "My brother sold the boat. I think he lied."),
        ("Lost In Hull", "he lied"),
    ]
    unsigned = "DEAR ADA: My brother sold the boat.\n\nDEAR LOST: Ask him."
    assert said(unsigned) == []


def test_agreeing_takes_nobodys_quotation() -> None:
    text = 'Ada Holt said he "dreaded how the bill would look." Rusk agreed.'
    assert {name for name, _ in said(text)} == {"Ada Holt"}
