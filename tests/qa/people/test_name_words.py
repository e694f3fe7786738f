"""The words of a name, and what is put aside before and after them."""

import pytest

from qa.language.tables import tables
from qa.people.name_words import (
    NameWord,
    is_given,
    is_of_people,
    until_preposition,
    without_endings,
    without_titles,
    words_of_name,
)

KNOWN = tables("en")


def wholes(found: list[NameWord]) -> str:
    return " ".join(word.whole for word in found)


def words(text: str) -> list[NameWord]:
    return words_of_name(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the CSTO", "csto"),
        ("A farmer", "farmer"),
        ("A. Adair", "a adair"),
        ("Ministry of the Interior", "ministry of interior"),
        ("U.S. Embassy", "us embassy"),
        ("U.N.", "un"),
        ("ANNA-MARIE  Berg", "anna-marie berg"),
        ("“Anna” Berg!", "anna berg"),
        ("Szyman\u0301ska", "szymańska"),
        ("", ""),
    ],
)
def test_words_are_small_without_articles_and_dots(text: str, expected: str) -> None:
    assert wholes(words(text)) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("J.K.", ("j", "k")),
        ("Ki-moon", ("ki", "moon")),
        ("J.-C.", ("j", "c")),
        ("O’Brien", ("o’brien",)),
        ("NATO", ("nato",)),
    ],
)
def test_initials_and_hyphens_part_a_word(text: str, parts: tuple[str, ...]) -> None:
    (word,) = words(text)
    assert word.parts == parts


@pytest.mark.parametrize(
    ("text", "owns"),
    [("Holt's", True), ("Holt’s", True), ("HOLT’S", True), ("J.’s", True), ("Holts", False)],
)
def test_who_owns_is_told(text: str, owns: bool) -> None:
    (word,) = words(text)
    assert word.owns == owns
    assert not word.whole.endswith("’s")


@pytest.mark.parametrize(
    ("text", "kept", "generation"),
    [
        ("Tom Ash Jr.", "tom ash", "jr"),
        ("Ash III", "ash", "iii"),
        ("Ada Holt PhD MD", "ada holt", ""),
        ("Jack Ma", "jack ma", ""),
        ("Pelican Ltd", "pelican", ""),
        ("Jr.", "jr", ""),
    ],
)
def test_endings_are_put_aside_where_a_name_is_left(text: str, kept: str, generation: str) -> None:
    found, told = without_endings(words(text), KNOWN)
    assert (wholes(found), told) == (kept, generation)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mr. Ash", "ash"),
        ("Prof. Dr. Ada Holt", "ada holt"),
        ("acting Health Minister Ada Holt", "ada holt"),
        ("Minister for Health and Sport Ada Holt", "ada holt"),
        ("Lowick's mayor Tom Ash", "tom ash"),
        ("the minister", "minister"),
        ("Minister of Finance", "minister of finance"),
        ("mother of two", "mother of two"),
        ("Justice Department", "justice department"),
        ("aide to Ada Holt", "aide to ada holt"),
        ("aide to Senator Ada Holt", "aide to senator ada holt"),
        ("mother of victim Ada Holt", "mother of victim ada holt"),
        ("Martin King Holt", "martin king holt"),
    ],
)
def test_titles_are_put_aside_where_somebody_is_named_after_them(text: str, left: str) -> None:
    assert wholes(without_titles(words(text), KNOWN)) == left


def test_a_preposition_parts_what_somebody_is_from_what_of() -> None:
    head, tail = until_preposition(words("U.S. Embassy to Kazakhstan"), KNOWN)
    assert (wholes(head), wholes(tail)) == ("us embassy", "to kazakhstan")
    head, tail = until_preposition(words("Of Monsters"), KNOWN)
    assert (wholes(head), wholes(tail)) == ("of monsters", "")


@pytest.mark.parametrize(
    ("text", "given", "of_people"),
    [
        ("Anna", True, False),
        ("José", True, False),
        ("Anna-Marie", True, False),
        ("Xelim", False, False),
        ("minister", False, True),
        ("ministers", False, True),
        ("residents", False, True),
        ("co-founder", False, True),
    ],
)
def test_given_names_and_nouns_for_people(text: str, given: bool, of_people: bool) -> None:
    (word,) = words(text)
    assert (is_given(word, KNOWN), is_of_people(word, KNOWN)) == (given, of_people)
