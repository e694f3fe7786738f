"""The answering service: questions wait here, are answered in batches, and are counted.

Everything that shows an answer (API, chat) asks here, so that limits and figures hold for all.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters, Hit
from index.articles.statement import Statement
from index.errors import PullquoteError, UnknownArticle
from qa.answers import Answer, Kind, Reason
from qa.assistant import Ask
from qa.questions.unusable import UnusableQuestion
from qa.reading.selector.endpoint import Endpoint
from qa.statements.stored import StatementFinder
from qa.web import logs
from qa.web.answering.examples.keeping import KeptExamples
from qa.web.answering.examples.making import READ, candidates, newest
from qa.web.answering.examples.trying import Example, tried
from qa.web.answering.overview import Overview, newest_of, overview_of
from qa.web.answering.question_queue import (
    AskerFull,
    BatchingQueue,
    Moved,
    QueueFull,
    QueueObserver,
    Report,
)
from qa.web.metrics import Metrics
from qa.web.requests.problems import Busy, TooMany
from qa.web.requests.proxy_headers import current_client
from qa.web.settings import ServerSettings

if TYPE_CHECKING:
    from index.collection import Index
    from index.judgements import Judgements
    from index.opened.page_pictures import PagePictures
    from index.versions import Versions

_T = TypeVar("_T")
_U = TypeVar("_U")
_log = logging.getLogger(__name__)

Found: TypeAlias = Callable[[Sequence[Hit]], None]
"""Told the passages that are read for an answer, best first."""

Listener: TypeAlias = Callable[[Answer, Filters], None]
"""Told each answer to a visitor, with the filters of its question; it returns at once."""


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


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An open index and the assistant that answers from it."""

    index: ArticleIndex
    answerer: Answerer


Opener: TypeAlias = Callable[[], OpenIndex | None]
"""Opens the index; `None` while there is none."""


