"""Who is named where the words for a speaker are long, late or a role."""

import pytest

from qa.statements.finding import find_statements


def _said(text: str) -> dict[str, str | None]:
    return {text[one.start : one.end]: one.speaker for one in find_statements(text)}


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        (
            "The warden, Ada Noll, said by radio that everybody was well.",
            "that everybody was well",
            "Ada Noll",
        ),
        (
            "Its press officer, Tom Arkle, points out that the bridge was offered two coats.",
            "that the bridge was offered two coats",
            "Tom Arkle",
        ),
        (
            "A diver who was at all four said that the wreck had moved.",
            "that the wreck had moved",
            "A diver",
        ),
        (
            "The envoy who mediated, Ada Noll, called the swap a door with no key.",
            "the swap a door with no key",
            "Ada Noll",
        ),
        (
            "The weekly's editor, Ada Noll, said the column had run in March.",
            "the column had run in March",
            "Ada Noll",
        ),
        (
            "Tom Arkle was told by the harbour master that the pier was shut.",
            "that the pier was shut",
            "the harbour master",
        ),
        (
            "Tom Arkle arrived late. The crane was old, Arkle told the court.",
            "The crane was old",
            "Tom Arkle",
        ),
        (
            "Ada Noll said, when pressed on this, that the kiln had cracked.",
            "that the kiln had cracked",
            "Ada Noll",
        ),
        (
            "Ada Noll is of the opinion that the kiln will crack.",
            "that the kiln will crack",
            "Ada Noll",
        ),
        (
            "HULL, May 3 (Wire) - The harbour board lowered its fee, saying that silt had doubled.",
            "that silt had doubled",
            "harbour board",
        ),
        (
            "An hour later, a spokesman for the public works ministry said the dam had cracks.",
            "the dam had cracks",
            "a spokesman for the public works ministry",
        ),
    ],
)
def test_the_speaker_is_found(text: str, content: str, speaker: str) -> None:
    named = _said(text)[content]
    assert named is not None
    assert named.removeprefix("the ").removeprefix("The ") == speaker.removeprefix("the ")


def test_an_apposition_outweighs_who_held_the_role_before() -> None:
    text = (
        "The mayor of Lund, Ada Noll, arrived on Monday.\n\n"
        "The mayor, Tom Arkle, said that the quay was full."
    )
    assert _said(text)["that the quay was full"] == "Tom Arkle"


def test_a_quotation_after_a_line_that_announces_it_is_the_announced_ones() -> None:
    text = (
        "Dr Ada Noll, who runs the ward, said:\n\n"
        "“It starts like a cold. The rash comes later.”\n\n"
        "Two children are in hospital."
    )
    assert set(_said(text).values()) == {"Ada Noll"}


def test_a_letter_is_its_signers_though_its_first_sentence_follows_the_salutation() -> None:
    text = (
        "Sir, The ferry was late on nine days of ten. I counted.\n\n"
        "Nobody at the pier could say why.\n\n"
        "Ada Noll, Quay Lane\n\n"
        "Madam, Mrs Noll counts badly. It was eight.\n"
        "T. Arkle, purser"
    )
    said = _said(text)
    assert said["Nobody at the pier could say why."] == "Ada Noll"
    assert said["Mrs Noll counts badly. It was eight."] == "T. Arkle"


def test_a_letter_without_a_name_is_nobodys() -> None:
    text = "Sir, The ferry was late on nine days of ten.\n\nHeat pumps are dear.\n"
    assert not _said(text)


def test_who_is_sworn_between_turns_answers_from_then_on() -> None:
    text = (
        "CORONER (Dr. Ada Noll): We are resumed.\n\n"
        "(Tom Arkle, lock keeper, sworn.)\n\n"
        "MR. SWEENEY: Mr. Arkle, who puts up the chain?\n\n"
        "A. I do. I did it that night, too.\n\n"
        "Q. And the lamp?\n\n"
        "A. It is on a timer, and I wrote about it.\n"
    )
    assert _said(text)["I do. I did it that night, too."] == "Tom Arkle"


def test_a_caller_has_the_name_that_he_gives() -> None:
    text = (
        "HOST (Ada Noll): Good morning. We talk about goats. What do you think?\n\n"
        "CALLER 1: It's Miss Petra Vane, from the hill. I like goats.\n\n"
        "HOST: Do you own any?\n\n"
        "CALLER 1: I have nine, and I count them every night.\n"
    )
    assert "Vane" in str(_said(text)["I have nine, and I count them every night."])
