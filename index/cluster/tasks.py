"""What is sent to a worker, and what comes back: plain values that can be pickled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from index.annotations import Annotator
from index.articles.article import Article
from index.indexing.batches.ready import ReadyArticle, ReadySource
from index.readers.sources import Source

Held: TypeAlias = Mapping[str, tuple[str, str]]
"""Articles that the index holds, by identifier: hash of the content, and how it was cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How a worker works.

    `model` is the name of the embedding model; `annotator` finds what is stored beside articles;
    `formats` are those that are not built in (`Registry.added`).
    """

    model: str
    annotator: Annotator | None
    formats: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToRead:
    """A file with its bytes, or without them where the worker finds it under the same path."""

    source: Source
    data: bytes | None = field(repr=False)
    held: Held = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesTask:
    """Files to be read and made ready; `lists` are those of authors near them, by path."""

    files: tuple[FileToRead, ...]
    lists: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    drafts: bool = False

    def pieces(self) -> "list[Task]":
        """Return a task for each of the files."""
        return [replace(self, files=(one,)) for one in self.files]


@dataclass(frozen=True, slots=True)
class ArticlesTask:
    """Articles to be made ready that were read elsewhere."""

    articles: tuple[Article, ...] = field(repr=False)

    def pieces(self) -> "list[Task]":
        """Return a task for each of the articles."""
        return [ArticlesTask((one,)) for one in self.articles]


Task: TypeAlias = FilesTask | ArticlesTask

Result: TypeAlias = tuple[ReadySource, ...] | tuple[ReadyArticle, ...]
"""Of files one for each; those with very much text come with articles that are not ready yet."""
