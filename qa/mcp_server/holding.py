"""The index that a server of tools holds open, and how the quotes are given that it hands out."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote as percent_encode

from index.articles.article import Article, ArticleInfo
from index.articles.dates import parse_date
from index.articles.passages import Filters
from index.errors import UsageError
from qa.answers import Answer, Quote
from qa.citing.cited import STAMP, quote_path
from qa.citing.links import quote_link
from qa.inquiry import Ask
from qa.kept_answers.keeper import AnswerKeeper
from qa.kept_answers.keys import as_asked, as_taken, key_of
from qa.kept_answers.limit import MEGABYTES
from qa.speakers.finder import SpeakerFinder

if TYPE_CHECKING:
    from index.annotations import Annotations
    from index.opened.reading import ReadableIndex
    from index.search.milvus.address import MilvusAddress
    from qa.assistant import Assistant

Document: TypeAlias = dict[str, Any]
"""A JSON object: what a tool returns."""


class Holding:
    """An index, opened when the first tool needs it: a program may start before it is there.

    Safe to share among threads.

    Args:
        folder: of the index.
        root: address of the server that shows quotes, with a slash at its end.
        reader_model: a reader by name or folder; the built-in one when left out.
        collections: of whose articles alone there is anything; all when left out.
        milvus: is searched where it can be.
        keep_answers: megabytes of answers that are kept until anything changes.
    """

    def __init__(
        self,
        folder: Path,
        root: str,
        reader_model: str | None = None,
        collections: Sequence[str] = (),
        milvus: "MilvusAddress | None" = None,
        keep_answers: int = MEGABYTES,
    ) -> None:
        self._keeper = AnswerKeeper(lambda: self.index, keep_answers << 20)
        self._collections, self._milvus = collections, milvus
        self._folder = folder
        self._root = root
        self._reader_model = reader_model
        self._lock = threading.RLock()

    @property
    def index(self) -> "ReadableIndex":
        """The open index.

        Raises:
            IndexProblem: there is none, or it cannot be used.
        """
        with self._lock:
            return self._index

    @cached_property
    def _index(self) -> "ReadableIndex":
        from index.collection import Index

        index = Index.open(
            self._folder, annotator=SpeakerFinder(), milvus=self._milvus, follows="beside"
        )
        if not self._collections:
            return index
        for _ in index.annotations(SpeakerFinder()).renew():
            pass  # through what is limited nothing is stored
        return index.limited_to(index.collections.known(self._collections))

    @property
    def assistant(self) -> "Assistant":
        """The assistant that answers from it; raises like `index`."""
        with self._lock:
            return self._assistant

    @cached_property
    def _assistant(self) -> "Assistant":
        from qa.opening import open_assistant

        return open_assistant(self.index, reader_model=self._reader_model)

    def answer(self, ask: Ask) -> Answer:
        """Return the answer to a question, made now unless nothing has changed since it was.

        Raises:
            IndexProblem: there is no index, or it cannot be used.
            UsageError: the question is empty or too long.
        """
        taken = replace(ask, question=as_taken(ask.question))
        made = self._keeper.answer(key_of(taken), lambda: self.assistant.ask_many([taken])[0])
        return as_asked(made, ask.question)

    @property
    def annotations(self) -> "Annotations":
        """What is said in the articles; those that the rules have not read yet are read first."""
        found = self.index.annotations(SpeakerFinder())
        for _ in found.renew():
            pass
        return found

    def links(self, article: Article, start: int, end: int) -> Document:
        """Return the links of a quote: its permanent page, and its place in the original."""
        return {
            "link": f"{self._root}{quote_path(article, start, end)}",
            "original": quote_link(article.info.url, article.text[start:end]),
        }

    def quoted(self, quote: Quote) -> Document:
        """Return a quote with what is known of its article, and its links."""
        links = self.links(quote.article, quote.start, quote.end)
        return {**quote.to_json(), "article": facts(quote.article.info), **links}

    def reading(self, article: Article) -> str:
        """Return the link to the page of an article as it is here."""
        stamp = article.text_hash[:STAMP]
        return f"{self._root}read/{percent_encode(article.id, safe='')}?v={stamp}"

    @property
    def root(self) -> str:
        """The address of the server that shows quotes."""
        return self._root

    def linked(self, rows: Iterable[Mapping[str, Any]]) -> list[Document]:
        """Return rows with `article` (an identifier), `start` and `end`, each with its links."""
        known: dict[str, Article] = {}
        found = []
        for row in rows:
            name = str(row["article"])
            article = known.setdefault(name, known.get(name) or self.index.article(name))
            links = self.links(article, row["start"], row["end"])
            found.append({**row, "article": facts(article.info), **links})
        return found


def facts(info: ArticleInfo) -> Document:
    """Return what is known of an article; where its file lies is nobody's business elsewhere."""
    return {name: value for name, value in info.to_json().items() if name != "path"}


def filters_of(
    author: str | None,
    source: str | None,
    after: str | None,
    before: str | None,
    category: str | None = None,
) -> Filters:
    """Return which articles arguments ask for.

    Raises:
        UsageError: a date is none.
    """
    return Filters(
        author=author or None,
        source=source or None,
        category=category or None,
        after=date_of(after, "after"),
        before=date_of(before, "before"),
    )


def date_of(value: str | None, name: str) -> str | None:
    """Return a date as ISO 8601, None for none.

    Raises:
        UsageError: it is none.
    """
    if not value:
        return None
    found = parse_date(value)
    if found is None:
        raise UsageError(f"{name}: {value[:40]!r} is not a date; write it as 2012-04-18.")
    return found
