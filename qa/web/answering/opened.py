"""An open index with what answers from it, and how it is opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias, runtime_checkable

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters, Hit
from index.errors import UsageError
from index.remote.status import Follows
from index.search.milvus.address import MilvusAddress
from qa.answers import Answer
from qa.assistant import Ask, Assistant
from qa.reading.selector.endpoint import Endpoint
from qa.speakers.finder import SpeakerFinder


class ArticleIndex(Protocol):
    """What the web needs of an index."""

    @property
    def article_count(self) -> int:
        """How many articles there are."""
        ...

    @property
    def generation(self) -> int:
        """A number that grows with every change of the articles."""
        ...

    def articles(self) -> Sequence[ArticleInfo]:
        """Return what is known of every article, in a stable order."""
        ...

    def page(self, limit: int, offset: int) -> tuple[Sequence[ArticleInfo], int]:
        """Return some articles in the same order, and how many there are."""
        ...

    def article(self, id: str) -> Article:
        """Return one article or raise UnknownArticle."""
        ...

    def search(self, query: str, k: int, filters: Filters) -> Sequence[Hit]:
        """Return the best `k` passages."""
        ...

    def check(self) -> Sequence[str]:
        """Look quickly whether the index can be used; raise IndexDamaged where it cannot.

        Return what is wrong with single articles.
        """
        ...


class Answerer(Protocol):
    """What the web needs of an assistant."""

    def ask_many(self, asks: Sequence[Ask]) -> Sequence[Answer]:
        """Return an answer or an abstention to each question."""
        ...


@runtime_checkable
class AnswersElsewhere(Answerer, Protocol):
    """What has questions answered by other processes."""

    @property
    def assistant(self) -> Assistant:
        """What answers the same in this process, for what asks for its parts."""
        ...

    def limited_to(self, names: frozenset[str]) -> "AnswersElsewhere":
        """Return what answers from the articles of some collections alone."""
        ...


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An open index and what answers from it."""

    index: ArticleIndex
    answerer: Answerer

    @property
    def assistant(self) -> Assistant | None:
        """The assistant of this process; `None` where something else answers."""
        if isinstance(self.answerer, AnswersElsewhere):
            return self.answerer.assistant
        return self.answerer if isinstance(self.answerer, Assistant) else None

    def limited_to(self, names: frozenset[str]) -> "OpenIndex":
        """Return the articles of some collections alone, and what answers from these.

        Raises:
            UsageError: when these articles are in no collections.
        """
        from index.opened.reading import ReadableIndex

        answerer = self.answerer
        if not isinstance(self.index, ReadableIndex) or not isinstance(
            answerer, Assistant | AnswersElsewhere
        ):
            raise UsageError("The articles of this server are not kept in collections.")
        return OpenIndex(self.index.limited_to(names), answerer.limited_to(names))


Opener: TypeAlias = Callable[[], OpenIndex | None]
"""Opens the index; `None` while there is none."""


def open_with_assistant(
    folder: Path,
    reader_model: str | None = None,
    selector: Endpoint | None = None,
    milvus: MilvusAddress | None = None,
    follows: Follows = "beside",
) -> OpenIndex | None:
    """Open the index in `folder` with an assistant; `None` while the folder holds none.

    `follows` says how `milvus` is brought up to date.

    Raises:
        UsageError: a Milvus is named, and there is no package to speak to it with.
    """
    from index.collection import Index
    from qa.opening import open_assistant

    if not Index.exists(folder):
        return None
    index = Index.open(folder, annotator=SpeakerFinder(), milvus=milvus, follows=follows)
    index.warm()
    assistant = open_assistant(index, reader_model=reader_model, selector=selector)
    return OpenIndex(index, assistant)
