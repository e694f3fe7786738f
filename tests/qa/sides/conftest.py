"""An index of a few articles about a dam, made with the built-in model."""

from collections.abc import Iterator

import pytest
from dam_articles import ARTICLES

from index.collection import Index
from qa.sides.gathering import SideFinder
from qa.statements.stored import StatementFinder


@pytest.fixture(scope="session")
def dam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The index. Do not write to it."""
    folder = tmp_path_factory.mktemp("dam") / "index"
    with Index.open(folder, create=True, annotator=StatementFinder()) as index:
        index.add_articles(ARTICLES)
        yield index


@pytest.fixture(scope="session")
def finder(dam: Index) -> SideFinder:
    return SideFinder(dam)
