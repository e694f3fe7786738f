"""What shape a mention has, where it begins, and what the words around it tell."""

import pytest

from qa.language.tables import tables
from qa.people.genders import gender_of_pronouns, gender_of_titles
from qa.people.mentions import Mention, Sort, mentions
from qa.text.frames import frames_of


def told(text: str) -> list[tuple[str, Sort]]:
    return [(one.text, one.sort) for one in mentions(text)]


def only(text: str) -> Mention:
    (one,) = mentions(text)
    return one


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("They saw Pelican Ltd there.", Sort.GROUP),
        ("They saw BBC Radio there.", Sort.GROUP),
        ("They saw the Greens there.", Sort.GROUP),
        ("They saw the Amber there.", Sort.THING),
        ("They saw the Mary River there.", Sort.PLACE),
        ("They saw Mary River there.", Sort.PLACE),
        ("They live near Ferrow Ulm there.", Sort.PLACE),
        ("They live outside the Amber there.", Sort.THING),
        ("They live near Rita Ulm there.", Sort.PERSON),
        ("They live near GDPR there.", Sort.GROUP),
        ("They saw Ferrow Ulm there.", Sort.PERSON),
        ("They saw Ferrow Ulm Tessaly there.", Sort.PERSON),
        ("They saw Ferrow Ulm Tessaly Orr there.", Sort.NAME),
        ("They saw Bridge of Ulm there.", Sort.NAME),
        ("They saw Ferrow-based Ulm there.", Sort.NAME),
        ("They saw Ferrow there.", Sort.NAME),
        ("They saw X there.", Sort.NAME),
        ("They saw Ferrow insist on it.", Sort.NAME),
        ("Then Ferrow insisted on it.", Sort.PERSON),
        ("They met minister Ferrow there.", Sort.PERSON),
        ("They met Minister Ferrow there.", Sort.PERSON),
        ("They saw state Ferrow there.", Sort.NAME),
        ("They saw the acting Ferrow there.", Sort.PERSON),
    ],
)
def test_sorts_are_told_by_words_shape_and_place(text: str, sort: Sort) -> None:
    assert only(text).sort is sort


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Monday May Ferrow slept.", ["Ferrow"]),
        ("We saw Ferrow of the there.", ["Ferrow"]),
        ("We saw Ferrow and we left.", ["Ferrow"]),
        ("We saw Ferrow for Ulm and left.", ["Ferrow for Ulm"]),
        ("Reading Ferrow slept.", ["Reading Ferrow"]),
        ("Reading was fun.", []),
        ("Reading argued.", ["Reading"]),
        ("Houses fell. Ulm fell.", []),
        ("Ulm became old.", ["Ulm"]),
        ("It rained: Sleet became snow.", ["Sleet"]),
        ("It rained. “Sleet fell, and so on and on and on it went.”", []),
        ("We saw Moss’s hat.", ["Moss"]),
        ("We saw the Moss' hat.", ["the Moss"]),
        ("We saw St. Ulm.", ["St. Ulm"]),
        ("We saw J. Ulm.", ["J. Ulm"]),
        ("We saw Ulm, Inc. there.", ["Ulm", "Inc"]),
        ("THE ULM fell.", ["ULM"]),
    ],
)
def test_a_mention_is_the_name_and_no_more(text: str, expected: list[str]) -> None:
    assert [one.text for one in mentions(text)] == expected


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("We saw the Amber.", 7),
        ("The Amber fell.", 0),
        ("However Rita slept.", 8),
        ("On Monday Rita slept.", 10),
        ("We saw Rita’s hat.", 7),
        ("We read “Cold Comfort, ” there.", 9),
    ],
)
def test_a_mention_begins_with_its_first_word(text: str, start: int) -> None:
    assert only(text).start == start


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("We met Rita Moss & Tom Ash.", ["Rita Moss & Tom Ash"]),
        ("We met Rita Moss, and the Amber.", ["Rita Moss, and the Amber"]),
        ("We met Rita Moss, Tom Ash.", []),
        ("We met Rita Moss and poor Tom Ash.", []),
        ("We met Rita Moss and Tom Ash and Kim Orr.",
         ["Rita Moss and Tom Ash", "Tom Ash and Kim Orr"]),
        ("This council left.", ["this council"]),
        ("The council left.", ["the council"]),
        ("The drummers left.", ["the drummers"]),
        ("Residents left.", ["residents"]),
        ("Then the city council left.", ["the city council"]),
        ("Then the council's mayor left.", []),
        ("Then a council left.", []),
        ("Then many loud drummers slept.", ["many loud drummers"]),
        ("Then drummers also left.", ["drummers"]),
        ("Then drummers sadly left.", ["drummers"]),
        ("Then drummers argued.", ["drummers"]),
        ("Then drummers sleep.", []),
        ("Then prime Drummers left.", []),
        ("Then ferries turned back.", ["ferries"]),
    ],
)  # fmt: skip
def test_groups_are_pairs_collectives_and_people_who_act(text: str, groups: list[str]) -> None:
    found = [one.text for one in mentions(text) if one.sort is Sort.GROUP]
    assert found == groups


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("We read “Cold Comfort” there.", ["Cold Comfort"]),
        ('We read "Cold Comfort" there.', ["Cold Comfort"]),
        ("We read «Cold Comfort» there.", ["Cold Comfort"]),
        ("We read “Cold Comfort,” there.", ["Cold Comfort"]),
        ("We read “1984 and on” there.", ["1984 and on"]),
        ("We read “cold comfort” there.", []),
        ("We read “Go” there.", []),
        ("We read “One two three four five six seven” there.",
         ["One two three four five six seven"]),
        ("We read “One two three four five six seven eight” there.", []),
    ],
)  # fmt: skip
def test_short_capitalised_quotations_are_titles(text: str, things: list[str]) -> None:
    assert [one.text for one in mentions(text) if one.sort is Sort.THING] == things


