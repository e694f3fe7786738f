"""Who appears in an article, by the fullest name that it gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LanguageError
from qa.people.cast import Cast, Person, cast_of
from qa.text.frames import Frame, frames_of


def cast(text: str) -> tuple[Cast, list[Frame]]:
    frames = list(frames_of(text, []))
    return cast_of(frames, text), frames


def meant(text: str, phrase: str) -> str | None:
    """Return the full name for the words of `phrase` as they stand last in the text."""
    cast_, frames = cast(text)
    start = text.rindex(phrase)
    tokens = [
        token
        for frame in frames
        for token in frame.tokens
        if start <= token.start < start + len(phrase)
    ]
    return cast_.name_of(tokens, text)[0]


def person(text: str, *keys: str) -> Person:
    found = cast(text)[0].person(keys)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("Rita Moss came. Moss left.", "Moss", "Rita Moss"),
        ("Moss came. Engineer Rita Moss left.", "Moss", "Rita Moss"),
        ("Rita Moss came. Then Rita left.", "Rita", "Rita Moss"),
        ("The mayor, Tom Ash, came. The mayor left.", "The mayor", "Tom Ash"),
        ("Tom Ash, the mayor of Lowick, came. Its mayor left.", "Its mayor", "Tom Ash"),
        ("The North Sea Council met. The NSC left.", "The NSC", "North Sea Council"),
        ("Rita Moss and Tom Ash came. Moss and Ash left.", "Moss and Ash", "Rita Moss and Tom Ash"),
        ("Lena Fox came. Mr. Fox left. Jon Fox stayed.", "Mr. Fox", "Jon Fox"),
        ("Mr. Khan came. Khan left.", "Khan", "Khan"),
        ("It rained. A farmer left.", "A farmer", "A farmer"),
        ("It rained. The Ferrow left.", "The Ferrow", "Ferrow"),
        ("Angry Mill Owner Corners Moss. Rita Moss left.", "Rita Moss", "Rita Moss"),
    ],
)
def test_a_mention_gets_its_fullest_name(text: str, phrase: str, name: str) -> None:
    assert meant(text, phrase) == name


def test_a_role_given_later_is_its_only_holders() -> None:
    text = "The mayor came. Tom Ash, the mayor, left."
    cast_, frames = cast(text)
    assert cast_.name_of(frames[0].tokens[:2], text)[0] == "Tom Ash"
    text = "The mayor came. Tom Ash, the mayor, left. Rita Moss, the mayor, stayed."
    cast_, frames = cast(text)
    assert cast_.name_of(frames[0].tokens[:2], text)[0] == "The mayor"


def test_no_words_name_nobody() -> None:
    cast_, _ = cast("Rita Moss came.")
    assert cast_.name_of([], "") == (None, None)
    assert cast_.person(()) is None


def test_people_bodies_and_places_are_told_apart() -> None:
    text = (
        "Rita Moss met the Lowick Council one day. It rained in New Iran. "
        "Xelim Orr, who knew, left."
    )
    assert person(text, "rita", "moss").human
    assert person(text, "xelim", "orr").human
    council = person(text, "lowick", "council")
    assert council.body
    assert not council.human
    assert not person(text, "new", "iran").human


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Mrs. Xelim Orr came.", "f"),
        ("Xelim Orr came. Xelim Orr lost his hat.", "m"),
        ("Xelim Orr saw Rita Moss and her hat.", None),
        ("Xelim Orr lost his hat. Xelim Orr lost her hat.", None),
        ("Xelim Orr came.", None),
    ],
)
def test_a_gender_is_told_by_titles_and_by_pronouns_that_agree(
    text: str, gender: str | None
) -> None:
    assert person(text, "xelim", "orr").gender == gender


def test_an_apposition_explains_a_phrase() -> None:
    text = "His partner, Rita Moss, left."
    cast_, frames = cast(text)
    assert cast_.apposed(frames[0].tokens, 2, text) == "Rita Moss"
    assert cast_.apposed(frames[0].tokens, 1, text) is None


def test_names_are_found_where_they_stand() -> None:
    cast_, frames = cast("Rita Moss met Tom Ash.")
    assert [(place, one.name) for place, one in cast_.named_in(frames[0])] == [
        (0, "Rita Moss"),
        (3, "Tom Ash"),
    ]


def test_everybody_has_who_is_known_by_a_title_alone() -> None:
    cast_, _ = cast("Mr. Khan met Rita Moss.")
    assert {one.name for one in cast_.everybody()} == {"Khan", "Rita Moss"}


def test_a_language_without_tables_is_refused() -> None:
    with pytest.raises(LanguageError, match="'xx'"):
        cast_of([], "", "xx")


@given(st.text(alphabet="AaBb .,’s-MrTheandof", max_size=60))
def test_any_text_has_a_cast(text: str) -> None:
    frames = list(frames_of(text, []))
    cast_ = cast_of(frames, text)
    for frame in frames:
        assert all(place < len(frame.tokens) for place, _ in cast_.named_in(frame))
        name, _ = cast_.name_of(frame.tokens, text)
        assert (name is None) == (not frame.tokens)


@pytest.mark.parametrize(
    ("text", "keys", "name"),
    [
        ("Rita Moss came. Tom Moss came. Tom Moss left.", ("moss",), "Tom Moss"),
        ("Rita Moss came. Poor Rita Moss left.", ("poor", "rita", "moss"), "Rita Moss"),
        ("Rita Moss came.", ("tom", "moss"), None),
        ("Rita Moss came.", ("ash",), None),
    ],
)
def test_the_words_of_a_name_mean_somebody_of_the_article(
    text: str, keys: tuple[str, ...], name: str | None
) -> None:
    found = cast(text)[0].person(keys)
    assert (found.name if found else None) == name


def test_a_surname_with_a_title_means_one_of_that_gender() -> None:
    text = "Rita Moss came. Rita Moss sat. Tom Moss came. They saw Mr. Moss there."
    assert meant(text, "Mr. Moss") == "Tom Moss"
    assert meant(text.replace("Mr.", "Ms."), "Ms. Moss") == "Rita Moss"


def test_long_runs_of_capitals_are_nobody() -> None:
    text = "They read Big Old Red Green Blue Moss there, and left for home again."
    assert not cast(text)[0].people


def test_who_is_told_with_an_age_or_who_is_human() -> None:
    text = "They met Xelim Orr, 51, and Vanta Ulm, whose hat fell, and Pell Strood there."
    assert person(text, "xelim", "orr").human
    assert person(text, "vanta", "ulm").human
    assert not person(text, "pell", "strood").human


def test_a_headline_names_nobody() -> None:
    text = "Weary Holt wins Big Race\n\nThen Rita Moss came home."
    assert [one.name for one in cast(text)[0].people.values()] == ["Rita Moss"]
