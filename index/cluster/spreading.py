"""Sources in, articles ready to be stored out, in the same order; workers do what is between."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from index.articles.article import LONGEST, Article
from index.cluster.dispatch import Dispatch, Ticket
from index.cluster.sending import grouped, sendable
from index.cluster.tasks import ArticlesTask, FilesTask, Held
from index.cluster.worker import is_held, with_languages
from index.indexing.batches.ready import ReadyArticle, ReadySource
from index.indexing.work import Work
from index.readers.sources import Failure, ReadOutcome, Source

_TEXT = 100_000
"""Characters of a task of articles; a longer article is a task by itself."""

_AHEAD = 64
"""Sources that are read here, found before it is their turn."""

_Turn: TypeAlias = Source | Ticket


class Spreading:
    """One run of sources through the workers.

    Args:
        work: what the run has for it.
        dispatch: called when the first task is to be done.
        shared: whether workers find files under the same paths.
    """

    def __init__(self, work: Work, dispatch: Callable[[], Dispatch], *, shared: bool) -> None:
        self._work = work
        self._dispatch = dispatch
        self._shared = shared

    def read_all(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Iterator[ReadySource]]]:
        """Yield sources with their parts; see `index.indexing.work.SourceReader`."""
        turns: deque[_Turn] = deque()
        offered = (
            (one, sendable(one, self._held(one.key), shared=self._shared)) for one in sources
        )
        for found in grouped(offered, drafts=self._work.drafts):
            if isinstance(found, Source):
                turns.append(found)
            else:
                while turns and not self._dispatch().has_room:
                    yield from self._taken(turns.popleft())
                turns.append(self._dispatch().send(*found))
            while len(turns) > _AHEAD:
                yield from self._taken(turns.popleft())
        while turns:
            yield from self._taken(turns.popleft())

    def _held(self, key: str) -> Held:
        known = self._work.held(key)
        return {name: (one.content_hash, one.chunking) for name, one in known.items()}

    def _taken(self, turn: _Turn) -> Iterator[tuple[Source, Iterator[ReadySource]]]:
        if isinstance(turn, Source):
            for source, parts in self._work.readers.read_all([turn]):
                yield source, self._parts(parts, self._held(source.key))
            return
        for end in self._dispatch().take(turn):
            if isinstance(end.task, FilesTask):
                for source, ready in _of_files(end, end.task):
                    yield source, self._rest(ready, self._held(source.key))

    def _rest(self, ready: ReadySource, held: Held) -> Iterator[ReadySource]:
        """Yield a source whose worker left articles over, these made ready by others."""
        made = {one.article.id for one in ready.articles}
        sent = self._sent(ready.outcome, held, made)
        yield self._completed(ready.outcome, sent, ready.articles) if sent else ready

    def _parts(self, parts: Iterable[ReadOutcome], held: Held) -> Iterator[ReadySource]:
        """Yield the parts of a source that is read here; some are being made ready meanwhile."""
        ahead: deque[tuple[ReadOutcome, list[Ticket]]] = deque()
        for part in parts:
            outcome = with_languages(part)
            ahead.append((outcome, self._sent(outcome, held, set())))
            while ahead and sum(len(sent) for _, sent in ahead) > self._dispatch().most:
                yield self._completed(*ahead.popleft(), ())
        while ahead:
            yield self._completed(*ahead.popleft(), ())

    def _sent(self, outcome: ReadOutcome, held: Held, made: set[str]) -> list[Ticket]:
        """Have the articles made ready that are not, before what comes later in the run."""
        found = (*outcome.articles, *(outcome.drafts if self._work.drafts else ()))
        wanted = [
            one
            for one in found
            if one.id not in made and len(one.text) <= LONGEST and not is_held(one, held)
        ]
        groups = list(_grouped_articles(wanted))
        sent = [
            self._dispatch().send(ArticlesTask(tuple(one)), _size(one), first=True)
            for one in reversed(groups)
        ]
        return sent[::-1]

    def _completed(
        self, outcome: ReadOutcome, sent: Iterable[Ticket], made: Iterable[ReadyArticle]
    ) -> ReadySource:
        """Return an outcome with its articles ready, and failures for those that were given up."""
        ready = list(made)
        lost: dict[str, Failure] = {}
        for ticket in sent:
            for end in self._dispatch().take(ticket):
                if isinstance(end.task, ArticlesTask):
                    if end.result is None:
                        lost |= {one.id: _given_up(_name(one), end) for one in end.task.articles}
                    else:
                        ready += [one for one in end.result if isinstance(one, ReadyArticle)]
        if lost:
            outcome = replace(
                outcome,
                articles=tuple(one for one in outcome.articles if one.id not in lost),
                drafts=tuple(one for one in outcome.drafts if one.id not in lost),
                failures=(*outcome.failures, *lost.values()),
            )
        return ReadySource(outcome, tuple(ready))


def _of_files(end: Ticket, task: FilesTask) -> Iterator[tuple[Source, ReadySource]]:
    """Yield the files of a task with what came of them."""
    if end.result is None:
        for file in task.files:
            failure = _given_up(str(file.source.path), end)
            yield file.source, ReadySource(ReadOutcome(failures=(failure,)), ())
        return
    for file, ready in zip(task.files, end.result, strict=True):
        if isinstance(ready, ReadySource):
            yield file.source, ready


def _given_up(name: str, end: Ticket) -> Failure:
    what = f"given up: {end.lost}, twice; index it without --ray, split or simplify it"
    return Failure(name, f"{name}: {what}")


def _name(article: Article) -> str:
    return article.info.path or article.info.url or article.id


def _grouped_articles(articles: Iterable[Article]) -> Iterator[list[Article]]:
    group: list[Article] = []
    for one in articles:
        if group and _size(group) + len(one.text) > _TEXT:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _size(articles: Iterable[Article]) -> int:
    return sum(len(one.text) for one in articles)
