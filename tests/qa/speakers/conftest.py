"""What tests of speakers share: an index whose vectors cost nothing."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from index.models.embedder import Progress
from index.models.vectors import Vectors
from qa.statements.stored import StatementFinder


class OneVector:
    """Every text has the same vector: nothing is searched for here."""

    name, fingerprint, dimension = "one-vector", "2" * 64, 4

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.embed_questions(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), self.dimension), 0.5, dtype=np.float32)


def article(name: str, text: str, date: str | None = None) -> Article:
    return Article(info=ArticleInfo(id=name, title=name, date=date, lang="en"), text=text)


@pytest.fixture(scope="session")
def make_article() -> Callable[..., Article]:
    """Make an article from its identifier, its text and a date."""
    return article


@pytest.fixture
def open_index(tmp_path: Path) -> Callable[[], Index]:
    """Open the index of a test, again and again."""

    def opened() -> Index:
        return Index.open(
            tmp_path / "index", create=True, embedder=OneVector(), annotator=StatementFinder()
        )

    return opened


@pytest.fixture
def index(open_index: Callable[[], Index]) -> Iterator[Index]:
    """An index with three articles."""
    with open_index() as index:
        index.add_articles(
            [
                article(
                    "quay",
                    "The harbour master, Ada Karin Holt, met the crews. “The quay is closed,” Holt "
                    "said. “It opens in May,” she added. A lawyer said that nobody had asked her.",
                    "2021-03-04",
                ),
                article(
                    "mill",
                    "Ada Holt said that the mill had to wait. The harbour master, Tom Berg, "
                    "disagreed. “It will not wait,” Tom Berg said. The back said no.",
                    "2022-05-06",
                ),
                article(
                    "vote", "“We vote in June,” said Anna Berg. “Berg is late,” Lena Fox said."
                ),
                article("late", "“The vote is void,” Berg told the paper.", "2023-01-02"),
            ]
        )
        yield index
