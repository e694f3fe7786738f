from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, normalise_text
from index.readers import read
from index.readers.sources import Source
from index.readers.text import read as read_text

SHARED = Path(__file__).resolve().parents[4] / "shared" / "articles" / "csto-syria-iran-nato.txt"
BODY = "The first sentence is here. By Friday it was over.\n\nAnd here is another paragraph."


def article_of(text: str) -> Article:
    source = Source("/news/some-file.txt", Path("/news/some-file.txt"))
    outcome = read_text(text.encode(), source)
    assert outcome.failures == ()
    return outcome.articles[0]


def test_a_page_printed_from_a_site() -> None:
    article = article_of(
        "logo\nPublished on Example Institute Review (http://review.example)\n\n"
        "MINISTERS MEET ON BORDERS\n\nBy Ana Example (04/18/2012 issue of the EIR)\n\n"
        f"{BODY}\n\n\nSource URL:\nhttp://review.example/?q=node/1\n"
    )
    assert article.text == BODY
    assert article.info.title == "MINISTERS MEET ON BORDERS"
    assert article.info.author == "Ana Example"
    assert article.info.date == "2012-04-18"
    assert article.info.publication == "Example Institute Review (EIR)"
    assert article.info.url == "http://review.example/?q=node/1"


def test_the_shared_article() -> None:
    if not SHARED.exists():
        pytest.skip("the shared article is not here")
    article = read(Source(str(SHARED), SHARED)).articles[0]
    assert article.info.title == "CSTO MEMBERS WORK OUT COMMON POSITIONS ON SYRIA, IRAN AND NATO"
    assert article.info.author == "Georgiy Voloshin"
    assert article.info.date == "2012-04-18"
    assert article.info.url == "http://www.cacianalyst.org/?q=node/5761"
    assert article.text.startswith("On April 6, Astana hosted")
    assert "Source URL" not in article.text
    assert article.text in normalise_text(SHARED.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("byline", "author", "date", "publication"),
    [
        ("By Jane Doe", "Jane Doe", None, None),
        ("BY JANE DOE", "JANE DOE", None, None),
        ("By Jane Doe and John Roe | March 3, 2021", "Jane Doe and John Roe", "2021-03-03", None),
        ("Jane Doe, 3 March 2021", "Jane Doe", "2021-03-03", None),
        ("By Jane Q. van der Doe, The Daily, May 4, 2020", "Jane Q. van der Doe", "2020-05-04",
         "The Daily"),
        ("By Jane Doe (May 4, 2020, The Daily)", "Jane Doe", "2020-05-04", "The Daily"),
        ("By Jane Doe (The Daily, 4 May 2020)", "Jane Doe", "2020-05-04", "The Daily"),
        ("By Jane Doe, staff writer", "Jane Doe", None, None),
        ("By Jane Doe March 3, 2021", "Jane Doe", "2021-03-03", None),
        ("By Ann A, Bo B and Cy C, Wire", "Ann A, Bo B and Cy C", None, "Wire"),
        ("By José Núñez - 2020-05-04", "José Núñez", "2020-05-04", None),
    ],
)  # fmt: skip
def test_bylines(byline: str, author: str, date: str | None, publication: str | None) -> None:
    article = article_of(f"A Title of It\n\n{byline}\n\n{BODY}\n")
    info = article.info
    assert (info.title, info.author, info.date, info.publication) == (
        "A Title of It", author, date, publication,
    )  # fmt: skip
    assert article.text == BODY


def test_header_lines() -> None:
    article = article_of(
        "Title: One two\nAuthor: Jane Doe\nDate: April 6, 2012\nPublication: The Daily\n"
        f"URL: https://daily.example/1\n\n{BODY}"
    )
    info = article.info
    assert (info.title, info.author, info.date) == ("One two", "Jane Doe", "2012-04-06")
    assert (info.publication, info.url) == ("The Daily", "https://daily.example/1")
    assert article.text == BODY


def test_a_line_between_title_and_byline_stays_in_the_text() -> None:
    article = article_of(f"A Title\n\nThe deck says what it is about.\n\nBy Jane Doe\n\n{BODY}")
    assert article.text == f"The deck says what it is about.\n\n{BODY}"


@pytest.mark.parametrize(
    "first",
    [
        "By the river the men sat down.",
        "By Friday the city was empty.",
        "By Washington, D.C., the army stood still.",
        "By Jane Doe’s account, nothing happened.",
        "Published on Monday, the report was long.",
        "Date palms grow here.",
        "New York, 3 March 2021 was a day like any other.",
        "Jane Doe, 3 March 2021",
        "Copyright is a right.",
    ],
)
def test_what_only_looks_like_a_masthead_stays(first: str) -> None:
    text = f"{first}\n\n{BODY}"
    article = article_of(text)
    assert article.text == text
    assert article.info.author is None


def test_ordinary_text_has_its_first_line_as_title_and_heading() -> None:
    article = article_of(f"A plain note\n\n{BODY}\n")
    assert article.info.title == "A plain note"
    assert article.text == f"A plain note\n\n{BODY}"
    assert article.headings == ((0, len("A plain note")),)


def test_without_a_title_the_file_gives_its_name() -> None:
    article = article_of(BODY)
    assert article.info.title == "some file"
    assert article.headings == ()


def test_short_lines_apart_from_long_paragraphs_are_headings() -> None:
    paragraph = (
        "A paragraph goes on for more than eighty characters, so that it is told from a line."
    )
    article = article_of(f"{paragraph}\n\nThe costs\n\n{paragraph}")
    assert [article.text[start:end] for start, end in article.headings] == ["The costs"]


def test_links_and_rights_after_the_source_go_with_it() -> None:
    article = article_of(
        f"A TITLE\n\nBy Jane Doe\n\n{BODY}\n\n© 2012 The Daily. All rights reserved.\n\n"
        "Source URL (retrieved on 04/20/2012 - 10:12): http://a.example/1\n\n"
        "Links:\n[1] http://a.example/2\n[2] http://a.example/3\n"
    )
    assert article.text == BODY
    assert article.info.url == "http://a.example/1"


def test_references_at_the_end_of_ordinary_text_stay() -> None:
    text = f"{BODY}\n\nhttp://a.example/1\n[1] http://a.example/2"
    assert article_of(text).text == text


def test_a_masthead_alone_is_the_text() -> None:
    assert article_of("By Jane Doe\n").text == "By Jane Doe"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_text_is_normalised_and_headings_are_inside(text: str) -> None:
    outcome = read_text(f"a{text}".encode(), Source("x", Path("x.txt")))
    article = outcome.articles[0]
    assert article.text == normalise_text(article.text)
    position = 0
    for start, end in article.headings:
        assert position <= start < end <= len(article.text)
        position = end
