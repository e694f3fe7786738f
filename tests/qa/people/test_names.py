import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.people.matching import same_person
from qa.statements.finding import find_statements


@pytest.mark.parametrize(
    ("asked", "speaker"),
    [
        ("Bordyuzha", "Nikolay Bordyuzha"),
        ("nikolay bordyuzha", "Nikolay Bordyuzha"),
        ("Nikolai Bordyuzha", "Nikolay Bordyuzha"),
        ("N. Bordyuzha", "Nikolay Bordyuzha"),
        ("Bordyuzha's", "Nikolay Bordyuzha"),
        ("the CSTO Secretary General Nikolay Bordyuzha", "Nikolay Bordyuzha"),
        ("Secretary General Bordyuzha", "Nikolay Bordyuzha"),
        ("Szymanska", "Magdalena Szymańska"),
        ("José Núñez", "Jose Nunez"),
        ("Mr. Khan", "Khan"),
        ("J.K. Marsh", "Joan Kay Marsh"),
        ("Anna Berg", "Anna K. Berg"),
        ("Anna", "Anna Berg"),
        ("Omar Reyes", "Lena Fox and Omar Reyes"),
        ("Fox", "Lena Fox and Omar Reyes"),
        ("the ministry", "The ministry"),
        ("the U.S. Embassy", "U.S. Embassy to Kazakhstan"),
        ("US Embassy", "U.S. Embassy"),
        ("CSTO", "Collective Security Treaty Organization"),
        ("Collective Security Treaty Organization", "CSTO"),
    ],
)
def test_the_same_speaker(asked: str, speaker: str) -> None:
    assert same_person(asked, speaker)


@pytest.mark.parametrize(
    ("asked", "speaker"),
    [
        ("Bordyuzha", None),
        ("", "Anna Berg"),
        ("...", "Anna Berg"),
        ("Tom Berg", "Anna Berg"),
        ("T. Berg", "Anna Berg"),
        ("Berg", "Berg campaign"),
        ("Washington", "Washington Post"),
        ("Ash", "Dash"),
        ("Anna Berg", "Anna Bergman"),
    ],
)
def test_different_speakers(asked: str, speaker: str | None) -> None:
    assert not same_person(asked, speaker)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_can_be_compared(asked: str, speaker: str) -> None:
    assert isinstance(same_person(asked, speaker), bool)


def named(text: str) -> list[str | None]:
    return [one.speaker for one in find_statements(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rita Moss arrived. Moss said the dam had failed.", ["Rita Moss"]),
        ("Moss said the dam had failed. Engineer Rita Moss left.", ["Rita Moss"]),
        ("The mayor, Tom Ash, came late. The mayor said it had rained.", ["Tom Ash"]),
        ("Deputy Mayor Tom Ash came late. The deputy mayor said it had rained.", ["Tom Ash"]),
        ("Tom Ash, the mayor of Lowick, came. The mayor said it had rained.", ["Tom Ash"]),
        ("The North Sea Council met. The NSC said it was pleased.", ["North Sea Council"]),
        ("A farmer said it had rained.", ["A farmer"]),
        ("Lena Fox and Omar Reyes said the dam would hold.", ["Lena Fox and Omar Reyes"]),
        ("Angry Mill Owner Corners Moss. Rita Moss left. Moss said it had rained.", ["Rita Moss"]),
        ("Rita Moss Jr. came. Moss said it had rained.", ["Rita Moss Jr."]),
    ],
)
def test_mentions_are_brought_to_the_fullest_name(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rita Moss said it had rained. She added that it was cold.", ["Rita Moss", "Rita Moss"]),
        (
            "Rita Moss said it had rained. Tom Ash said it had not. She insisted that it had.",
            ["Rita Moss", "Tom Ash", "Rita Moss"],
        ),
        ("The ministry said no. It added that it was sorry.", ["The ministry", "The ministry"]),
        ("It rained. He said it was cold.", [None]),
        ("Rita Moss arrived. He said it was cold.", [None]),
    ],
)
def test_pronouns_mean_who_spoke_or_acted_last(text: str, expected: list[str | None]) -> None:
    assert named(text) == expected
