"""What a name is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LanguageError
from qa.people.names import (
    Kind,
    Name,
    each_of,
    is_titled,
    kind_of,
    looks_like_name,
    name_parts,
    parse,
)


def only(text: str) -> Name:
    (name,) = parse(text)
    return name


@pytest.mark.parametrize(
    ("text", "given_names", "surname"),
    [
        ("Nikolay Bordyuzha", ("nikolay",), ("bordyuzha",)),
        ("Bordyuzha's", (), ("bordyuzha",)),
        ("J.K. Marsh", ("j", "k"), ("marsh",)),
        ("A. Adair", ("a",), ("adair",)),
        ("Tom A Berg", ("tom", "a"), ("berg",)),
        ("Anna Berg-Olsen", ("anna",), ("berg", "olsen")),
        ("Anne-Marie Berg", ("anne", "marie"), ("berg",)),
        ("Ludwig van Beethoven", ("ludwig", "van"), ("beethoven",)),
        ("Magdalena Szymańska", ("magdalena",), ("szymańska",)),
    ],
)
def test_given_names_and_surname(
    text: str, given_names: tuple[str, ...], surname: tuple[str, ...]
) -> None:
    name = only(text)
    assert (name.kind, name.given, name.last) == (Kind.PERSON, given_names, surname)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the CSTO Secretary General Nikolay Bordyuzha", ("nikolay", "bordyuzha")),
        ("President-elect Holt", ("holt",)),
        ("former vice-president Ada Holt", ("ada", "holt")),
        ("Minister of Finance Ada Holt", ("ada", "holt")),
        ("Chief of Staff McDonough", ("mcdonough",)),
        ("head of the Grain Traders' Union Lucia Ferreyra", ("lucia", "ferreyra")),
        ("the ministry's Ada Holt", ("ada", "holt")),
        ("Mr. King", ("king",)),
        ("Dr Park", ("park",)),
        ("Ada Holt PhD", ("ada", "holt")),
        ("Yo-Yo Ma", ("yo", "yo", "ma")),
        ("Ada Holt of Lowick", ("ada", "holt")),
    ],
)
def test_titles_are_no_part_of_a_name(text: str, words: tuple[str, ...]) -> None:
    assert name_parts(text) == words
    assert kind_of(text) is Kind.PERSON


@pytest.mark.parametrize("text", ["Stephen King", "John Major", "Alice King Chatham"])
def test_titles_within_a_name_are_part_of_it(text: str) -> None:
    assert name_parts(text) == tuple(text.casefold().split())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ministry of Health", Kind.BODY),
        ("CSTO", Kind.BODY),
        ("General Motors", Kind.BODY),
        ("Berg campaign", Kind.BODY),
        ("the minister", Kind.ROLE),
        ("foreign ministers", Kind.ROLE),
        ("two nurses", Kind.ROLE),
        ("an aide to Ada Holt", Kind.ROLE),
        ("a spokesman for President Holt", Kind.ROLE),
        ("Pelican's statement", Kind.ROLE),
        ("Bordyuzha", Kind.PERSON),
        ("...", None),
    ],
)
def test_kinds(text: str, kind: Kind | None) -> None:
    assert kind_of(text) is kind


def test_what_a_preposition_ties_to_a_body_is_kept_apart() -> None:
    name = only("the U.S. Embassy to Kazakhstan")
    assert (name.words, name.tail) == (("us", "embassy"), ("kazakhstan",))
    assert name.modifiers == {"us", "kazakhstan"}


def test_the_generation_is_told() -> None:
    assert [only(text).generation for text in ("Tom Ash Jr.", "Tom Ash III", "Tom Ash")] == [
        "jr",
        "iii",
        "",
    ]


def test_several_are_read_as_a_whole_and_one_by_one() -> None:
    assert [name.words[-1] for name in parse("Lena Fox and Omar Reyes")] == [
        "reyes",
        "fox",
        "reyes",
    ]
    assert each_of("Lena Fox and Omar Reyes") == ["Lena Fox", "Omar Reyes"]
    assert each_of("Ministry of Health and Welfare") == ["Ministry of Health and Welfare"]


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("Anna Berg", True),
        ("Ludwig van Beethoven", True),
        ("al-Assad", True),
        ("the CSTO", False),
        ("anna berg", False),
        ("", False),
        ("A B C D E F", False),
    ],
)
def test_the_shape_of_a_name(phrase: str, told: bool) -> None:
    assert looks_like_name(phrase) == told


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("the Secretary General", True),
        ("Prime Minister", True),
        ("Minister Holt", False),
        ("", False),
    ],
)
def test_titles_alone(phrase: str, told: bool) -> None:
    assert is_titled(phrase) == told


def test_a_language_without_tables_is_refused() -> None:
    with pytest.raises(LanguageError, match="'xx'"):
        parse("Anna Berg", "xx")


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    for name in parse(text):
        assert name.words
        assert name.words[-len(name.last) :] == name.last
        assert all(place < len(name.words) - 1 for place in name.optional)
