"""Noun phrases before and after a verb, found by their borders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.frames import Token, frames_of
from qa.text.noun_phrases import is_adverb, is_name_like, is_verb, phrase_after, phrase_before


def tokens_of(text: str) -> tuple[Token, ...]:
    return next(iter(frames_of(text, []))).tokens


def before(text: str, word: str) -> str | None:
    tokens = tokens_of(text)
    place = [t.low for t in tokens].index(word)
    found = phrase_before(tokens, place - 1)
    return found and text[tokens[found[0]].start : tokens[found[1] - 1].end]


def after(text: str, word: str) -> str | None:
    tokens = tokens_of(text)
    place = [t.low for t in tokens].index(word)
    found = phrase_after(tokens, place + 1)
    return found and text[tokens[found[0]].start : tokens[found[1] - 1].end]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("On Friday the prime minister said it", "the prime minister"),
        ("A spokesman for the ministry said it", "A spokesman for the ministry"),
        ("In Riga, Anna Berg said it", "Anna Berg"),
        ("when she said it", "she"),
        ("the two sides' envoys said it", "the two sides' envoys"),
        ("Anna Berg and Carl Dahl said it", "Anna Berg and Carl Dahl"),
        ("It rained on Monday said it", None),
    ],
)
def test_the_phrase_before_a_verb(text: str, phrase: str | None) -> None:
    assert before(text, "said") == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("said Anna Berg on Friday", "Anna Berg"),
        ("said the head of the ministry, who left", "the head of the ministry"),
        ("said they were late", "they"),
        ("said Tom Weir and Una Holt yesterday", "Tom Weir and Una Holt"),
        ("said that", None),
        ("said", None),
    ],
)
def test_the_phrase_after_a_verb(text: str, phrase: str | None) -> None:
    assert after(text, "said") == phrase


def test_verbs_adverbs_and_names_are_told_by_lists_and_endings() -> None:
    tokens = tokens_of("Berg quickly opened United talks on Monday")
    assert is_name_like(tokens[0])
    assert is_adverb(tokens[1])
    assert is_verb(tokens, 2)
    assert not is_verb(tokens, 4)
    assert not is_name_like(tokens[6])  # a day, capitalised for the calendar


@given(st.lists(st.sampled_from("the a Berg of said and , ' 7 who they minister".split())))
def test_a_phrase_lies_where_it_was_looked_for(parts: list[str]) -> None:
    text = " ".join(["x", *parts])
    tokens = tokens_of(text)
    for place in range(len(tokens)):
        found = phrase_before(tokens, place)
        assert found is None or (0 <= found[0] < found[1] == place + 1)
        found = phrase_after(tokens, place)
        assert found is None or place == found[0] < found[1] <= len(tokens)
