"""Cues of speech by their construction, and the words that are taken for the speaker."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.statements.attributions import Attribution, Range, find_attributions, is_end
from qa.text.frames import Token, frames_of
from qa.text.quotation_marks import find_quotations


def tokens_of(text: str) -> tuple[Token, ...]:
    (frame,) = frames_of(text, find_quotations(text))
    return frame.tokens


def cues(text: str) -> list[str]:
    """Return every cue of a sentence with its speaker: "said < Rita Moss"."""
    tokens = tokens_of(text)

    def words(part: Range | None) -> str:
        return text[tokens[part[0]].start : tokens[part[1] - 1].end] if part else "?"

    return [
        f"{words((one.first, one.end))} < {words(one.subject)}" for one in find_attributions(tokens)
    ]


def only(text: str) -> Attribution:
    (one,) = find_attributions(tokens_of(text))
    return one


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("According to Rita Moss, it rained.", "According to < Rita Moss"),
        ("It rained, according to her.", "according to < her"),
        ("It rained, according to him.", "according to < him"),
        ("It rained, according to them.", "according to < them"),
        ("Per Rita Moss, it rained.", "Per < Rita Moss"),
        ("In the words of Rita Moss, it rained.", "In the words of < Rita Moss"),
        ("In Rita Moss's view it rained.", "In Rita Moss's view < Rita Moss"),
        ("In her own opinion it rained.", "In her own opinion < her"),
        ("In her opinion it rained.", "In her opinion < her"),
        ("To my eyes it rained.", "To my eyes < my"),
        ("To the old smith's eyes it rained.", "To the old smith's eyes < the old smith"),
        ("Rita Moss's claim that it rained was odd.", "claim < Rita Moss"),
        ("Yet his old claim that it rained was odd.", "claim < his"),
        ("The smith's old claims that it rained were odd.", "claims < The smith"),
        ("Rita Moss was adamant that it rained.", "was adamant < Rita Moss"),
        ("She is no longer sure that it rained.", None),
        ("They were very glad that it rained.", None),
        ("They were openly glad that it rained.", "were openly glad < They"),
    ],
)
def test_phrases_that_attribute(text: str, cue: str | None) -> None:
    assert cues(text) == ([cue] if cue else [])


@pytest.mark.parametrize(
    "text",
    [
        "According the rules, it rained.",
        "According to, it rained.",
        "It cost nine per head.",
        "In the view from the hill it rained.",
        "In the old view of Rita Moss, it rained.",
        "In view of the rain they left.",
        "His claim to it was odd.",
        "The claim that it rained was odd.",
        "Adamant that it rained, they left.",
        "Rita Moss, adamant that it rained, left.",
        "Rita Moss was adamant about rain.",
    ],
)
def test_phrases_that_attribute_nothing(text: str) -> None:
    assert cues(text) == []


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Rita Moss pointed out that it rained.", "pointed out < Rita Moss"),
        ("Rita Moss warned of rain.", "warned of < Rita Moss"),
        ("Rita Moss has also simply said that it rained.", "has also simply said < Rita Moss"),
        ("Rita Moss will not say that it rained.", "will not say < Rita Moss"),
        ("Rita Moss began to say that it rained.", "began to say < Rita Moss"),
        ("Rita Moss went on to say that it rained.", "went on to say < Rita Moss"),
        ("Rita Moss is saying that it rained.", "is saying < Rita Moss"),
        ("Rita Moss's saying that it rained.", "'s saying < Rita Moss"),
        ("A spokesman for the mill said it rained.", "said < A spokesman for the mill"),
        ("Rita Moss, a smith, said it rained.", "said < Rita Moss"),
        ("Rita Moss, 58, said it rained.", "said < Rita Moss"),
        ("Rita Moss (D-Ohio), a smith, said it rained.", "said < Rita Moss"),
        ("Rita Moss — a smith — said it rained.", "said < Rita Moss"),
        ("Rita Moss, speaking in Oslo on a cold day, said it rained.", "said < Rita Moss"),
        ("The smith who runs the mill said it rained.", "said < The smith"),
        ("Rita Moss, who said it rained, left.", "said < Rita Moss"),
        ("As Rita Moss said, it rained.", "said < Rita Moss"),
        ("“It rained,” as Rita Moss said.", "said < Rita Moss"),
        ("“It rained,” the smith said.", "said < the smith"),
        ("“It rained” — Rita Moss said.", "said < Rita Moss"),
        ("“It rained,” said Rita Moss of Oslo.", "said < Rita Moss of Oslo"),
        ("“It rained”, said Rita Moss before noon.", "said < Rita Moss"),
        ("Rita Moss (58) said it rained.", "said < Rita Moss"),
        ("The old smith (58), of Oslo, said it rained.", "said < The old smith"),
        ("It rained, said Rita Moss.", "said < Rita Moss"),
        ("It rained, said Rita Moss, who left.", "said < Rita Moss"),
        ("It rained, so said Rita Moss.", "said < Rita Moss"),
        ("The claims of smiths, she claims, are odd.", "claims < she"),
        ("They claim it rained.", "claim < They"),
        ("Rita Moss claims that it rained.", "claims < Rita Moss"),
        ("Rita Moss reportedly claims it rained.", "reportedly claims < Rita Moss"),
        ("Rita Moss believes it rained.", "believes < Rita Moss"),
        ("Rita Moss called on them to leave.", "called on < Rita Moss"),
    ],
)  # fmt: skip
def test_verbs_with_the_speaker_before_or_after(text: str, cue: str) -> None:
    assert cues(text) == [cue]


@pytest.mark.parametrize(
    "text",
    [
        "Rita Moss pointed at it.",
        "It is said to be cold.",
        "Rita Moss was never told.",
        "The smith accused of theft left.",
        "The rain reported by Rita Moss fell.",
        "The claims of the smiths are odd.",
        "Odd claims were made.",
        "These claims hurt.",
        "The report of it came.",
        "Rita Moss's report came.",
        "They left to report it.",
        "In praise of rain they slept.",
        "For fear of rain they left.",
        "She would believe it.",
        "On Friday said nobody.",
        "The cost of saying so is high.",
        "Say it.",
        "Claims fell.",
        "It rained, said that smith who left it.",
        "On Monday reported rain fell.",
    ],
)
def test_verbs_that_nobody_speaks_with(text: str) -> None:
    assert cues(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rita Moss praised it and said it rained.", ["praised < Rita Moss", "said < Rita Moss"]),
        ("Rita Moss came and said it rained.", ["said < Rita Moss"]),
        ("In Oslo, Rita Moss came and said it rained.", ["said < Rita Moss"]),
        ("Yesterday, Rita Moss came but said it rained.", ["said < Rita Moss"]),
        ("But Rita Moss came or said it rained.", ["said < Rita Moss"]),
        ("Rita Moss left, saying it rained.", ["saying < Rita Moss"]),
        ("Rita Moss said it rained, adding that it poured.",
         ["said < Rita Moss", "adding < Rita Moss"]),
        ("Rita Moss said it rained and Tom Ash denied it.",
         ["said < Rita Moss", "denied < Tom Ash"]),
        ("Saying it rained, they left.", []),
    ],
)  # fmt: skip
def test_a_speaker_is_shared_by_verbs(text: str, expected: list[str]) -> None:
    assert cues(text) == expected


@pytest.mark.parametrize("word", ["a", "an", "the", "his", "her", "its"])
def test_an_apposition_begins_with_an_article_or_an_owner(word: str) -> None:
    text = f"It rained, said Rita Moss, {word} aide."
    tokens = tokens_of(text)
    assert only(text).unit == (3, len(tokens) - 1)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("It rained, said Rita Moss, the smith.", "said Rita Moss, the smith"),
        ("It rained, said Rita Moss, 58.", "said Rita Moss, 58"),
        ("It rained, said Rita Moss, who left, and it poured.", "said Rita Moss, who left"),
        ("It rained, said Rita Moss, and it poured.", "said Rita Moss"),
        ("It rained, said Rita Moss, the smith left.", "said Rita Moss"),
        ("It rained, as Rita Moss said.", "as Rita Moss said"),
        ("It rained, so said Rita Moss.", "so said Rita Moss"),
        ("According to Rita Moss, a smith, it rained.", "According to Rita Moss, a smith"),
        ("Rita Moss, a smith, said it rained.", "Rita Moss, a smith, said"),
        ("Rita Moss, who said it rained, left.", "who said"),
    ],
)
def test_the_unit_has_speaker_cue_and_apposition(text: str, unit: str) -> None:
    tokens, one = tokens_of(text), only(text)
    assert text[tokens[one.unit[0]].start : tokens[one.unit[1] - 1].end] == unit


def test_at_most_thirty_cues_of_a_sentence_are_looked_at() -> None:
    text = "Rita Moss said it rained" + " and she said it rained" * 40 + "."
    assert len(find_attributions(tokens_of(text))) == 30


def test_quoted_words_are_no_cues() -> None:
    assert cues("“Rita Moss said it rained.”") == []
    assert cues("“Said,” Tom Ash said.") == ["said < Tom Ash"]


def test_a_sentence_is_over_where_only_stops_are_left() -> None:
    tokens = tokens_of("Wait ... what")
    assert [is_end(tokens, place) for place in range(6)] == [False] * 5 + [True]
    tokens = tokens_of("Did it rain?!")
    assert [is_end(tokens, place) for place in range(3, 6)] == [True, True, True]


WORDS = "Rita Moss said says claims that to the smith , “x” who and adding is not her of ( ) —"


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=18))
@settings(max_examples=60)
def test_the_unit_holds_the_cue_and_a_verb_is_named_once(words: list[str]) -> None:
    text = f"{' '.join(words)} ."
    for frame in frames_of(text, find_quotations(text)):
        found = find_attributions(frame.tokens)
        for one in found:
            assert one.unit[0] <= one.first < one.end <= one.unit[1]
            assert frame.tokens[one.end - 1].kind != "Q"
            assert not (one.shared and one.inverted)
        assert len({one.end for one in found}) == len(found)
