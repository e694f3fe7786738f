"""Speakers get the fullest name that the article gives them."""

import pytest

from qa.statements.finding import find_statements


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
