"""Stems and folded words: which words are compared as one, and which must stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.words import (
    content_stems,
    fold,
    folded_words,
    is_content,
    same_name,
    stem,
    stems,
    words,
)

LATIN = st.text("abcdeginorstuyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    "forms",
    [
        "war wars",
        "claim claims claimed claiming",
        "stair stairs",  # begins with the letter that keeps a plural
        "glass glasses",
        "city cities",
        "eye eyes",  # three letters are left, and no more is cut from these
        "add adds",
        "tree trees",
        "operate operates operating operation operations operator",
        "consult consultation consultations",
        "form formation",
        "create creation creating",
        "stop stopped stopping",
        "fall falling",
        "deny denies denied",
        "happy happily",
        "government governments govern",
        "typical typically",
    ],
)
def test_forms_of_a_word_are_one(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("spring", "spr"),  # what is left of a word holds a vowel
        ("king", "k"),
        ("oral", "or"),
        ("radius", "radiu"),
        ("crisis", "crisi"),
        ("Hall", "Hal"),  # a double l, s or z is part of the word
        ("park", "part"),
        ("treat", "tree"),
        ("market", "mark"),
        ("1990s", "1990"),
        ("B2Bs", "B2B"),
        ("Łodzing", "Łodz"),  # endings are English, and so are the words they are cut from
        ("города", "город"),
    ],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(LATIN)
def test_a_stem_begins_as_its_word_and_is_never_empty(word: str) -> None:
    cut = stem(word)
    assert cut
    assert cut[0] == word[0]
    assert len(cut) <= len(word)
    assert cut == word or len(cut) >= 3


@given(LATIN)
def test_how_a_word_is_written_does_not_change_its_stem(word: str) -> None:
    assert stem(word) == stem(word.upper()) == stem(f"{word}’s") == stem(f"{word}'s")


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Straße", "strasse"),
        ("ﬁre", "fire"),
        ("students'", "students"),
        ("o'Brien’s", "o'brien"),  # only the ending is a possessive
        ("U.S.", "us"),
        ("3.5", "3.5"),  # the point of a number says how much
        ("1.", "1."),
        ("'s", ""),
    ],
)
def test_words_are_folded(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a snake_case name", "a snake case name"),
        ("at 12:30 for $1,000.50.", "at 12:30 for 1,000.50"),
        ("rock'n’roll' 'tis", "rock'n’roll tis"),
        ("the e.g. of J. Roe", "the e.g. of J Roe"),
        ("covid19 4x4", "covid19 4 x4"),
        ("ไทย", "ไ ท ย"),
        ("カナ漢字", "カ ナ 漢 字"),
    ],
)
def test_where_words_end(text: str, parts: str) -> None:
    assert [word.text for word in words(text)] == parts.split()


@given(st.text(max_size=60))
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    covered = {place for word in words(text) for place in range(*word.span)}
    assert {place for place, c in enumerate(text) if c.isalnum()} <= covered


@pytest.mark.parametrize("word", ["水", "⺀", "7", "ox", "가"])
def test_a_word_with_meaning(word: str) -> None:
    assert is_content(word)


@pytest.mark.parametrize("word", ["x", "é", "я", "The", "DIDN'T", "’s", ""])
def test_a_word_of_grammar_or_a_lone_letter(word: str) -> None:
    assert not is_content(word)


def test_words_of_a_text_as_sets_and_in_order() -> None:
    text = "The Dams of Łódź leak, and a dam's leaks leaked 7 times."
    assert content_stems(text) == [stem(w) for w in ("dam", "Łódź", "leak", "7", "times")]
    assert folded_words("The dam. THE Dam’s") == {"the", "dam"}
    assert stems("Dams of the dam") == {"dam", "of", "the"}
    assert folded_words("") == stems("") == frozenset()


@pytest.mark.parametrize(
    ("name", "word", "same"),
    [
        ("iran", "iranians", True),  # four letters more
        ("iran", "iranianss", False),
        ("iranians", "iran", True),
        ("iranianss", "iran", False),
        ("irani", "ira", False),
        ("ira", "iran", False),
        ("ira", "ira", True),
        ("iran", "tirana", False),  # the beginning is shared, not the middle
        ("b2bs", "b2bsx", False),
    ],
)
def test_a_name_and_its_adjective(name: str, word: str, same: bool) -> None:
    assert same_name(name, frozenset([word])) is same
    assert same_name(name, frozenset([word, "weather"])) is same
    assert not same_name(name, frozenset())
