"""Spellings of one name are levelled; other names stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.people.spelling import same_word, spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nikolay", "Nikolai"),
        ("Mohammed", "Mohamed"),
        ("Zelenskyy", "Zelensky"),
        ("Aleksandr", "Alexandr"),
        ("Yevgeny", "Evgeny"),
        ("O’Brien", "O'Brien"),
        ("O’Brien", "OBrien"),
        ("Wałęsa", "Walesa"),
        ("Søren", "Soren"),
        ("Søren", "Soeren"),
        ("Schröder", "Schroder"),
        ("Schröder", "Schroeder"),
        ("Åse", "Aase"),
        ("Bordyuzha's", "Bordyuzha"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert same_word(one, other)
    assert same_word(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Louis", "Luis"), ("Michael", "Michal"), ("Ye", "E"), ("Berg", "Bergs"), ("Ash", "Dash")],
)
def test_other_names(one: str, other: str) -> None:
    assert not same_word(one, other)


@given(st.text(max_size=12))
def test_every_word_has_a_spelling_of_its_own_whatever_its_case(word: str) -> None:
    assert spellings(word)
    assert spellings(word) == spellings(word.casefold())
