"""What filters leave, counted by the index, is what each article passes by itself."""

from collections.abc import Callable, Iterator

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from index.models.embedder import Embedder
from index.search.filtering import matches

INFOS = (
    ArticleInfo(
        id="a-1",
        title="One",
        author="Ada Löfgren",
        date="2024-05-06",
        publication="Quay",
        categories=("Ports", "Élections"),
    ),
    ArticleInfo(id="a-2", title="Two", author="ada  löfgren", date="2024-05", publication="quay"),
    ArticleInfo(id="a-3", title="Three", author="Bo Noll", date="2023"),
    ArticleInfo(id="a-4", date="1999-12-31", publication="The Herald"),
    ArticleInfo(id="a-5", title="Five"),
)


@pytest.fixture(scope="module")
def index(
    tmp_path_factory: pytest.TempPathFactory, word_counts: Callable[..., Embedder]
) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("scope") / "index"
    with Index.open(folder, create=True, embedder=word_counts()) as index:
        index.add_articles(Article(info=info, text=f"Of {info.id}.") for info in INFOS)
        yield index


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(author="lofgren"),
        Filters(author="ada noll"),
        Filters(author=" "),
        Filters(authors=frozenset({"ADA LÖFGREN", "Nobody"})),
        Filters(author="bo", authors=frozenset({"Ada Löfgren"}), source="quay"),
        Filters(source="herald"),
        Filters(sources=frozenset({"QUAY"})),
        Filters(after="2024-05-07"),
        Filters(after="2024"),
        Filters(before="2024-05-05"),
        Filters(after="1999-12-31", before="2023-06"),
        Filters(articles=frozenset({"a-1", "a-5", "nothing"})),
        Filters(articles=frozenset({"a-1", "a-3"}), author="ada"),
        Filters(author="%", source="_"),
        Filters(category="elect"),
        Filters(category="ports élections"),
        Filters(category="port", author="lofgren"),
    ],
)
def test_what_passes_is_counted(index: Index, filters: Filters) -> None:
    passing = sum(matches(filters, info) for info in INFOS)
    assert index.library.scope.count(filters) == passing


def test_names_dates_and_the_newest_are_known(index: Index) -> None:
    scope = index.library.scope
    assert scope.names("author") == {"Ada Löfgren": 1, "ada  löfgren": 1, "Bo Noll": 1}
    assert sorted(scope.dates()) == ["1999-12-31", "2023", "2024-05", "2024-05-06"]
    assert [info.id for info in scope.newest(2)] == ["a-1", "a-2"]
    assert len(scope.newest(9)) == 4
