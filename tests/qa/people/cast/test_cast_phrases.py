"""Noun phrases that stand for somebody of the article: roles, pairs, appositions, bare words."""

import pytest

from qa.people.cast import Cast, cast_of
from qa.text.frames import Frame, frames_of
from qa.text.quotation_marks import find_quotations


def read(text: str) -> tuple[Cast, list[Frame]]:
    frames = list(frames_of(text, find_quotations(text)))
    return cast_of(frames, text), frames


def meant(text: str, phrase: str) -> tuple[str | None, bool]:
    """Return the name for the last `phrase` of a text, and whether it is of the article's cast."""
    cast, frames = read(text)
    start = text.rindex(phrase)
    end = start + len(phrase)
    tokens = [t for frame in frames for t in frame.tokens if start <= t.start < end]
    name, person = cast.name_of(tokens, text)
    return name, person is not None


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("Rita Moss came. Moss of Lowick left.", "Moss of Lowick", "Rita Moss"),
        ("Rita Moss came. Moss, a smith, left.", "Moss, a smith", "Rita Moss"),
        ("Rita Moss came. Judge Moss left.", "Judge Moss", "Rita Moss"),
        ("Rita Moss came. An angry Moss left.", "An angry Moss", "Rita Moss"),
        ("We saw Rita\nMoss. Moss left.", "Moss", "Rita Moss"),
    ],
)
def test_what_stands_around_a_name_does_not_hide_it(text: str, phrase: str, name: str) -> None:
    assert meant(text, phrase) == (name, True)


@pytest.mark.parametrize("owner", ["The", "Its", "His", "Her", "Their"])
def test_a_definite_role_is_its_holders(owner: str) -> None:
    text = f"Tom Ash, the fire chief, came. {owner.lower()} fire chief left."
    assert meant(text, f"{owner.lower()} fire chief") == ("Tom Ash", True)


@pytest.mark.parametrize("phrase", ["A fire chief", "Each fire chief", "The fire", "The old chief"])
def test_an_indefinite_or_another_role_is_nobodys(phrase: str) -> None:
    text = f"Tom Ash, the fire chief, came. {phrase} left."
    assert meant(text, phrase) == (phrase, False)


def test_a_role_that_opens_a_sentence_without_an_article_is_definite() -> None:
    text = "Tom Ash, the fire chief, came. Fire chief left it there."
    assert meant(text, "Fire chief") == ("Tom Ash", True)
    assert meant(text.replace(". Fire", ". A single fire"), "fire chief") == ("fire chief", False)


def test_a_role_beside_a_body_is_nobodys() -> None:
    text = "They met the mayor, Lowick Council, there. The mayor left."
    assert meant(text, "The mayor") == ("The mayor", False)


def test_a_pair_is_two_names_and_nobody_by_itself() -> None:
    text = "Rita Moss and Tom Ash came. Moss and Mr. Ash left."
    assert meant(text, "Moss and Mr. Ash") == ("Rita Moss and Tom Ash", False)
    text = "Rita Moss & Tom Ash came. Moss & Ash left."
    assert meant(text, "Moss & Ash") == ("Rita Moss and Tom Ash", False)


@pytest.mark.parametrize("phrase", ["farmers and Moss", "Moss and farmers"])
def test_only_two_names_are_a_pair(phrase: str) -> None:
    assert " and Rita Moss" not in str(meant(f"Rita Moss came. Angry {phrase} left.", phrase)[0])
    assert "Rita Moss and" not in str(meant(f"Rita Moss came. Angry {phrase} left.", phrase)[0])


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("the farmer Yost", "the farmer Yost"),
        ("Judge Yost", "Yost"),
        ("the Ferrow line", "Ferrow line"),
        ("the “Amber” crew", "“Amber” crew"),
        ("the crew", "the crew"),
        ("a Ferrow", "a Ferrow"),
    ],
)
def test_who_is_unknown_keeps_the_words_of_the_article(phrase: str, name: str) -> None:
    text = f"Weary Yost Beats Big Town\n\nIt rained on {phrase}"
    cast, frames = read(text)
    cast.by_surname.clear()  # as if nobody had been introduced
    start = text.index(phrase)
    tokens = [t for t in frames[-1].tokens if t.start >= start]
    assert cast.name_of(tokens, text) == (name, None)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("His partner, Rita Moss, left.", "Rita Moss"),
        ("His partner, Rita Moss.", "Rita Moss"),
        ("His partner, Rita Moss", "Rita Moss"),
        ("His partner, Dr. Rita Moss, left.", "Rita Moss"),
        ("His partner, Ana Bel Cid Dor Eme, left.", "Ana Bel Cid Dor Eme"),
        ("His partner, Moss, left.", "Moss"),
        ("His partner, Rita Moss of Lowick, left.", None),
        ("His partner, Lowick Council, left.", None),
        ("His partner, a Moss girl, left.", None),
        ("His partner: Rita Moss, left.", None),
        ("His partner,", None),
    ],
)
def test_an_apposition_names_whom_a_phrase_means(sentence: str, name: str | None) -> None:
    cast, frames = read(sentence)
    assert cast.apposed(frames[0].tokens, 2, sentence) == name


def test_an_apposition_is_brought_to_the_fullest_name() -> None:
    text = "Mrs. Rita Moss came. His poor partner, Poor Rita Moss, left."
    cast, frames = read(text)
    assert cast.apposed(frames[1].tokens, 3, text) == "Rita Moss"
