"""Answers and `pullquote statements --speaker` find the same speakers."""

import pytest

from index.articles.article import Article, ArticleInfo
from qa.statements.finding import find_statements
from qa.statements.listing import list_statements
from qa.statements.speakers import implied_speakers, known_name, spoken_by

TEXT = (
    "Nikolay Bordyuzha, the CSTO's secretary general, said force would not help. "
    "The Collective Security Treaty Organization said it would meet in May.\n\n"
    "Bordyuzha added that talks would go on. "
    "The Bordyuzha campaign said it had money."
)


@pytest.fixture
def article() -> Article:
    return Article(info=ArticleInfo(id="one", title="Talks"), text=TEXT)


def answered(article: Article, asked: str) -> list[str]:
    spoken = [(article, statement) for statement in find_statements(article.text)]
    return [TEXT[one.start : one.end] for _, one in spoken_by(spoken, asked)]


def listed(article: Article, asked: str) -> list[str]:
    return [str(row["text"]) for row in list_statements([article], speaker=asked)]


HE = ["force would not help", "that talks would go on"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Bordyuzha", HE),
        ("Nikolai Bordyuzha", HE),
        ("N. Bordyuzha", HE),
        ("secretary general Nikolay Bordyuzha", HE),
        ("CSTO", ["it would meet in May"]),
        ("the Collective Security Treaty Organization", ["it would meet in May"]),
        ("Bordyuzha campaign", ["it had money"]),
        ("Tom Bordyuzha", []),
    ],
)
def test_both_find_what_a_speaker_said(article: Article, asked: str, said: list[str]) -> None:
    assert answered(article, asked) == said
    assert listed(article, asked) == said


def test_the_speaker_of_an_answer_is_named_in_full(article: Article) -> None:
    spoken = [(article, statement) for statement in find_statements(article.text)]
    his = spoken_by(spoken, "Nikolai Bordyuzha")
    assert known_name("Nikolai Bordyuzha", his) == "Nikolay Bordyuzha"
    assert implied_speakers("Why does Nikolai Bordyuzha want talks?", spoken) == (
        "Nikolai Bordyuzha",
    )