class AnsweringService:
    """Gives answers and articles; opens the index on first use, and again until there is one.

    `settings.batch` questions are worked on together; those that wait hold no thread.
    """

    def __init__(self, opener: Opener, settings: ServerSettings, metrics: Metrics) -> None:
        self._opener = opener
        self._settings = settings
        self._metrics = metrics
        self._opened: OpenIndex | None = None
        self._opening = threading.Lock()
        self._overview: tuple[int, Overview] | None = None
        self._making_overview = threading.Lock()
        self._infos: tuple[int, tuple[ArticleInfo, ...]] | None = None
        self._listing = threading.Lock()
        self._examples = KeptExamples()
        self._listeners: list[Listener] = []
        observer = QueueObserver(waited=metrics.waited, batch=metrics.batch.observe)
        self._questions: BatchingQueue[Ask, Answer] = self._queue(
            self._answer, settings.batch, observer
        )
        self._searches: BatchingQueue[_Search, Sequence[Hit]] = self._queue(self._find, 1)
        metrics.waiting.set_function(lambda: len(self._questions))
        metrics.capacity.set_function(lambda: self._questions.capacity)

    def opened(self) -> OpenIndex | None:
        """Return the open index, or `None` while there is none.

        Raises:
            PullquoteError: when there is one that cannot be used.
        """
        with self._opening:
            if self._opened is None:
                self._opened = self._opener()
            return self._opened

    @property
    def busy(self) -> bool:
        """Whether a question waits or is being answered."""
        return self._questions.busy

    def warm(self) -> None:
        """Load what the first question needs; a failure is told to the first who asks."""
        try:
            self.overview()
            self.examples()
        except PullquoteError as error:
            _log.warning("%s", error)

    def health(self) -> tuple[int, int]:
        """Return how many articles there are, and how many of them are known to be damaged.

        Raises:
            IndexProblem: the index cannot be read.
        """
        opened = self.opened()
        damaged = len(opened.index.check()) if opened else 0
        count = opened.index.article_count if opened else 0
        self._metrics.articles.set(count)
        return count, damaged

    def overview(self) -> Overview:
        """Return what there is to ask about, made once for each generation of the index."""
        opened = self.opened()
        if opened is None:
            return Overview()
        with self._making_overview:
            generation = opened.index.generation
            if self._overview is None or self._overview[0] != generation:
                self._overview = (generation, overview_of(opened.index))
            return self._overview[1]

    def infos(self) -> Sequence[ArticleInfo]:
        """Return what is known of all articles, listed once for each generation of the index."""
        opened = self.opened()
        if opened is None:
            return ()
        with self._listing:
            generation = opened.index.generation
            if self._infos is None or self._infos[0] != generation:
                self._infos = (generation, tuple(opened.index.articles()))
            return self._infos[1]

    def page(self, limit: int, offset: int) -> tuple[Sequence[ArticleInfo], int]:
        """Return some of the articles, in order of identifier, and how many there are."""
        opened = self.opened()
        return opened.index.page(limit, offset) if opened else ((), 0)

    def examples(self, wait: float = 0.0) -> Sequence[Example] | None:
        """Return questions to begin with; `None` while they are still being tried.

        Args:
            wait: Seconds to wait for them.
        """
        given = tuple(map(Example, self._settings.examples))
        opened = None if given else self.opened()
        if opened is None:
            return given
        kept = self._examples
        return kept.of(opened.index.generation, lambda: _try(opened, lambda: kept.stopped), wait)

    def stop(self) -> None:
        """End what no visitor waits for."""
        self._examples.stop()

    def article(self, identifier: str) -> Article:
        """Return one article.

        Raises:
            UnknownArticle: when there is none of this identifier.
        """
        opened = self.opened()
        if opened is None:
            raise UnknownArticle(f"There is no article {identifier[:80]!r}; the index is empty.")
        return opened.index.article(identifier)

    def copies(self, identifier: str) -> Sequence[ArticleInfo]:
        """Return the articles that are nearly the same text, the earliest first."""
        index = self.full_index()
        return index.copies(identifier) if index else ()

    def statements(self, article: Article) -> Sequence[Statement]:
        """Return the statements of an article: those that the index stores, else found now."""
        opened = self.opened()
        return _statements(opened, [article])[0] if opened else StatementFinder().annotate(article)

    def full_index(self) -> "Index | None":
        """Return the index with all that it keeps beside articles; `None` for no such index."""
        from index.collection import Index

        opened = self.opened()
        return opened.index if opened and isinstance(opened.index, Index) else None

    def judgements(self) -> "Judgements | None":
        """Return what editors said of quotes; `None` where nothing of the kind is kept."""
        index = self.full_index()
        return index.judgements if index else None

    def versions(self) -> "Versions | None":
        """Return what articles were before they were changed; `None` where that is not kept."""
        index = self.full_index()
        return index.versions if index else None

    def tell(self, listener: Listener) -> None:
        """Have somebody told each answer to a visitor from now on."""
        self._listeners.append(listener)

    def page_pictures(self) -> "PagePictures | None":
        """Return the pages of articles as pictures; `None` where there can be none."""
        from index.collection import Index

        opened = self.opened()
        return opened.index.page_pictures if opened and isinstance(opened.index, Index) else None

    async def ask(
        self,
        question: str,
        report: Report | None = None,
        *,
        history: Sequence[str] = (),
        filters: Filters | None = None,
        asker: str | None = None,
        moved: Moved | None = None,
        found: Found | None = None,
        visitor: bool = True,
    ) -> Answer:
        """Return an answer or an abstention, after waiting in the queue.

        Args:
            question: What is asked.
            report: Told each stage as it begins.
            history: Earlier questions, earliest first.
            filters: Which articles may be used.
            asker: Who asks, for a fair share; whoever sent the request when left out.
            moved: Told how many questions are before this one while it waits.
            found: Told the passages that are read, best first; called in another thread.
            visitor: Whether a visitor wants to know it; what we ask ourselves, nobody is told of.

        Raises:
            UnusableQuestion: for a question that is empty or too long.
            Busy: when too many wait already.
            TooMany: when too many of this asker do.
        """
        question = question.strip()
        self._check(question, "question")
        earlier = tuple(one for one in map(str.strip, history) if one)
        for one in earlier:
            self._check(one, "earlier question")
        asked = Ask(
            question=question,
            history=earlier,
            filters=filters or Filters(),
            report=report,
            found=found,
        )
        answer = await self._queued(self._questions, asked, asker, report, moved)
        self._metrics.answered(answer)
        self._log_answer(answer)
        for listener in self._listeners if visitor else ():
            listener(answer, asked.filters)
        return answer

    async def search(self, query: str, k: int, filters: Filters) -> Sequence[Hit]:
        """Return the best `k` passages, after waiting in the queue."""
        self._check(query, "query")
        return await self._queued(self._searches, _Search(query, k, filters))

    def _check(self, text: str, name: str) -> None:
        longest = self._settings.question_length
        if not text:
            raise UnusableQuestion(f"The {name} is empty; write what you want to know.")
        if len(text) > longest:
            raise UnusableQuestion(
                f"The {name} has {len(text):,} characters; at most {longest:,} are read. "
                "Ask about one thing at a time.",
                length=len(text),
                most=longest,
            )

    def _answer(self, asked: Sequence[Ask]) -> Sequence[Answer]:
        opened = self.opened()
        if opened is None:
            return [_nothing_indexed(one.question) for one in asked]
        self._metrics.working.inc(len(asked))
        try:
            return opened.answerer.ask_many(asked)
        finally:
            self._metrics.working.dec(len(asked))

    def _find(self, searches: Sequence["_Search"]) -> Sequence[Sequence[Hit]]:
        opened = self.opened()
        if opened is None:
            return [() for _ in searches]
        return [opened.index.search(one.query, one.k, one.filters) for one in searches]

    def _queue(
        self,
        work: Callable[[Sequence[_T]], Sequence[_U]],
        batch: int,
        observer: QueueObserver | None = None,
    ) -> BatchingQueue[_T, _U]:
        return BatchingQueue(
            work,
            batch=batch,
            waiting=self._settings.waiting,
            asking=self._settings.limits.asking,
            observer=observer or QueueObserver(),
            workers=self._settings.workers,
            longest_wait=self._settings.longest_wait,
        )

    async def _queued(
        self,
        queue: BatchingQueue[_T, _U],
        work: _T,
        by: str | None = None,
        report: Report | None = None,
        moved: Moved | None = None,
    ) -> _U:
        try:
            return await queue.ask(by or current_client.get(), work, report, moved)
        except QueueFull as full:
            self._metrics.refused.labels("busy").inc()
            raise Busy(
                "Many questions are being answered right now; ask again in "
                f"{_seconds(full.retry)}.",
                retry=full.retry,
            ) from None
        except AskerFull as full:
            self._metrics.refused.labels("asking").inc()
            raise TooMany(
                "Many questions from your address are being answered already; ask again in "
                f"{_seconds(full.retry)}.",
                retry=full.retry,
            ) from None

    def _log_answer(self, answer: Answer) -> None:
        asked = {"question": answer.question} if self._settings.log_questions else {}
        logs.event(
            _log,
            "answered" if answer.answered else "abstained",
            **asked,
            kind=answer.kind,
            reason=answer.reason,
            quotes=len(answer.quotes),
            ms={stage: round(value, 1) for stage, value in answer.timings_ms.items()},
        )


