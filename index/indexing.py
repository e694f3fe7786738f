"""Articles into the index, batch by batch; each batch is all there or not at all."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from index.annotations import Annotations
from index.articles.article import LONGEST, Article
from index.articles.passages import Passage
from index.chunking import partition as chunking
from index.models.embedder import Embedder, Progress
from index.models.vectors import Vectors, encode_vectors
from index.readers.apart.process import Readers
from index.readers.sources import Failure, ReadOutcome, Skip, Source, find_sources
from index.store.derivation import entry
from index.store.generations import Generations
from index.store.soundness import is_sound
from index.store.storage import Prepared, Storage
from index.store.tables.articles import Known
from index.store.tables.counters import State
from index.store.tables.sources import SourceStamp

READING = "4"
"""Raise it when readers extract other text or metadata from the same file."""

_BATCH_PASSAGES = 512
_BATCH_ARTICLES = 256
_EMBEDDED_AT_ONCE = 4096

_SETTLED_NS = 2_000_000_000
"""A file changed this recently may change again without a new time of change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What a run did. `articles` and `passages` are those in the index afterwards."""

    added: int
    updated: int
    unchanged: int
    removed: int
    skipped: tuple[Skip, ...]
    failed: tuple[Failure, ...]
    articles: int
    passages: int
    seconds: float

    def to_json(self) -> dict[str, object]:
        """Return the report of the command line's contract."""
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "skipped": [{"path": one.path, "reason": one.reason} for one in self.skipped],
            "failed": [{"path": one.path, "error": one.error} for one in self.failed],
            "articles": self.articles,
            "passages": self.passages,
            "seconds": round(self.seconds, 3),
        }


@dataclass(slots=True)
class _Batch:
    """Articles on their way in, and the files that are done once they are there."""

    articles: list[tuple[Article, str, list[Passage]]] = field(default_factory=list)
    passages: int = 0
    stamps: dict[str, SourceStamp] = field(default_factory=dict)


