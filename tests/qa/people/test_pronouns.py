"""Whom a pronoun means: within the sentence, then who spoke, then who was named."""

import pytest

from qa.people.cast import Cast, cast_of
from qa.people.pronouns import Memory
from qa.text.frames import Frame, frames_of


def cast(text: str) -> tuple[Cast, list[Frame]]:
    frames = list(frames_of(text, []))
    return cast_of(frames, text), frames


def speaker(text: str, spoke: str | None = None) -> str | None:
    """Return whom the pronoun means that opens the last sentence; `spoke` in those before."""
    cast_, frames = cast(text)
    memory = Memory(cast_, text)
    for frame in frames[:-1]:
        memory.enter(frame)
        memory.leave([spoke])
    memory.enter(frames[-1])
    return memory.speaker(frames[-1].tokens, (0, 1))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Rita Moss came. She left.", "Rita Moss"),
        ("Rita Moss came. He left.", None),
        ("Rita Moss came. Tom Ash came. She left.", "Rita Moss"),
        ("Tom Ash came. Jon Fox came. He left.", "Jon Fox"),
        ("It rained. She left.", None),
        ("Rita Moss came. It rained. It rained. It rained. She left.", "Rita Moss"),
        ("The Lowick Council met. He left.", None),
    ],
)
def test_he_and_she_mean_who_was_named_last_and_may_be_meant(text: str, meant: str | None) -> None:
    assert speaker(text) == meant


def test_a_person_goes_before_a_place_with_a_given_name() -> None:
    assert speaker("Rita Moss came. They saw Victoria Texas there. She left.") == "Rita Moss"


def test_who_spoke_goes_before_who_was_named() -> None:
    text = "Tom Ash met Jon Fox. He left."
    assert speaker(text) == "Tom Ash"
    assert speaker(text, "Jon Fox") == "Jon Fox"


@pytest.mark.parametrize("pronoun", ["It", "They"])
def test_it_and_they_mean_a_speaker_who_is_no_person(pronoun: str) -> None:
    text = f"The ministry met Rita Moss. {pronoun} left."
    assert speaker(text, "The ministry") == "The ministry"
    assert speaker(text, "Rita Moss") == "The ministry"


def test_it_means_a_body_named_before_in_the_sentence() -> None:
    text = "The Lowick Council said it would pay."
    cast_, frames = cast(text)
    memory = Memory(cast_, text)
    memory.enter(frames[0])
    place = next(i for i, token in enumerate(frames[0].tokens) if token.low == "it")
    assert memory.speaker(frames[0].tokens, (place, place + 1)) == "Lowick Council"


def test_a_gender_once_told_holds_for_the_pronouns_after_it() -> None:
    text = "Xelim Orr, who knew, came. She left. He stayed."
    cast_, frames = cast(text)
    memory = Memory(cast_, text)
    memory.enter(frames[0])
    memory.leave([])
    memory.enter(frames[1])
    assert memory.speaker(frames[1].tokens, (0, 1)) == "Xelim Orr"
    memory.enter(frames[2])
    assert memory.speaker(frames[2].tokens, (0, 1)) is None


def test_a_sentence_passed_over_leaves_nobody() -> None:
    text = "Rita Moss came. She left."
    cast_, frames = cast(text)
    memory = Memory(cast_, text)
    memory.enter(frames[0])
    memory.pass_over()
    memory.enter(frames[1])
    assert memory.speaker(frames[1].tokens, (0, 1)) is None
    assert memory.previous_subject() is None


def test_the_subject_of_the_sentence_before() -> None:
    text = "Rita Moss met Tom Ash."
    cast_, frames = cast(text)
    memory = Memory(cast_, text)
    assert memory.previous_subject() is None
    memory.enter(frames[0])
    memory.leave([])
    assert memory.previous_subject() == "Rita Moss"
    memory.leave(["Tom Ash"])
    assert memory.previous_subject() == "Tom Ash"


def test_the_phrase_that_opens_a_sentence_names_a_speaker() -> None:
    text = "Rita Moss came. Mayor Moss: no."
    cast_, frames = cast(text)
    memory = Memory(cast_, text)
    start = text.index("Mayor")
    assert memory.opening(frames[-1]) == ("Rita Moss", (start, start + len("Mayor Moss")))
