"""Words: where they are, when two are the same, which carry meaning."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.words import content_stems, fold, is_content, same_name, stem, words


@given(st.text(max_size=80))
def test_words_stand_where_they_say_in_order_without_overlaps(text: str) -> None:
    found = words(text)
    assert [text[w.start : w.end] for w in found] == [w.text for w in found]
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The U.S. won't pay 3.5 million.", ["The", "U.S.", "won't", "pay", "3.5", "million"]),
        ("anti-war O’Brien", ["anti", "war", "O’Brien"]),
        ("日本 said", ["日", "本", "said"]),
        ("--- ¿?", []),
    ],
)
def test_text_is_cut_into_words(text: str, parts: list[str]) -> None:
    assert [w.text for w in words(text)] == parts


@given(st.text(max_size=20))
def test_folding_again_changes_nothing_for_plain_words(word: str) -> None:
    once = fold(word)
    assert fold(once.upper()) in {once, fold(once)} or not word.isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Müller", "muller"), ("Iran's", "IRAN"), ("U.S.", "us"), ("Łódź’s", "łodz")],
)
def test_case_accents_possessives_and_dots_do_not_count(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("criticism", "criticised"),
        ("elections", "election"),
        ("warned", "warning"),
        ("denies", "deny"),
        ("nationalization", "nationalize"),
        ("organizers", "organize"),
        ("running", "run"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("bus", "bu"), ("glass", "gla"), ("2012", "2013")])
def test_other_words_keep_their_own(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_grammar_carries_no_meaning() -> None:
    assert not any(map(is_content, ["the", "didn’t", "Whose", "a", "B"]))
    assert all(map(is_content, ["dam", "7", "水", "Iran's"]))
    assert content_stems("What did the ferries and the ferry do?") == [stem("ferry")]


@pytest.mark.parametrize(
    ("name", "text", "same"),
    [
        ("iran", "an iranian official", True),
        ("kazakh", "kazakhstani", False),
        ("kazakhs", "kazakh", True),
        ("oman", "omen", False),
        ("ira", "iran", False),
        ("2012", "20121", False),
    ],
)
def test_a_name_is_the_same_as_its_adjective(name: str, text: str, same: bool) -> None:
    assert same_name(name, frozenset(text.split())) is same
