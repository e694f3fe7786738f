"""Questions about articles themselves are answered from their records, with a quote to look at."""

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit
from qa.metadata_answers import RecordAnswer, answer_from_records, authors, opening
from qa.questions.understanding import understand


def make(name: str, title: str, author: str, date: str, publication: str, text: str) -> Article:
    info = ArticleInfo(
        id=name,
        title=title,
        author=author,
        date=date,
        publication=publication,
        url=f"https://news.example/{name}",
    )
    return Article(info=info, text=text)


TRAM = make(
    "tram", "Tram fares rise", "Lena Fisk", "2012-04-18", "Harbour Herald",
    "Tram fares rise\n\nA ticket costs 3 crowns from May.",
)  # fmt: skip
FREE = make(
    "free", "Make the tram free", "Lena Fisk and Ole Dahl", "2013-01-02", "Northern Post",
    "Trams run half empty at night.",
)  # fmt: skip
QUAY = make("quay", "Mud at the quay", "Tessa Marlow", "2013-05-06", "Harbour Herald", "Mud again.")
ALL = {one.id: one for one in (TRAM, FREE, QUAY)}


def ask(question: str) -> RecordAnswer | None:
    understood = understand(question).article
    assert understood is not None
    hits: list[Hit] = []
    return answer_from_records(
        understood, [one.info for one in ALL.values()], hits, ALL.__getitem__
    )


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who wrote the article on tram fares?", "Lena Fisk wrote “Tram fares rise”. [1]"),
        (
            "When was the article about tram fares published?",
            "“Tram fares rise” is dated 2012-04-18. [1]",
        ),
        (
            "Which newspaper published the article on the quay?",
            "“Mud at the quay” was published by Harbour Herald. [1]",
        ),
        (
            "What is the link to the article on the quay?",
            "“Mud at the quay”: https://news.example/quay [1]",
        ),
    ],
)
def test_a_record_answers(question: str, text: str) -> None:
    found = ask(question)
    assert found is not None
    assert found.text == text
    assert len(found.evidence) == 1
    assert 0.5 < found.confidence <= 1


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("Which articles did Lena Fisk write?", ["Tram fares rise", "Make the tram free"]),
        ("Which articles did Ole Dahl write?", ["Make the tram free"]),
        ("Which articles are from the Harbour Herald?", ["Tram fares rise", "Mud at the quay"]),
        ("Which articles from 2013 are there?", ["Make the tram free", "Mud at the quay"]),
        # one holds both words, so the one that holds the tram alone is not listed
        ("Which articles are there about tram fares?", ["Tram fares rise"]),
    ],
)
def test_articles_are_listed_one_mark_each(question: str, titles: list[str]) -> None:
    found = ask(question)
    assert found is not None
    assert [one.article.info.title for one in found.evidence] == titles
    lines = found.text.splitlines()
    assert lines[0].startswith(str(len(titles)))
    assert [f"“{title}”" in line for title, line in zip(titles, lines[1:], strict=True)]
    assert all(line.endswith(f"[{number}]") for number, line in enumerate(lines[1:], 1))


def test_articles_are_counted() -> None:
    found = ask("How many articles did Lena Fisk write?")
    assert found is not None
    assert found.text == "2 articles by Lena Fisk. [1][2]"


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the article on school meals?",
        "Which articles did Nobody Atall write?",
        "Which articles from 1999 are there?",
    ],
)
def test_what_no_record_says_is_not_answered(question: str) -> None:
    assert ask(question) is None


def test_the_opening_of_an_article_is_not_its_title() -> None:
    first = opening(TRAM)
    assert first.text == "A ticket costs 3 crowns from May."
    assert TRAM.text[first.start : first.end] == first.text


def test_authors_are_named_one_by_one() -> None:
    assert authors(FREE.info) == ["Lena Fisk", "Ole Dahl"]
    assert authors(ArticleInfo(id="x")) == []
