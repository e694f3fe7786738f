"""Whose words answer: those of one of two with a surname, and what is said rather than meant."""

from index.articles.article import Article, ArticleInfo
from qa.questions.understanding import understand
from qa.statements.finding import find_statements
from qa.statements.speakers import said_rather_than_meant, spoken_by
from qa.statements.stored import SpokenIn


def spoken(text: str) -> list[SpokenIn]:
    article = Article(info=ArticleInfo(id="a"), text=text)
    return [(article, one) for one in find_statements(text)]


def words(found: list[SpokenIn]) -> list[str]:
    return [article.text[one.start : one.end] for article, one in found]


def test_a_surname_introduced_anew_is_not_the_first_ones() -> None:
    text = (
        "Ada Holt, the girl's aunt, runs a bakery. She said that it was late.\n\n"
        "“She is gone,” Ms. Holt, 45, the mother, cried."
    )
    assert words(spoken_by(spoken(text), "Ada Holt")) == ["that it was late"]


def test_a_surname_alone_is_the_one_persons_who_has_it() -> None:
    text = "Ada Holt runs a bakery. “It is late,” Ms. Holt, 45, said."
    assert words(spoken_by(spoken(text), "Ada Holt")) == ["“It is late,”"]


def test_what_somebody_wanted_to_do_is_nothing_said() -> None:
    found = spoken("Ada Holt wanted to corner the mayor. Ada Holt said the mayor was late.")
    said = said_rather_than_meant(understand("What did Ada Holt say about the mayor?"), found)
    assert words(said) == ["the mayor was late"]
    asked = understand("What does Ada Holt want?")
    assert words(said_rather_than_meant(asked, found)) == words(found)
