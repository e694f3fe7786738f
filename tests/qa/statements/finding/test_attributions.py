"""Cues of speech and the words that name their speakers, sentence by sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.statements.attributions import Range, find_attributions, is_end
from qa.text.frames import Token, frames_of
from qa.text.quotation_marks import find_quotations


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text of one sentence."""
    (frame,) = frames_of(text, find_quotations(text))
    return frame.tokens


def cues(text: str) -> list[tuple[str, str | None]]:
    """Return the words of every cue with those of its speaker."""
    tokens = tokens_of(text)

    def words(part: Range) -> str:
        return text[tokens[part[0]].start : tokens[part[1] - 1].end]

    return [
        (words((one.first, one.end)), words(one.subject) if one.subject else None)
        for one in find_attributions(tokens)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It rained,” said Rita Moss, a farmer.", [("said", "Rita Moss")]),
        ("“It rained,” Rita Moss said.", [("said", "Rita Moss")]),
        ("The dam leaks, Rita Moss said.", [("said", "Rita Moss")]),
        ("Ministers, who met in Oslo, agreed that fishing must stop.", [("agreed", "Ministers")]),
        ("Rita Moss warned against panic.", [("warned against", "Rita Moss")]),
        ("In the view of Rita Moss, the dam leaks.", [("In the view of", "Rita Moss")]),
        ("The minister's claim that it rained was false.", [("claim", "The minister")]),
        ("The dam which Rita Moss said leaks was shut.", [("said", "Rita Moss")]),
    ],
)
def test_a_cue_comes_with_its_speaker(text: str, expected: list[tuple[str, str]]) -> None:
    assert cues(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It rained on Friday.",
        "Rita Moss was said to be ill.",
        "“Rita Moss said it rained” was the title.",
        "The saying goes on.",
    ],
)
def test_what_nobody_says_is_no_cue(text: str) -> None:
    assert cues(text) == []


def test_a_second_verb_takes_the_speaker_over() -> None:
    text = "Rita Moss said that it rained and added that it poured."
    said, added = find_attributions(tokens_of(text))
    assert added.subject == said.subject
    assert (said.shared, added.shared) == (False, True)


def test_the_unit_is_what_an_aside_consists_of() -> None:
    text = "“It rained,” said Rita Moss, a farmer."
    tokens = tokens_of(text)
    (one,) = find_attributions(tokens)
    assert one.inverted
    assert text[tokens[one.unit[0]].start : tokens[one.unit[1] - 1].end] == (
        "said Rita Moss, a farmer"
    )


@pytest.mark.parametrize(
    ("text", "place", "over"), [("It rained.", 2, True), ("It rained.", 1, False)]
)
def test_a_sentence_is_over_at_its_stop(text: str, place: int, over: bool) -> None:
    assert is_end(tokens_of(text), place) is over
    assert is_end(tokens_of(text), 99)


@given(
    st.lists(
        st.sampled_from(
            "said says that Rita Moss , “x” according to of and he the view in .".split()
        ),
        max_size=25,
    )
)
def test_ranges_lie_in_the_sentence_and_cues_are_in_order(words: list[str]) -> None:
    text = " ".join(words)
    for frame in frames_of(text, find_quotations(text)):
        found = find_attributions(frame.tokens)
        assert [one.first for one in found] == sorted(one.first for one in found)
        for one in found:
            for first, end in (r for r in ((one.first, one.end), one.subject, one.unit) if r):
                assert 0 <= first < end <= len(frame.tokens)
