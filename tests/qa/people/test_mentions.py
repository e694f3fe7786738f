"""What a text mentions that a later pronoun can mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LanguageError
from qa.people.mentions import Mention, Sort, mentions


def found(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.sort.value) for mention in mentions(text)]


def only(text: str) -> Mention:
    (mention,) = mentions(text)
    return mention


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then Rita Moss left.", [("Rita Moss", "person")]),
        ("Then Mr. Moss left.", [("Mr. Moss", "person")]),
        ("Then Moss argued.", [("Moss", "person")]),
        ("Then Ludwig van Gogh left.", [("Ludwig van Gogh", "person")]),
        ("We saw the Health Ministry.", [("the Health Ministry", "group")]),
        ("We saw Pelican Ltd there.", [("Pelican Ltd", "group")]),
        ("We saw NATO there.", [("NATO", "group")]),
        ("We saw Corrie Island.", [("Corrie Island", "place")]),
        ("It rained in Tessaly.", [("Tessaly", "place")]),
        ("We saw the Amber.", [("the Amber", "thing")]),
        ("We saw the Greens.", [("the Greens", "group")]),
        ("We saw Tessaly.", [("Tessaly", "name")]),
        ("We read “Cold Comfort” there.", [("Cold Comfort", "thing")]),
        ("Then the residents left.", [("the residents", "group")]),
        ("Then the band left.", [("the band", "group")]),
        ("It rained on Monday in May.", []),
        ("It rained.", []),
    ],
)
def test_sorts(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("noun", ["fishers", "brewers", "glaziers", "cyclists", "librarians"])
def test_people_are_told_by_the_ending_of_their_noun(noun: str) -> None:
    assert found(f"Then {noun} left.") == [(noun, "group")]


def test_people_in_passing_are_not_what_a_pronoun_means() -> None:
    assert found("It is a book for readers of poems.") == []
    assert found("It is a book for the readers of poems.") == [("the readers", "group")]


@pytest.mark.parametrize("noun", ["numbers", "rivers", "sensors", "letters", "Sanders"])
def test_such_an_ending_alone_makes_no_group(noun: str) -> None:
    assert (noun, "group") not in found(f"We saw {noun} there.")


def test_two_names_are_a_group_as_well() -> None:
    assert found("Then Rita Moss and Tom Ash left.") == [
        ("Rita Moss", "person"),
        ("Rita Moss and Tom Ash", "group"),
        ("Tom Ash", "person"),
    ]


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Then Mrs. Orr left.", "f"),
        ("Then King Xelim left.", "m"),
        ("Then Rita Moss left.", "f"),
        ("Then Kim Orr left.", ""),
        ("Then Xelim Orr left.", ""),
    ],
)
def test_genders(text: str, gender: str) -> None:
    assert only(text).gender == gender


@pytest.mark.parametrize(
    ("text", "first", "acts"),
    [
        ("Rita Moss walked home.", True, True),
        ("Then Rita Moss also became mayor.", True, True),
        ("The bridge was opened at noon and then again for Rita Moss.", False, False),
        ("Rita Moss was elected by us.", True, True),
        ("Rita Moss elected by us left.", True, False),
    ],
)
def test_what_a_text_opens_with_and_who_acts(text: str, first: bool, acts: bool) -> None:
    mention = only(text)
    assert (mention.first, mention.acts) == (first, acts)


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Then Rita Orr left.", True),
        ("Then minister Orr left.", True),
        ("Then Xelim Orr left.", False),
    ],
)
def test_a_person_is_sure_by_more_than_the_shape_of_the_name(text: str, sure: bool) -> None:
    mention = only(text)
    assert (mention.sort, mention.sure) == (Sort.PERSON, sure)


def test_the_key_leaves_case_and_article_out() -> None:
    assert only("We saw the Amber.").key == ("amber",)


def test_a_language_without_tables_is_refused() -> None:
    with pytest.raises(LanguageError, match="'xx'"):
        mentions("Rita Moss", "xx")


@given(st.text(max_size=80))
def test_a_mention_begins_where_it_stands(text: str) -> None:
    for mention in mentions(text):
        assert text[mention.start :][:1]
        words = mention.text.removeprefix("the ")
        assert words[:1] in text[mention.start :]


def test_names_within_a_title_are_not_mentioned() -> None:
    assert found("We read “Rita Moss at Home” there.") == [("Rita Moss at Home", "thing")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moss's hat fell.", "Moss"),
        ("Moss argued.", "Moss"),
        ("Bridges fell.", None),
        ("Sadly it rained.", None),
        ("Rita slept.", "Rita"),
        ("NATO slept.", "NATO"),
        ("The Moss fell.", "the Moss"),
        ("However Rita slept.", "Rita"),
    ],
)
def test_the_first_word_is_a_name_where_something_tells(text: str, name: str | None) -> None:
    named = [mention.text for mention in mentions(text)]
    assert named == ([name] if name else [])
