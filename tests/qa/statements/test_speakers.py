"""Whose statements are asked for: by name, by group, by role, or as an author."""

import pytest

from index.articles.article import Article, ArticleInfo
from qa.statements.finding import find_statements
from qa.statements.speakers import implied_speakers, is_role, known_name, spoken_by
from qa.statements.stored import SpokenIn

TEXT = (
    "“The dam leaks,” engineer Rita Moss said.\n\n"
    "Foreign ministers warned that the border would close. "
    "Tom Ash, the fire chief, said that pumps were ready. The fire chief said he was tired."
)


def spoken(text: str = TEXT, **info: str) -> list[SpokenIn]:
    """Return the statements of one article."""
    article = Article(info=ArticleInfo(id="dam", **info), text=text)
    return [(article, one) for one in find_statements(text)]


def words(found: list[SpokenIn]) -> list[str]:
    return [article.text[one.start : one.end] for article, one in found]


@pytest.mark.parametrize(
    ("speaker", "first"),
    [
        ("Rita Moss", "“The dam leaks,”"),
        ("Moss", "“The dam leaks,”"),
        ("the ministers", "that the border would close"),
        ("Tom Ash", "that pumps were ready"),
        ("the fire chief", "that pumps were ready"),
    ],
)
def test_statements_of_the_one_asked_about(speaker: str, first: str) -> None:
    assert words(spoken_by(spoken(), speaker))[0] == first


@pytest.mark.parametrize("speaker", ["Rita Berg", "Ann Moss", "the mayor"])
def test_nobody_is_given_another_ones_words(speaker: str) -> None:
    assert spoken_by(spoken(), speaker) == []


def test_an_office_is_known_by_the_name_in_its_sentence() -> None:
    text = "Its spokeswoman, Petra Juhl, admitted that the dam leaks."
    assert words(spoken_by(spoken(text), "Petra Juhl")) == ["that the dam leaks"]


def test_what_nobody_else_says_its_author_writes() -> None:
    text = "Night trams ought to cost nothing.\n\n“The depot is full,” Mayor Fisk said."
    own = words(spoken_by(spoken(text, author="Ole Dahl and Ann Lee"), "Ole Dahl"))
    assert own == ["Night trams ought to cost nothing."]
    assert words(spoken_by(spoken(text), "Ole Dahl")) == []


@pytest.mark.parametrize(
    ("speaker", "role"),
    [("the fire chief", True), ("Rita Moss", False), ("the CSTO", False), ("chief", False)],
)
def test_a_role_is_in_small_letters(speaker: str, role: bool) -> None:
    assert is_role(speaker) is role


def test_the_full_name_of_the_one_who_speaks() -> None:
    found = spoken_by(spoken(), "Moss")
    assert known_name("Moss", found) == "Rita Moss"
    assert known_name("the fire chief", spoken_by(spoken(), "the fire chief")) == "Tom Ash"
    assert known_name("the ministers", spoken()) is None
    assert known_name("Moss", []) is None


def test_a_question_may_name_somebody_who_speaks() -> None:
    assert implied_speakers("Is Rita Moss against the dam?", spoken()) == ("Rita Moss",)
    assert implied_speakers("Is Petra Juhl against the dam?", spoken()) == ()
