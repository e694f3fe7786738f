"""How long and in which order an article's people are remembered for its pronouns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.article import Span
from qa.people.cast import cast_of
from qa.people.pronouns import Memory
from qa.text.frames import Frame, frames_of


class Reading:
    """An article read sentence by sentence up to its last one."""

    def __init__(self, text: str, *spoke: str | None) -> None:
        """`spoke` are the speakers of the sentences before the last."""
        self.frames = list(frames_of(text, []))
        self.memory = Memory(cast_of(self.frames, text), text)
        told = iter(spoke)
        for frame in self.frames[:-1]:
            self.memory.enter(frame)
            self.memory.leave([next(told, None)])
        self.memory.enter(self.last)

    @property
    def last(self) -> Frame:
        return self.frames[-1]

    def means(self, word: str, width: int = 1) -> str | None:
        """Return whom `width` words mean that begin with the last `word` of the last sentence."""
        place = max(i for i, token in enumerate(self.last.tokens) if token.low == word)
        return self.memory.speaker(self.last.tokens, (place, place + width))


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("Rita Moss met Ann Lee before she left.", "she", "Rita Moss"),
        ("Rita Moss met Tom Ash before he left.", "he", "Tom Ash"),
        ("Before she left, Rita Moss met Tom Ash.", "she", None),
        ("Ann Lee came. Rita Moss said she left.", "she", "Rita Moss"),
        ("Ann Lee came. Tom Ash said she left.", "she", "Ann Lee"),
        ("Ann Lee came. Kim Orr said she left.", "she", "Kim Orr"),
        ("Rita Moss came. Then the woman said her son left.", "her", "Rita Moss"),
        ("Tom Ash came. The woman met him.", "him", "Tom Ash"),
        ("Tom Ash came. Who left?", "who", None),
        ("Tom Ash came. We left.", "we", None),
        ("Tom Ash came. I left.", "i", None),
    ],
)
def test_who_is_named_before_in_the_sentence_is_meant_first(
    text: str, word: str, meant: str | None
) -> None:
    assert Reading(text).means(word) == meant


@pytest.mark.parametrize(
    ("between", "meant"),
    [
        ("", "Rita Moss"),
        ("Tom Ash came. ", "Rita Moss"),
        ("Tom Ash came. Jon Fox came. ", "Rita Moss"),
        ("Tom Ash came. Jon Fox came. Omar Dahl came. ", "Rita Moss"),
        ("Tom Ash came. " * 6, None),
        ("It rained. It rained. It rained. It rained. ", "Rita Moss"),
    ],
)
def test_sentences_that_name_somebody_make_others_forgotten(
    between: str, meant: str | None
) -> None:
    assert Reading(f"Rita Moss came. {between}She left.").means("she") == meant


def test_each_sentence_passed_over_counts_as_one() -> None:
    reading = Reading("Rita Moss came. She left.")
    for _ in range(5):
        reading.memory.pass_over()
    assert reading.means("she") == "Rita Moss"
    reading.memory.pass_over()
    assert reading.means("she") is None


@pytest.mark.parametrize(
    ("text", "spoke", "meant"),
    [
        ("The Lowick Council met. It left.", "Lowick Council", "Lowick Council"),
        ("The Lowick Council met. It left.", "Farmers", "Lowick Council"),
        ("The Lowick Council met. It left.", None, "Lowick Council"),
        ("Rita Moss met. It left.", "Rita Moss", None),
        ("The Lowick Council met the Oslo Council as it left.", None, "Lowick Council"),
        ("The Lowick Council met Rita Moss as it left.", None, "Lowick Council"),
        ("It left the Lowick Council.", None, None),
    ],
)
def test_it_means_no_person(text: str, spoke: str | None, meant: str | None) -> None:
    assert Reading(text, spoke).means("it") == meant


def test_they_means_several_or_a_body() -> None:
    assert Reading("The Lowick Council said they left.").means("they") == "Lowick Council"
    text = "Farmers met. Rita Moss met. They left."
    assert Reading(text, "Farmers", "Rita Moss").means("they") == "Farmers"
    text = "Farmers met. Miners met. They left."
    assert Reading(text, "Farmers", "Miners").means("they") == "Miners"


def test_who_speaks_is_a_person_from_then_on() -> None:
    text = "Xelim Orr left. She slept."
    reading = Reading(text)
    first = reading.frames[0].tokens
    assert reading.memory.speaker(first, (0, 2)) == "Xelim Orr"
    assert reading.means("she") == "Xelim Orr"


def test_a_body_that_speaks_is_no_person() -> None:
    reading = Reading("The Lowick Council left. She slept.")
    assert reading.memory.speaker(reading.frames[0].tokens, (0, 3)) == "Lowick Council"
    assert reading.means("she") is None


def test_what_one_pronoun_tells_holds_for_the_next() -> None:
    text = "Kim Orr came. She left. Tom Ash came. He slept."
    reading = Reading(text)
    assert reading.memory.speaker(reading.frames[1].tokens, (0, 1)) == "Kim Orr"
    assert reading.means("he") == "Tom Ash"
    reading.memory.past.popleft()  # Tom Ash is forgotten: Kim Orr is a woman by now
    assert reading.means("he") is None


def test_an_apposition_explains_a_speaker_who_is_unknown() -> None:
    reading = Reading("It rained. His partner, Rita Moss, left.")
    assert reading.means("his", 2) == "Rita Moss"
    reading = Reading("Tom Ash, the mayor, came. The mayor, Rita Moss, left.")
    assert reading.means("the", 2) == "Rita Moss"  # another mayor than the one before
    reading = Reading("It rained. His partner, tired, left.")
    assert reading.means("his", 2) == "His partner"


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Rita Moss: no.", ("Rita Moss", (0, 9))),
        ("The old smith: no.", ("The old smith", (0, 13))),
        ("In Lowick: no.", None),
        ("And then: no.", None),
    ],
)
def test_the_phrase_that_opens_a_sentence(
    text: str, opening: tuple[str | None, Span] | None
) -> None:
    reading = Reading(text)
    assert reading.memory.opening(reading.last) == opening


@pytest.mark.parametrize(
    ("text", "spoke", "subject"),
    [
        ("Rita Moss met Tom Ash. It rained.", None, "Rita Moss"),
        ("Rita Moss met Tom Ash. It rained.", "Farmers", "Farmers"),
        ("The Lowick Council met Tom Ash. It rained.", None, "Tom Ash"),
        ("The Lowick Council met. It rained.", None, None),
        ("It poured. It rained.", None, None),
    ],
)
def test_the_subject_of_the_sentence_before(
    text: str, spoke: str | None, subject: str | None
) -> None:
    assert Reading(text, spoke).memory.previous_subject() == subject


def test_only_the_sentence_right_before_has_the_subject() -> None:
    text = "Rita Moss came. The Lowick Council met. It rained."
    assert Reading(text, "Rita Moss").memory.previous_subject() is None


NAMES = st.sampled_from(["Rita Moss", "Tom Ash", "Kim Orr", "the Lowick Council", "a smith"])


@given(st.lists(NAMES, min_size=1, max_size=5), st.sampled_from(["he", "she"]))
@settings(max_examples=60)
def test_a_pronoun_never_means_somebody_of_the_other_gender(names: list[str], word: str) -> None:
    reading = Reading(" ".join(f"Then {name} came." for name in names) + f" Then {word} left.")
    others = {"he": {"Rita Moss"}, "she": {"Tom Ash"}}[word]
    meant = reading.means(word)
    assert meant is None or meant in {"Rita Moss", "Tom Ash", "Kim Orr"} - others
    fitting = [name for name in names if name in {"Rita Moss", "Tom Ash"} - others]
    assert meant is not None or not set(fitting) & set(names[-3:])