@dataclass(frozen=True, slots=True)
class _Search:
    query: str
    k: int
    filters: Filters


def _seconds(count: int) -> str:
    return f"{count} second{'' if count == 1 else 's'}"


def _nothing_indexed(question: str) -> Answer:
    return Answer(
        question=question,
        asked_as=question,
        kind=Kind.OPEN,
        answered=False,
        confidence=0.0,
        answer="No articles have been indexed yet, so there is nothing to answer from.",
        reason=Reason.EMPTY_INDEX,
    )


def _try(opened: OpenIndex, is_over: Callable[[], bool]) -> tuple[Example, ...]:
    """Return questions that are surely answered, as many as are found."""
    infos = newest(newest_of(opened.index, READ))[:READ]
    articles = [opened.index.article(info.id) for info in infos]
    said = _statements(opened, articles)

    def ask(questions: Sequence[str]) -> Sequence[Answer]:
        return opened.answerer.ask_many([Ask(question=one) for one in questions])

    return tried(candidates(articles, said), ask, is_over)


def _statements(opened: OpenIndex, articles: Sequence[Article]) -> list[Sequence[Statement]]:
    """Return the statements of articles: those that the index stores, else found now."""
    from index.collection import Index

    finder = StatementFinder()
    if isinstance(opened.index, Index):
        return list(opened.index.annotations(finder).of(articles))
    return [finder.annotate(article) for article in articles]


def open_with_assistant(
    folder: Path, reader_model: str | None = None, selector: Endpoint | None = None
) -> OpenIndex | None:
    """Open the index in `folder` with an assistant; `None` while the folder holds none."""
    from index.collection import Index
    from qa.opening import open_assistant

    if not Index.exists(folder):
        return None
    index = Index.open(folder, annotator=StatementFinder())
    assistant = open_assistant(index, reader_model=reader_model, selector=selector)
    return OpenIndex(index, assistant)
