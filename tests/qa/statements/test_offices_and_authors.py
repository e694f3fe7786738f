"""Whose words are taken for those of a group, an office, a role or an author."""

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from index.articles.statement import Statement, StatementKind
from qa.statements.finding import find_statements
from qa.statements.speakers import implied_speakers, is_role, known_name, spoken_by
from qa.statements.stored import SpokenIn


def spoken(text: str, author: str | None = None, name: str = "one") -> list[SpokenIn]:
    article = Article(info=ArticleInfo(id=name, author=author), text=text)
    return [(article, one) for one in find_statements(text)]


def words(found: list[SpokenIn]) -> list[str]:
    return [article.text[one.start : one.end] for article, one in found]


@pytest.mark.parametrize(
    ("text", "asked", "given"),
    [
        # groups and offices
        ("Foreign ministers said it hurt.", "the ministers", True),
        ("Foreign ministers said it hurt.", "the foreign minister", True),
        ("Ministers said it hurt.", "the foreign ministers", False),
        ("The Lowick Council said it hurt.", "Lowick Council", True),
        ("The Lowick Council said it hurt.", "the council", True),
        ("The Oslo Council said it hurt.", "Lowick Council", False),
        ("An aide to Rita Moss said it hurt.", "Rita Moss", False),
        ("An aide to Rita Moss said it hurt.", "Moss", False),
        ("The mother of Rita Moss said it hurt.", "Rita Moss", False),
        ("An aide to Rita Moss said it hurt.", "the aide", True),
        # names in the sentence of an office
        ("Its aide, Rita Moss, said it hurt.", "Rita Moss", True),
        ("Then Rita Moss came and the aide said it hurt.", "Rita Moss", True),
        ("The aide said that Rita Moss hurt.", "Rita Moss", False),
        ("Tom Ash, beside Rita Moss, said it hurt.", "Rita Moss", False),
        ("Rita Moss came. The aide said it hurt.", "Rita Moss", False),
        # roles
        ("The fire chief said it hurt.", "the fire chief", True),
        ("The chief said it hurt.", "the fire chief", False),
        ("Fire chief Tom Ash came. Later, in the rain, in the cold of the town hall and far from "
         "home, some said no. Yes. Ash said it hurt.", "the fire chief", True),
        ("Tom Ash came home. Yes. Ash said it hurt.", "the fire chief", False),
        ("The fire chief came. He said it hurt.", "the fire chief", True),
        ("The fire chief came. Yes. No. No. Some said it hurt.", "the fire chief", False),
        ("A fire broke out. Some said it hurt.", "the fire chief", False),
        ("A fire broke out in the north of the town and later on at night the old chief met Tom "
         "Ash. Yes. No. No. Ash said it hurt.", "the fire chief", False),
    ],
)  # fmt: skip
def test_who_is_asked_about(text: str, asked: str, given: bool) -> None:
    assert ("it hurt" in words(spoken_by(spoken(text), asked))) is given


def test_statements_of_the_name_itself_go_before_those_that_stand_by_it() -> None:
    text = "Rita Moss said it hurt. Beside Rita Moss the aide said it froze."
    assert words(spoken_by(spoken(text), "Rita Moss")) == ["it hurt"]
    text = text.partition(". ")[2]
    assert words(spoken_by(spoken(text), "Rita Moss")) == ["it froze"]


@pytest.mark.parametrize(
    ("speaker", "role"),
    [
        ("the mayor", True), ("old fire chief", True), ("mayor", False), ("", False),
        ("the Mayor", False), ("Rita moss", True), ("the CSTO chief", True),
        # a name or initials may end a role
        ("the mayor of Lowick", True), ("Acme's CEO", True), ("the CEO of Acme", True),
        ("the University of Lowick", False), ("Rita Moss of Lowick", False), ("the CSTO", False),
    ],
)  # fmt: skip
def test_what_somebody_is_called_by(speaker: str, role: bool) -> None:
    assert is_role(speaker) is role


TALE = "A heading\n\nTrams cost too much. Fares fell. “No,” Tom Ash said. Buses are better."


def test_an_author_wrote_what_nobody_else_says() -> None:
    article = Article(
        info=ArticleInfo(id="one", author="Ole Dahl; Ann Lee"), text=TALE,
        marks=(Mark("heading", 0, 9),),
    )  # fmt: skip
    statements = [(article, one) for one in find_statements(TALE)]
    for author in ("Ole Dahl", "Lee"):
        found = spoken_by(statements, author)
        assert words(found) == ["Trams cost too much.", "Fares fell.", "Buses are better."]
        assert all(one.kind is StatementKind.INDIRECT for _, one in found)
    assert {one.speaker for _, one in spoken_by(statements, "Lee")} == {"Ann Lee"}
    assert words(spoken_by(statements, "Tom Ash")) == ["“No,”"]
    assert spoken_by(statements, "Ole Lee") == []


def test_an_author_did_not_write_other_articles() -> None:
    both = [*spoken(TALE, "Ole Dahl"), *spoken("Trams are old. “No,” Ann Lee said.", name="two")]
    assert {article.id for article, _ in spoken_by(both, "Ole Dahl")} == {"one"}


@pytest.mark.parametrize(
    ("speaker", "names", "full"),
    [
        ("Moss", ["Moss", "Rita Moss"], "Rita Moss"),
        ("Moss", ["Rita Moss", "Tom Ash"], "Moss"),
        ("Moss", [None], None),
        ("the mayor", ["Rita Moss"], "Rita Moss"),
        ("the mayor", ["Rita Moss", "Tom Ash"], None),
        ("the mayor", [None, "Tom Ash"], "Tom Ash"),
        ("the CSTO", ["Tom Ash"], None),
    ],
)
def test_the_one_name_of_all_statements(
    speaker: str, names: list[str | None], full: str | None
) -> None:
    article = Article(info=ArticleInfo(id="one"), text="It hurt.")
    said = [(article, Statement(0, 8, StatementKind.DIRECT, speaker=name)) for name in names]
    assert known_name(speaker, said) == full


@pytest.mark.parametrize(
    ("question", "implied"),
    [
        ("Is Rita Moss right?", ("Rita Moss",)),
        ("Is Moss right about Ash?", ("Moss", "Ash")),
        ("Is Ash like Moss or like Ash?", ("Ash", "Moss")),
        ("Is Kim Orr right?", ()),
        ("Is the council right?", ()),
    ],
)
def test_speakers_that_a_question_names(question: str, implied: tuple[str, ...]) -> None:
    statements = spoken("Rita Moss said it hurt. Tom Ash said no more of it. He said so again.")
    assert implied_speakers(question, statements) == implied


def test_an_author_named_in_a_question_is_implied() -> None:
    statements = spoken("Trams are old. Rita Moss said it hurt.", "Ole Dahl")
    assert implied_speakers("Why does Ole Dahl like buses?", statements) == ("Ole Dahl",)
    assert implied_speakers("Why does Dahl agree with Moss?", statements) == ("Dahl", "Moss")
    assert implied_speakers("Why does Kim Orr like buses?", statements) == ()
