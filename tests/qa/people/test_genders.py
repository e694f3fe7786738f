"""Genders by titles and pronouns."""

import pytest

from qa.language.tables import tables
from qa.people.genders import gender_of_pronouns, gender_of_titles
from qa.text.frames import frames_of


@pytest.mark.parametrize(
    ("titles", "gender"),
    [(["mrs"], "f"), (["dr", "mr"], "m"), (["president"], None), ([], None)],
)
def test_titles(titles: list[str], gender: str | None) -> None:
    assert gender_of_titles(titles, tables("en").names) == gender


@pytest.mark.parametrize(
    ("text", "gender"),
    [("Holt and her son said he left.", "f"), ("Holt shot himself.", "m"), ("They left.", None)],
)
def test_the_first_pronoun_tells(text: str, gender: str | None) -> None:
    tokens = next(frames_of(text, [])).tokens
    assert gender_of_pronouns(tokens, tables("en").grammar) == gender
