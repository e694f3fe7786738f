"""Who is entered into the cast of an article, as what, and under which words he is found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.people.cast import Cast, Person, cast_of
from qa.text.frames import frames_of
from qa.text.quotation_marks import find_quotations


def cast(text: str) -> Cast:
    return cast_of(frames_of(text, find_quotations(text)), text)


def named(text: str) -> list[str]:
    return [one.name for one in cast(text).people.values()]


def person(text: str, *keys: str) -> Person:
    return cast(text).people[keys]


@pytest.mark.parametrize(
    "text",
    [
        "They saw Xelim Orr, 51, there.",
        "They saw Xelim Orr, who slept.",
        "They saw Xelim Orr, whose hat fell.",
        "They saw Xelim Orr who slept.",
        "They saw Dr. Xelim Orr. Then Xelim Orr left.",
        "They saw Xelim Orr. Then Dr. Xelim Orr left.",
        "They saw X. Orr there.",
        "They saw Xelim Orr. Orr slept.",
        "They saw Rita Orr there.",
        "They saw Xelim Orr, the mayor, there.",
        "They saw the mayor, Xelim Orr, there.",
    ],
)
def test_something_tells_that_a_name_is_a_persons(text: str) -> None:
    (one,) = cast(text).people.values()
    assert one.human
    assert not one.body


@pytest.mark.parametrize(
    "text",
    [
        "They saw Xelim Orr there.",
        "They saw Xelim Orr, 1951, there.",
        "They saw Xelim Orr, 5, there.",
        "They saw Xelim Orr 51 times.",
        "They saw Xelim Orr, ab, there.",
        "They saw Xelim Orr, and who knows.",
        "They saw St. Ulm. Ulm lay below.",
        "They saw New Iran. Iran lay below.",
        "They saw Oslo Ulm. Ulm lay below.",
        "They saw Rita Council there.",
    ],
)
def test_nothing_tells_that_a_name_is_a_persons(text: str) -> None:
    (one,) = cast(text).people.values()
    assert not one.human


def test_mentions_are_counted_by_full_name() -> None:
    text = "They saw Rita Moss. Then Rita Moss and Moss left. Then Tom Moss came."
    people = cast(text).people
    assert {one.name: one.mentions for one in people.values()} == {"Rita Moss": 2, "Tom Moss": 1}


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("They saw Xelim Orr. Then Mrs. Xelim Orr left.", "f"),
        ("They saw Mrs. Rita Orr. Then Mr. Rita Orr left.", "f"),
        ("They saw Mr. Rita Orr there.", "m"),
        ("They saw Rita Orr. Then Rita Orr lost his hat.", "f"),
        ("Xelim Orr joined the Lowick Council and lost her hat.", "f"),
        ("In his car slept Xelim Orr.", None),
        ("They saw Kim Orr there.", None),
        ("Xelim Orr lost her hat. Then Xelim Orr lost her bag.", "f"),
        ("Xelim Orr lost a hat. Then Xelim Orr lost her bag.", "f"),
    ],
)
def test_the_gender_of_the_first_who_is_named(text: str, gender: str | None) -> None:
    assert next(iter(cast(text).people.values())).gender == gender


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They saw Ana Bel Cid Dor there.", ["Ana Bel Cid Dor"]),
        ("They saw Ana Bel Cid Dor Eme there.", []),
        ("On that day all of us saw Old North Sea Coast Rescue Council there.",
         ["Old North Sea Coast Rescue Council"]),
        ("On that day all of us saw Old Low North Sea Coast Rescue Council there.", []),
        ("They saw Moss there.", []),
    ],
)  # fmt: skip
def test_a_body_may_have_more_words_than_a_person(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Rita Moss met Tom Ash", []),
        ("Rita Moss met Tom Ash.", ["Rita Moss", "Tom Ash"]),
        ("Did Rita Moss meet Tom Ash?", ["Rita Moss", "Tom Ash"]),
        ("Now Rita Moss met Tom Ash!", ["Rita Moss", "Tom Ash"]),
        ("Then Rita Moss told Tom Ash “no more”", ["Rita Moss", "Tom Ash"]),
        ("Rita Moss slept badly", ["Rita Moss"]),
        ("Today Rita Moss Met Her Rival Tom Ash.", []),
        ("and then after all Rita Moss met Tom Ash", ["Rita Moss", "Tom Ash"]),
    ],
)
def test_a_headline_introduces_nobody(line: str, names: list[str]) -> None:
    assert named(f"{line}\n\nIt rained all day long.") == names


def test_initials_find_a_body_but_no_person() -> None:
    text = "They saw the North Sea Council. Then Nora Sue Cole and the New Sea Club came."
    found = cast(text)
    body = found.person(("nsc",))
    assert body is not None
    assert body.name == "North Sea Council"
    assert cast("They saw Nora Sue Cole there.").person(("nsc",)) is None


def test_a_surname_goes_before_initials_and_these_before_a_given_name() -> None:
    text = "They saw the United Lowick Mission, and then Rita Ulm. Then Tom Ash came."
    found = cast(text)
    by = {key: found.person((key,)) for key in ("ulm", "tom", "council")}
    assert [one.name if one else None for one in by.values()] == ["Rita Ulm", "Tom Ash", None]
    held = cast("They saw the United Lowick Mission. Then Ulm Ash came.").person(("ulm",))
    assert held is not None
    assert held.body


@pytest.mark.parametrize(
    ("text", "keys", "name"),
    [
        ("They saw New Iran. Then Poor New Iran fell.", ("poor", "new", "iran"), "Poor New Iran"),
        ("They saw Rita Moss. Then Poor Rita Moss fell.", ("poor", "rita", "moss"), "Rita Moss"),
        ("They saw Rita Moss. Then Rita Moss fell.", ("oh", "poor", "rita", "moss"), "Rita Moss"),
    ],
)  # fmt: skip
def test_words_before_a_known_persons_name_are_no_part_of_it(
    text: str, keys: tuple[str, ...], name: str
) -> None:
    found = cast(text).person(keys)
    assert found is not None
    assert found.name == name


def test_who_is_surely_a_person_goes_before_who_is_named_more_often() -> None:
    text = "They saw Rita Ulm. Then Old Ulm and Old Ulm and Old Ulm lay below in New Ulm."
    found = cast(text.replace("Old", "Oslo")).person(("ulm",))
    assert found is not None
    assert found.name == "Rita Ulm"


def test_a_title_alone_makes_somebody_known_once() -> None:
    found = cast(
        "Mr. Khan came. Then a Mrs. Khan came, and so did old Dr. Rita Moss, and so did Dr. Moss."
    )
    told = sorted((one.name, one.gender, one.human) for one in found.everybody())
    assert told == [("Khan", "m", True), ("Rita Moss", "f", True), ("Rita Moss", "f", True)]


WORD = st.sampled_from(["Rita", "Tom", "Moss", "Ash", "Orr", "Council", "Mr.", "the", "mayor", ","])
SENTENCE = st.lists(WORD, min_size=1, max_size=8).map(lambda words: f"Then {' '.join(words)} left.")


@given(st.lists(SENTENCE, max_size=4))
@settings(max_examples=50)
def test_everybody_is_found_by_all_the_words_of_the_name(sentences: list[str]) -> None:
    found = cast(" ".join(sentences))
    for keys, one in found.people.items():
        assert one.keys == keys
        again = found.person(keys)
        assert again is not None
        assert set(again.keys) <= set(keys)
        assert not (one.human and one.body)
