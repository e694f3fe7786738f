"""An index of a few articles about one toll bridge, without any model."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from index.models.embedder import Progress
from index.models.vectors import Vectors
from qa.statements.stored import StatementFinder

BRIDGE = (
    "The toll on the Hale bridge will rise in May, the council decided on Monday.\n\n"
    "“We cannot mend the deck with promises. It has rusted for thirty years,” said Rita Moss, the "
    "mayor. “Iran pays more for its bridges,” she added.\n\n"
    "“It leaks,” Tom Ash, the engineer, said, “and nobody has ever looked under it.” He said that "
    "the northern pier was safe for another ten years. Ms. Moss did not agree.\n\n"
    "“The ferry was cheaper,” Tom Ash recalled. “It was never on time.” “Who pays for it?” asked "
    "Ada Quill, who sells eels."
)
FERRY = (
    "“We had the best ferry on the coast and we sold it for scrap,” said Ada Quill. The port says "
    "that the slipway will stay closed.\n\n“Money does not float,” she said."
)


class _Nothing:
    """Embeds every text as the same vector: what is checked here needs none."""

    name, fingerprint, dimension = "nothing", "0" * 64, 4

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return np.full((len(texts), 4), 0.5, np.float32)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 4), 0.5, np.float32)


def article(name: str, text: str, **info: str) -> Article:
    return Article(info=ArticleInfo(id=name, title=name.title(), **info), text=text)


@pytest.fixture(scope="session")
def make_index() -> Callable[[Path], Index]:
    """Make or open an index that finds statements and embeds nothing."""

    def make(folder: Path) -> Index:
        return Index.open(folder, create=True, embedder=_Nothing(), annotator=StatementFinder())

    return make


@pytest.fixture(scope="module")
def bridges(
    tmp_path_factory: pytest.TempPathFactory, make_index: Callable[[Path], Index]
) -> Iterator[Index]:
    with make_index(tmp_path_factory.mktemp("bridges")) as index:
        index.add_articles(
            [
                article("bridge", BRIDGE, author="Lena Fisk", publication="Harbour Herald"),
                article("ferry", FERRY, publication="The Quay"),
            ]
        )
        yield index
