"""What a cue reports: where the words begin and end."""

import pytest

from qa.statements.attributions import find_attributions
from qa.statements.contents import borders_of, content_of, only_attributes
from qa.text.frames import frames_of
from qa.text.quotation_marks import find_quotations


def contents(text: str) -> list[list[str]]:
    """Return for every cue of a sentence what it reports."""
    (frame,) = frames_of(text, find_quotations(text))
    tokens = frame.tokens
    found = find_attributions(tokens)
    borders = borders_of(tokens, found)
    return [
        [
            text[tokens[first].start : tokens[end - 1].end]
            for first, end in content_of(tokens, one, borders)
        ]
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It rained,” said Rita Moss.", ["“It rained,”"]),
        ("“It rained,” she said, “and it poured.”", ["“It rained,”", "“and it poured.”"]),
        ("Rita Moss said: “It rained.”", ["“It rained.”"]),
        ("The dam leaks, Rita Moss said.", ["The dam leaks"]),
        ("Rita Moss said that it rained.", ["that it rained"]),
        ("Rita Moss warned against panic.", ["panic"]),
        (
            "Rita Moss told reporters on Friday that the dam, which is old, leaks.",
            ["that the dam, which is old, leaks"],
        ),
        ("Rita Moss said.", []),
    ],
)
def test_one_cue_reports(text: str, expected: list[str]) -> None:
    assert contents(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rita Moss said that it rained and added that it poured.",
            [["that it rained"], ["that it poured"]],
        ),
        ("“It rained,” said Rita Moss, adding: “It poured.”", [["“It rained,”"], ["“It poured.”"]]),
    ],
)
def test_each_cue_reports_its_own(text: str, expected: list[list[str]]) -> None:
    assert contents(text) == expected


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Smith asked on Friday.", True),
        ("Rita Moss said.", True),
        ("Rita Moss said that it rained.", False),
        ("On Friday it rained, Smith said.", False),
    ],
)
def test_a_sentence_may_be_nothing_but_an_attribution(text: str, alone: bool) -> None:
    (frame,) = frames_of(text, find_quotations(text))
    (one,) = find_attributions(frame.tokens)
    assert only_attributes(frame.tokens, one) is alone


def test_borders_tell_own_speakers_from_shared_ones() -> None:
    text = "Rita Moss said that it rained and added that it poured."
    (frame,) = frames_of(text, find_quotations(text))
    found = find_attributions(frame.tokens)
    borders = borders_of(frame.tokens, found)
    assert borders.units == {found[0].unit[0]}
    assert borders.shared == {found[1].first}
    assert borders.remark == -1