class _Steps:
    """Counts what has been done, and tells it on."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def expect(self, more: int) -> None:
        self._total += max(more, 0)
        if more < 0:  # a source without articles is a step, too
            self.done(1)

    def done(self, steps: int) -> None:
        self._done += steps
        if self._progress:
            self._progress(self._done, self._total)


class Indexer:
    """Writes to one index; the caller holds the writer's lock.

    Args:
        storage: the truth.
        generations: what is derived from it; made to agree first.
        embedder: called when the first text is to be embedded.
        annotations: what is found in each article once it is stored; None for nothing.
    """

    def __init__(
        self,
        storage: Storage,
        generations: Generations,
        embedder: Callable[[], Embedder],
        annotations: Annotations | None = None,
    ) -> None:
        self._storage = storage
        self._generations = generations
        self._embedder = embedder
        self._annotations = annotations
        self._known = storage.articles.known()
        self._seen: set[str] = set()
        self._batch = _Batch()
        self.added = self.updated = self.unchanged = self.removed = 0
        self.failed: list[Failure] = []
        self.skipped: list[Skip] = []
        self._drafts = False

    def add_paths(
        self, paths: Sequence[str], *, prune: bool, drafts: bool, progress: Progress | None
    ) -> None:
        """Index what `paths` lead to; see `Index.add`."""
        self._drafts = drafts
        with Readers() as readers:
            self._add_paths(paths, readers, prune=prune, progress=progress)

    def _add_paths(
        self, paths: Sequence[str], readers: Readers, *, prune: bool, progress: Progress | None
    ) -> None:
        found = find_sources(paths)
        sources = found.sources
        self.failed += found.failures
        self.skipped += found.skipped
        stamps = {} if prune else self._storage.sources.stamps()
        by_source = self._articles_by_source()
        steps = _Steps(len(sources), progress)
        for source in sources:
            stamp = _stamp(source, drafts=self._drafts)
            stored = by_source.get(source.key, [])
            if stamp is not None and stamps.get(source.key) == stamp and self._are_sound(stored):
                self.unchanged += len(stored)
                steps.done(1)
                continue
            outcome, failed = self._published(readers.read(source)), len(self.failed)
            self.failed += outcome.failures
            self.skipped += outcome.skipped
            steps.expect(len(outcome.articles) - 1)
            for article in outcome.articles:
                self.add(article, source.key)
                steps.done(1)
            if len(self.failed) == failed:
                self._finish(source, stamp, outcome, stored if prune else [])
        self.flush()
        if prune:
            self._prune(paths)
        self.annotate()

    def _published(self, outcome: ReadOutcome) -> ReadOutcome:
        """Return an outcome whose drafts are articles, where they are wanted, or skipped."""
        if not outcome.drafts:
            return outcome
        if self._drafts:
            return replace(outcome, articles=(*outcome.articles, *outcome.drafts), drafts=())
        self.remove([draft.id for draft in outcome.drafts])  # published once, and no longer
        left_out = tuple(
            Skip(draft.info.path or draft.info.url or draft.id, _draft(draft))
            for draft in outcome.drafts
        )
        return replace(outcome, skipped=(*outcome.skipped, *left_out))

    def _articles_by_source(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for article_id, known in self._known.items():
            found.setdefault(known.source, []).append(article_id)
        return found

    def _are_sound(self, ids: Iterable[str]) -> bool:
        # The file has not changed, but what is stored of it may have: then it is read again.
        return all(is_sound(self._storage, self._known[one].row, self._dimension) for one in ids)

    @cached_property
    def _dimension(self) -> int:
        # Asked for once there are articles: it is set then.
        return self._storage.settings.dimension()

    def _finish(
        self, source: Source, stamp: SourceStamp | None, outcome: ReadOutcome, before: list[str]
    ) -> None:
        if stamp is not None and not outcome.drafts:  # else they would be told of only once
            self._batch.stamps[source.key] = stamp
        if source.path is not None:
            now = {article.id for article in outcome.articles}
            self.remove([one for one in before if one not in now])

    def add(self, article: Article, source: str) -> None:
        """Take one article, unless it is there already as it is."""
        problem = self._unstorable(article)
        if problem:
            self.failed.append(Failure(article.info.path or article.id, problem))
            return
        self._seen.add(article.id)
        known = self._known.get(article.id)
        now = (article.content_hash, chunking.FINGERPRINT)
        same = known and (known.content_hash, known.chunking) == now
        if same and self._are_sound([article.id]):
            self.unchanged += 1
            return
        passages = chunking.chunk(article)
        if len(passages) >= _BATCH_PASSAGES:
            self.flush()  # the articles before it do not wait for a whole book
        self._batch.articles.append((article, source, passages))
        self._batch.passages += len(passages)
        if self._batch.passages >= _BATCH_PASSAGES or len(self._batch.articles) >= _BATCH_ARTICLES:
            self.flush()

    def _unstorable(self, article: Article) -> str | None:
        info = article.info
        name = info.path or info.url or info.id
        if article.id in self._seen:
            return (
                f"{name!a}: a second article with the identifier {article.id} in one run; "
                f"the first one is kept"
            )
        if len(article.text) > LONGEST:
            return (
                f"{name}: an article of {len(article.text):,} characters, more than {LONGEST:,}; "
                f"split it into several files"
            )
        try:
            for text in (article.text, *info.to_json().values()):
                (text or "").encode()
        except UnicodeEncodeError:
            return f"{name!a}: the name is not valid Unicode; rename the file"
        return None

    def remove(self, ids: Iterable[str]) -> None:
        """Take articles out."""
        gone = [one for one in dict.fromkeys(ids) if one in self._known]
        if gone:
            self._commit([], gone, {})

    def flush(self) -> None:
        """Embed and store what has been taken so far."""
        batch, self._batch = self._batch, _Batch()
        if not batch.articles:
            if batch.stamps:
                with self._storage.writing():
                    self._storage.sources.put(batch.stamps)
            return
        vectors = self._embed(batch)
        prepared, first = [], 0
        for article, source, passages in batch.articles:
            own = vectors[first : first + len(passages)]
            first += len(passages)
            prepared.append(
                Prepared(
                    article=article,
                    source=source,
                    chunking=chunking.FINGERPRINT,
                    passages=passages,
                    vectors=own,
                )
            )
        self._commit(prepared, [], batch.stamps)
        if self._annotations:  # the articles are safe by now, whatever happens here
            self._annotations.add(article for article, _, _ in batch.articles)

    def annotate(self) -> int:
        """Find again what other rules found in articles, or an interruption lost; say in how many.

        What is found in an article that is indexed now has been stored with it.
        """
        if not self._annotations:
            return 0
        return sum(1 for _ in self._annotations.renew())

    def _embed(self, batch: _Batch) -> Vectors:
        embedder = self._embedder()
        texts = [
            chunking.embedding_text(article, passage)
            for article, _, passages in batch.articles
            for passage in passages
        ]
        if not texts:
            return np.empty((0, embedder.dimension), np.float32)
        # In slices: the tokens of a whole book at once would need gigabytes.
        slices = range(0, len(texts), _EMBEDDED_AT_ONCE)
        return np.concatenate(
            [embedder.embed_passages(texts[at : at + _EMBEDDED_AT_ONCE]) for at in slices]
        )

    def _commit(
        self, prepared: list[Prepared], gone: list[str], stamps: dict[str, SourceStamp]
    ) -> None:
        storage, generations = self._storage, self._generations
        manifest = generations.reconciled()
        old = storage.counters.state()
        first_article = old.last_article + 1
        first = max(old.last_passage, manifest.last_row) + 1
        firsts = first + np.cumsum([0, *(len(one.passages) for one in prepared)])
        state = State(
            generation=max(old.generation, manifest.generation) + 1,
            last_article=old.last_article + len(prepared),
            last_passage=int(firsts[-1]) - 1,
        )
        replaced = [one.article.id for one in prepared if one.article.id in self._known]
        leaving = [self._known[one].row for one in (*replaced, *gone)]
        dead = storage.passages.rows(leaving)
        entries = [
            entry(int(firsts[at]) + number, first_article + at, one.article, passage)
            for at, one in enumerate(prepared)
            for number, passage in enumerate(one.passages)
        ]
        codes = [
            np.frombuffer(encode_vectors(one.vectors), "<f2").reshape(one.vectors.shape)
            for one in prepared
        ]
        rows = np.arange(first, state.last_passage + 1, dtype=np.int64)
        generations.grow(state, rows, np.concatenate(codes) if codes else None, entries)
        with storage.writing():
            storage.sources.forget(leaving if gone else [])
            storage.articles.delete(leaving)
            for at, one in enumerate(prepared):
                storage.insert(first_article + at, int(firsts[at]), one)
            storage.sources.put(stamps)
            storage.counters.set(state)
        self._count(prepared, gone, first_article)
        generations.settle(dead)

    def _count(self, prepared: list[Prepared], gone: list[str], first_article: int) -> None:
        for at, one in enumerate(prepared):
            article = one.article
            if article.id in self._known:
                self.updated += 1
            else:
                self.added += 1
            self._known[article.id] = Known(
                first_article + at, one.source, article.content_hash, one.chunking
            )
        for article_id in gone:
            del self._known[article_id]
        self.removed += len(gone)

    def _prune(self, paths: Sequence[str]) -> None:
        folders = [os.path.abspath(Path(path).expanduser()) for path in paths]
        self.remove(
            [
                article_id
                for article_id, known in self._known.items()
                if any(_is_under(known.source, folder) for folder in folders)
                and _is_gone(known.source)
            ]
        )

    def report(self, started: float) -> IndexReport:
        """Return what was done since `started` (of `time.perf_counter`)."""
        storage = self._storage
        return IndexReport(
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            removed=self.removed,
            skipped=tuple(self.skipped),
            failed=tuple(self.failed),
            articles=storage.articles.count(),
            passages=storage.passages.count(),
            seconds=time.perf_counter() - started,
        )


def _draft(article: Article) -> str:
    return f"“{article.info.title}” is not published; --drafts takes it all the same"


def _stamp(source: Source, *, drafts: bool = False) -> SourceStamp | None:
    """Return what the file looks like, or None where that says nothing about its content."""
    if source.path is None:
        return None
    try:
        found = source.path.stat()
    except OSError:
        return None
    if time.time_ns() - found.st_mtime_ns < _SETTLED_NS:
        return None
    reading = f"{READING}{'|drafts' if drafts else ''}|{chunking.FINGERPRINT}"
    return SourceStamp(found.st_size, found.st_mtime_ns, reading)


def _is_under(key: str, folder: str) -> bool:
    return key == folder or key.startswith(folder.rstrip(os.sep) + os.sep)


def _is_gone(path: str) -> bool:
    # Only what certainly is not there: a folder that may not be looked into loses nothing, and what
    # lies in an archive is there as long as that is.
    archive, _, member = path.partition("!/")
    if member and not _is_gone(archive):
        return False
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False