def test_only_the_first_name_and_near_the_beginning_is_what_a_text_opens_with() -> None:
    assert [one.first for one in mentions("We met Rita Moss and then Tom Ash.")] == [True, False]
    for before, first in ((39, True), (40, False)):
        assert only(f"we {'x' * (before - 4)} Rita Moss slept.").first is first


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Then Rita Moss sadly left.", True),
        ("Then Rita Moss, sadly left.", True),
        ("Then Rita Moss, once elected, slept.", True),
        ("Then Rita Moss elected him.", True),
        ("Then Rita Moss sleeps.", False),
        ("Then Rita Moss red hat.", False),
    ],
)
def test_a_verb_right_after_a_name_tells_that_it_acts(text: str, acts: bool) -> None:
    assert only(text).acts is acts


def test_case_and_article_make_no_other_mention_but_words_do() -> None:
    keys = [only(f"We saw {name} there.").key for name in ("the Amber", "Amber", "AMBER")]
    assert keys == [("amber",)] * 3
    assert only("We saw Zoë Ulm there.").key == ("zoe", "ulm")


@pytest.mark.parametrize(
    ("titles", "gender"),
    [
        (["dr", "lady"], "f"), (["lady", "sir"], "f"), (["sir", "lady"], "m"),
        (["judge", "spokesman"], "m"), (["judge", "prof"], None),
    ],
)  # fmt: skip
def test_the_first_title_with_a_gender_tells(titles: list[str], gender: str | None) -> None:
    assert gender_of_titles(titles, tables("en").names) == gender


@pytest.mark.parametrize(
    ("text", "gender"),
    [("It was hers before he came.", "f"), ("We and they saw it.", None), ("They saw him.", "m")],
)
def test_the_first_pronoun_with_a_gender_tells(text: str, gender: str | None) -> None:
    (frame,) = frames_of(text, [])
    assert gender_of_pronouns(frame.tokens, tables("en").grammar) == gender
