"""The answering service: questions wait here, are answered in batches, and are counted.

Everything that shows an answer (API, chat) asks here, so that limits and figures hold for all.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from fastapi.concurrency import run_in_threadpool

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters, Hit
from index.articles.statement import Statement
from index.errors import IndexClosed, PullquoteError, UnknownArticle, UsageError
from qa.answers import Answer, Kind, Reason
from qa.assistant import Ask
from qa.kept_answers.keys import as_asked, as_taken
from qa.limiting import KeptByNames
from qa.questions.unusable import UnusableQuestion
from qa.statements.stored import StatementFinder
from qa.web import logs
from qa.web.answering.asked_question import JOINING, AskedQuestion, Shared
from qa.web.answering.examples.trying import Example
from qa.web.answering.joining import Joining
from qa.web.answering.opened import Opener, OpenIndex
from qa.web.answering.overview import Overview, has_article, identifiers_of
from qa.web.answering.question_queue import AskerFull, BatchingQueue, QueueFull
from qa.web.answering.shared_answers import SharedAnswers
from qa.web.answering.shown import Shown, statements_of
from qa.web.answering.waiting import Moved, QueueObserver, Report
from qa.web.metrics import Metrics
from qa.web.requests.group_rules import GroupRules
from qa.web.requests.problems import Busy, TooMany
from qa.web.requests.proxy_headers import current_client
from qa.web.requests.seeing import EVERYTHING, NOTHING, Seen, narrowed, seeing, seen_now
from qa.web.settings import ServerSettings

if TYPE_CHECKING:
    from index.judgements import Judgements
    from index.library.named_collections import NamedCollection
    from index.opened.page_pictures import PagePictures
    from index.opened.reading import ReadableIndex
    from index.remote.status import RemoteStatus
    from index.versions import Versions

_T = TypeVar("_T")
_U = TypeVar("_U")
_log = logging.getLogger(__name__)

Found: TypeAlias = Callable[[Sequence[Hit]], None]
"""Told the passages that are read for an answer, best first."""

Listener: TypeAlias = Callable[[Answer, Filters], None]
"""Told each answer to a visitor, with the filters of its question; it returns at once."""


class AnsweringService:
    """Gives answers and articles; opens the index on first use, and again until there is one.

    `settings.batch` questions are worked on together; those that wait hold no thread.
    """

    def __init__(
        self,
        opener: Opener,
        settings: ServerSettings,
        metrics: Metrics,
        rules: GroupRules | None = None,
    ) -> None:
        self._opener = opener
        self._rules = rules
        self._settings = settings
        self._metrics = metrics
        self._opened: OpenIndex | None = None
        self._closed = False
        self._opening = threading.Lock()
        self._shown: KeptByNames[Shown] = KeptByNames(self._limited)
        self._everything: Shown | None = None
        self._listeners: list[Listener] = []
        # What a language model elsewhere says of the same question may change at any time.
        most = 0 if settings.selector else settings.keep_answers
        self._shared = SharedAnswers(lambda: _full(self._opened), most, metrics)
        observer = QueueObserver(waited=metrics.waited, batch=metrics.batch.observe)
        self._questions: BatchingQueue[AskedQuestion, Answer] = self._queue(
            self._answer, settings.batch, settings.at_once, observer, JOINING
        )
        self._searches: BatchingQueue[_Search, Sequence[Hit]] = self._queue(
            self._find, 1, settings.threads
        )
        metrics.waiting.set_function(lambda: len(self._questions))
        metrics.capacity.set_function(lambda: self._questions.capacity)

    def whole(self) -> OpenIndex | None:
        """Return the open index with all its articles, for editors; `None` while there is none.

        Raises:
            PullquoteError: when there is one that cannot be used.
        """
        with self._opening:
            if self._opened is None:
                if self._closed:
                    raise IndexClosed("The server is being stopped.")
                self._opened = self._opener()
            return self._opened

    def opened(self) -> OpenIndex | None:
        """Return the index as it is for whoever sent the request; raises like `whole`."""
        shown = self._shown_to(self._seen())
        return shown.opened if shown else None

    @property
    def sees_everything(self) -> bool:
        """Whether whoever sent the request may see every article."""
        return self._seen() is EVERYTHING

    def among(self, names: Iterable[str]) -> AbstractContextManager[None]:
        """Return a block that sees the articles of some collections alone, without any all.

        Raises:
            UsageError: when there is none of one of these names, for whoever sent the request.
        """
        return seeing(narrowed(self._seen(), self._known(frozenset(names))))

    def collections(self) -> "Sequence[NamedCollection]":
        """Return the collections that whoever sent the request may see."""
        index = self.full_index()
        return index.collections.all() if index else ()

    def collection_names(self) -> frozenset[str]:
        """Return the names of the collections that whoever sent the request may see."""
        index = self.full_index()
        return index.collections.names() if index else frozenset()

    def _known(self, names: frozenset[str]) -> frozenset[str]:
        from index.library.named_collections import no_collection

        there = self.collection_names() if names else frozenset()
        for name in sorted(names - there):
            raise UsageError(no_collection(name, sorted(there)))
        return names

    def _seen(self) -> Seen:
        limits = self._rules is not None and self._rules.in_force
        return seen_now(NOTHING if limits else EVERYTHING)

    def _shown_to(self, seen: Seen) -> Shown | None:
        whole = self.whole()
        if whole is None:
            return None
        if seen is not EVERYTHING:
            return self._shown.of(seen)
        with self._opening:
            self._everything = self._everything or Shown(whole)
            return self._everything

    def _limited(self, names: frozenset[str]) -> Shown:
        whole = self.whole()
        if whole is None:
            raise UsageError("Nothing is indexed yet.")
        return Shown(whole.limited_to(names))

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
        whole = self.whole()
        damaged = len(whole.index.check()) if whole else 0
        count = whole.index.article_count if whole else 0
        self._metrics.articles.set(count)
        return count, damaged

    def remote_status(self) -> "RemoteStatus | None":
        """Return whether Milvus is searched; None where none was named."""
        index = self.whole_index()
        remote = index.remote if index else None
        status = remote.status if remote else None
        if status is not None:
            self._metrics.remote_used.set(status.use == "used")
        return status

    def overview(self) -> Overview:
        """Return what there is to ask about, made once for each generation of the index."""
        shown = self._shown_to(self._seen())
        return shown.overview() if shown else Overview()

    def identifiers(self, filters: Filters, first: str, most: int) -> Sequence[str]:
        """Return identifiers of articles that pass, in order, from `first` on."""
        opened = self.opened()
        return identifiers_of(opened.index, filters, first, most) if opened else ()

    def has_article(self, identifier: str) -> bool:
        """Tell whether there is an article of this identifier that is seen."""
        opened = self.opened()
        return opened is not None and has_article(opened.index, identifier)

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
        shown = None if given else self._shown_to(self._seen())
        return shown.examples(wait) if shown else given

    def stop(self) -> None:
        """End what no visitor waits for."""
        for one in (*self._shown.kept(), *filter(None, [self._everything])):
            one.stop()

    def close(self) -> None:
        """Close the index, once what is under way is done (`ReadableIndex.close`)."""
        with self._opening:
            self._closed, index = True, _full(self._opened)
        if index is not None:
            index.close()

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
        return (
            statements_of(opened, [article])[0] if opened else StatementFinder().annotate(article)
        )

    def full_index(self) -> "ReadableIndex | None":
        """Return the index with all that it keeps beside articles; `None` for no such index.

        It is as it is for whoever sent the request.
        """
        return _full(self.opened())

    def whole_index(self) -> "ReadableIndex | None":
        """Return the same with all its articles, for editors."""
        return _full(self.whole())

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
        """Return the pages of all articles as pictures; `None` where there can be none.

        Whoever asks for those of an article has it from `article`, so that it is one to be seen.
        """
        index = self.whole_index()
        return index.page_pictures if index else None

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
        if filters and filters.collections:
            await run_in_threadpool(self._known, filters.collections)
        earlier = tuple(one for one in map(str.strip, history) if one)
        for one in earlier:
            self._check(one, "earlier question")
        ask = Ask(
            question=as_taken(question),
            history=earlier,
            filters=filters or Filters(),
            report=report,
            found=found,
        )
        asked = AskedQuestion(self._seen(), ask)
        made = await run_in_threadpool(self._shared.find, asked)
        if made is None:
            made = await self._queued(self._questions, asked, asker, report, moved)
        answer = as_asked(made, question) if asked.shared else made
        self._metrics.answered(answer, asked.shared)
        self._log_answer(answer, asked.shared)
        for listener in self._listeners if visitor else ():
            listener(answer, ask.filters)
        return answer

    async def search(self, query: str, k: int, filters: Filters) -> Sequence[Hit]:
        """Return the best `k` passages, after waiting in the queue."""
        self._check(query, "query")
        if filters.collections:
            await run_in_threadpool(self._known, filters.collections)
        return await self._queued(self._searches, _Search(self._seen(), query, k, filters))

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

    def _answer(self, asked: Sequence[AskedQuestion]) -> Sequence[Answer]:
        """Answer questions, those together that are asked of the same articles."""
        answers: dict[int, Answer] = {}
        for seen in dict.fromkeys(one.seen for one in asked):
            places = [at for at, one in enumerate(asked) if one.seen == seen]
            found = self._answer_from(seen, [asked[at] for at in places])
            answers |= dict(zip(places, found, strict=True))
        return [answers[at] for at in range(len(asked))]

    def _answer_from(self, seen: Seen, asked: Sequence[AskedQuestion]) -> Sequence[Answer]:
        shown = self._shown_to(seen)
        if shown is None:
            return [_nothing_indexed(one.ask.question) for one in asked]
        self._metrics.working.inc(len(asked))
        try:
            return self._shared.made(asked, shown.opened.answerer.ask_many)
        finally:
            self._metrics.working.dec(len(asked))

    def _find(self, searches: Sequence["_Search"]) -> Sequence[Sequence[Hit]]:
        return [self._find_one(one) for one in searches]

    def _find_one(self, one: "_Search") -> Sequence[Hit]:
        shown = self._shown_to(one.seen)
        return shown.opened.index.search(one.query, one.k, one.filters) if shown else ()

    def _queue(
        self,
        work: Callable[[Sequence[_T]], Sequence[_U]],
        batch: int,
        at_once: int,
        observer: QueueObserver | None = None,
        joining: Joining[_T] | None = None,
    ) -> BatchingQueue[_T, _U]:
        return BatchingQueue(
            work,
            batch=batch,
            waiting=self._settings.waiting,
            asking=self._settings.limits.asking,
            observer=observer or QueueObserver(),
            joining=joining,
            workers=at_once,
            spread=self._settings.workers > 1,
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

    def _log_answer(self, answer: Answer, shared: Shared | None) -> None:
        asked = {"question": answer.question} if self._settings.log_questions else {}
        logs.event(
            _log,
            "answered" if answer.answered else "abstained",
            **asked,
            **({"shared": shared} if shared else {}),
            kind=answer.kind,
            reason=answer.reason,
            quotes=len(answer.quotes),
            ms={stage: round(value, 1) for stage, value in answer.timings_ms.items()},
        )


@dataclass(frozen=True, slots=True)
class _Search:
    seen: Seen
    query: str
    k: int
    filters: Filters


def _full(opened: OpenIndex | None) -> "ReadableIndex | None":
    from index.opened.reading import ReadableIndex

    return opened.index if opened and isinstance(opened.index, ReadableIndex) else None


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
