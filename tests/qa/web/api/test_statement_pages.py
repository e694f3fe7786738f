"""Pages of statements: nothing is lost or doubled between them, and none takes for ever."""

from dataclasses import dataclass

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.articles.statement import Statement, StatementKind
from index.errors import UnknownArticle, UsageError
from index.search.filtering import matches
from qa.statements.finding import find_statements
from qa.statements.listing import list_statements
from qa.web.api.statement_pages import MOST_SECONDS, Page, StatementFilter, statement_page

_TEXTS = {
    "b": "“The bridge will open in June,” said Ana Ruiz. “Nobody was asked about the toll,” "
    "said Piet Vos. Ana Ruiz warned against another delay.",
    "a~1": "Piet Vos said the toll is too high. Ana Ruiz denied that the toll is high.",
    "c": "It rained on Sunday.",
    "d": "Ana Ruiz promised that the toll would end.",
}


@dataclass
class _Articles:
    texts: dict[str, str]

    def identifiers(self, filters: Filters, first: str, most: int) -> list[str]:
        passing = [one for one in self.texts if matches(filters, ArticleInfo(id=one))]
        return sorted(one for one in passing if one >= first)[: min(most, 2)]

    def article(self, identifier: str) -> Article:
        if identifier not in self.texts:
            raise UnknownArticle(identifier)
        return Article(info=ArticleInfo(id=identifier), text=self.texts[identifier])

    def statements(self, article: Article) -> list[Statement]:
        return find_statements(article.text)


_ALL = _Articles(_TEXTS)


def _pages(articles: _Articles, **wanted: object) -> list[Page]:
    pages = [statement_page(articles, StatementFilter(**wanted))]  # type: ignore[arg-type]
    while (cursor := pages[-1].next) is not None:
        pages.append(statement_page(articles, StatementFilter(cursor=cursor, **wanted)))  # type: ignore[arg-type]
    return pages


def _expected(**filters: str) -> list[dict[str, object]]:
    return list_statements(map(_ALL.article, sorted(_TEXTS)), **filters)


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("filters", [{}, {"speaker": "Ruiz"}, {"about": "toll"}])
def test_pages_together_are_the_whole_list(limit: int, filters: dict[str, str]) -> None:
    pages = _pages(_ALL, limit=limit, **filters)
    together = [row for page in pages for row in page.statements]
    assert together == _expected(**filters)
    assert len(together) > 2
    assert all(len(page.statements) == limit for page in pages[:-1])


def test_one_article_alone() -> None:
    (page,) = _pages(_ALL, article="d")
    assert [row["article"] for row in page.statements] == ["d"]
    with pytest.raises(UnknownArticle):
        statement_page(_ALL, StatementFilter(article="nothing"))


def test_a_page_ends_when_its_time_is_over_and_the_next_goes_on() -> None:
    late = iter([0.0, *[MOST_SECONDS + 1] * 99])
    first = statement_page(_ALL, StatementFilter(), clock=lambda: next(late))
    assert {row["article"] for row in first.statements} == {"a~1"}
    rest = statement_page(_ALL, StatementFilter(cursor=first.next))
    assert [*first.statements, *rest.statements] == _expected()


def test_an_article_removed_between_two_pages_costs_no_other() -> None:
    first = statement_page(_ALL, StatementFilter(limit=3))
    assert first.next == "b~1"
    remaining = _Articles({key: text for key, text in _TEXTS.items() if key != "b"})
    rest = statement_page(remaining, StatementFilter(cursor=first.next))
    assert [row["article"] for row in rest.statements] == ["d"]


@pytest.mark.parametrize("cursor", ["", "b", "~1", "b~", "b~-1", "b~1234567890", "b~x"])
def test_a_cursor_that_no_page_gave_is_refused(cursor: str) -> None:
    with pytest.raises(UsageError, match="cursor"):
        statement_page(_ALL, StatementFilter(cursor=cursor))


def test_statements_that_are_known_are_not_looked_for() -> None:
    only = Statement(start=0, end=2, kind=StatementKind.INDIRECT, speaker="Known Speaker")

    class Known(_Articles):
        def statements(self, article: Article) -> list[Statement]:
            return [only]

    page = statement_page(Known({"a": "It rained."}), StatementFilter(speaker="Known Speaker"))
    assert [row["text"] for row in page.statements] == ["It"]
