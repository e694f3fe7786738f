"""An answer's text as blocks: what leads, what comes after, and quotes that have several lines."""

import re

from index.articles.article import Article, ArticleInfo
from qa.answers import Answer, Kind, Quote
from qa.web.chat.answer_lines import answer_lines
from qa.web.chat.shown_quotes import shown_quote

_ARTICLE = Article(info=ArticleInfo(id="a", title="T"), text="Words here.")


def _blocks(text: str, numbers: int = 1) -> list[tuple[str, str]]:
    """Return role and text of each block."""
    quotes = tuple(
        Quote(number=number, article=_ARTICLE, start=0, end=11) for number in range(1, numbers + 1)
    )
    answer = Answer(
        question="Q?", asked_as="Q?", kind=Kind.FACT, answered=True, confidence=0.9, answer=text,
        quotes=quotes,
    )  # fmt: skip
    found = str(answer_lines(answer, tuple(map(shown_quote, quotes))))
    blocks = re.findall(r'<span class="(line[^"]*)">(.*?)</span>(?=\n<|$)', found, re.DOTALL)
    return [(role, re.sub("<[^>]*>", "", block)) for role, block in blocks]


def test_what_stands_before_quotes_leads_and_what_stands_behind_them_comes_after() -> None:
    assert _blocks("2012\nHe: “Words here.” [1]\n3 more statements of He in 1 article.") == [
        ("line lead", "2012"),
        ("line", "He: “Words here.” [1]"),
        ("line after", "3 more statements of He in 1 article."),
    ]


def test_sides_stand_apart_and_lead() -> None:
    assert _blocks("Ash\nAsh: No. [1]\n\nMoss\nMoss: Yes. [2]", 2) == [
        ("line lead", "Ash"),
        ("line", "Ash: No. [1]"),
        ("line lead apart", "Moss"),
        ("line", "Moss: Yes. [2]"),
    ]


def test_the_lines_of_a_quote_lead_nothing() -> None:
    blocks = _blocks("The article: One line\nand another [1]")
    assert blocks == [("line", "The article: One line"), ("line", "and another [1]")]


def test_without_quotes_all_lines_are_alike() -> None:
    assert _blocks("Hello.\nAsk <b>.", 0) == [("line", "Hello."), ("line", "Ask &lt;b&gt;.")]
