"""Articles into the store, batch by batch; each batch is all there or not at all."""

import datetime
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np

from index.annotations import Annotations
from index.articles.article import LONGEST, Article
from index.articles.details.corrections import Change
from index.chunking import partition as chunking
from index.correcting import Corrector
from index.indexing.leaving import keep_removed, keep_versions
from index.indexing.placing import Placing
from index.indexing.preparing import Batch, Taken, prepared
from index.indexing.read_marks import ReadMarks
from index.indexing.report import IndexReport
from index.indexing.steps import Steps
from index.language.detection import with_language
from index.models.embedder import Embedder
from index.models.vectors import encode_vectors
from index.near_copies import sign
from index.readers.sources import Failure, Skip
from index.search.near_copies import RULES as SIGNATURE_RULES
from index.search.near_copies import signature
from index.store.derivation import entry
from index.store.generations import Generations
from index.store.soundness import is_sound
from index.store.storage import Storage
from index.store.tables.articles import Known
from index.store.tables.counters import State
from index.store.tables.listing import RULES as LIST_RULES
from index.store.tables.removed import Removal, Removed
from index.store.tables.sources import SourceStamp
from index.store.tables.subscriptions import Fetch

_BATCH_PASSAGES = 512
_BATCH_ARTICLES = 256


class Writer:
    """Writes to one index; the caller holds the writer's lock.

    What it keeps in memory does not grow with the index but for eight bytes an article of the run.

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
        self.placing = Placing(storage, generations)
        self._seen: set[int] = set()
        self._batch = Batch()
        self._corrector = Corrector(storage)
        self.steps = Steps()
        self.added = self.updated = self.unchanged = self.removed = 0
        self.failed: list[Failure] = []
        self.skipped: list[Skip] = []

    def add(self, article: Article, source: str) -> None:
        """Take one article, unless it is there already as it is."""
        article = with_language(article)
        problem = self._unstorable(article)
        if problem:
            self.failed.append(Failure(article.info.path or article.id, problem))
            self.steps.done(1)
            return
        self._seen.add(hash(article.id))
        article = self._corrector.applied(article)
        known = self._storage.articles.known(article.id)
        now = (article.content_hash, chunking.FINGERPRINT)
        same = known and (known.content_hash, known.chunking) == now
        if known and same and self.are_sound([known]):
            self.placing.stays([known])
            self.unchanged += 1
            self.steps.done(1)
            return
        passages = chunking.chunk(article)
        if len(passages) >= _BATCH_PASSAGES:
            self.flush()  # the articles before it do not wait for a whole book
        self._batch.articles.append(Taken(article, source, passages, known))
        self._batch.passages += len(passages)
        if self._batch.passages >= _BATCH_PASSAGES or len(self._batch.articles) >= _BATCH_ARTICLES:
            self.flush()

    def correct(self, changes: Iterable[Change], editor: str) -> None:
        """Change metadata of articles of the index, as `editor` says; each of them is there."""
        for change in changes:
            row = self._storage.articles.row_of(change.article)
            stored = None if row is None else self._storage.articles.at([row]).get(row)
            if row is None or stored is None:
                continue
            article = self._corrector.as_read(stored)
            self._corrector.change(article, change, editor)
            self._seen.discard(hash(change.article))
            self.add(article, self._storage.articles.origin(row)[0])
        self.flush()

    def add_as_new(self, article: Article, source: str, change: Change, editor: str) -> None:
        """Take an article with what an editor said of it, in place of what was said before."""
        self._corrector.start_anew(article.id)
        self._corrector.change(article, change, editor)
        self.add(article, source)

    def are_sound(self, articles: Iterable[Known]) -> bool:
        """Tell whether what is stored of articles is as it was stored."""
        return all(is_sound(self._storage, known.row, self._dimension) for known in articles)

    @cached_property
    def _dimension(self) -> int:
        # Asked for once there are articles: it is set then.
        return self._storage.settings.dimension()

    def _unstorable(self, article: Article) -> str | None:
        info = article.info
        name = info.path or info.url or info.id
        if hash(article.id) in self._seen:
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
            for text in (article.text, *info.texts()):
                text.encode()
        except UnicodeEncodeError:
            return f"{name!a}: the name is not valid Unicode; rename the file"
        return None

    def stamp(self, key: str, stamp: SourceStamp) -> None:
        """Have a file taken for read once the articles taken before are stored."""
        self._batch.stamps[key] = stamp

    def note(self, fetch: Fetch) -> None:
        """Have what is known of an address stored with the articles taken before."""
        self._batch.fetches.append(fetch)

    def remove(self, ids: Iterable[str], removal: Removal | None = None) -> None:
        """Take articles out, with the versions before them.

        With `removal` they are kept with it, and their versions, to be brought back.
        """
        known = {one: self._storage.articles.known(one) for one in dict.fromkeys(ids)}
        gone = {name: one for name, one in known.items() if one is not None}
        if gone:
            self._commit(Batch(), gone, removal)

    def bring_back(self, removed: Iterable[Removed]) -> list[str]:
        """Take articles again that were taken out; return those that are there already."""
        there = []
        for one in removed:
            if self._storage.articles.known(one.article.id):
                there.append(one.article.id)
                continue
            passages = chunking.chunk(one.article)
            self._batch.articles.append(Taken(one.article, one.source, passages, None, one))
            if len(self._batch.articles) >= _BATCH_ARTICLES:
                self.flush()
        self.flush()
        return there

    def flush(self) -> None:
        """Embed and store what has been taken so far."""
        batch, self._batch = self._batch, Batch()
        if not batch.articles:
            if batch.stamps or batch.fetches or self._corrector.waits:
                with self._storage.writing():
                    self._put_notes(batch)
                self._corrector.stored()
            return
        self._commit(batch, {})
        if self._annotations:  # the articles are safe by now, whatever happens here
            self._annotations.add(taken.article for taken in batch.articles)
        self.steps.done(len(batch.articles))

    def _put_notes(self, batch: Batch) -> None:
        self._storage.sources.put(batch.stamps)
        self._storage.fetches.put(batch.fetches)
        self._corrector.store()

    def annotate(self) -> int:
        """Find again what other rules found in articles, or an interruption lost; say in how many.

        What is found in an article that is indexed now has been stored with it.
        """
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        storage, marks = self._storage, ReadMarks(self._storage)
        storage.list_again(storage.listing.unlisted(today, marks.after("list", LIST_RULES)))
        unsigned = storage.near_copies.unread(marks.after("near copies", SIGNATURE_RULES))
        self.steps.expect(len(unsigned))
        for signed in sign(storage, unsigned):
            self.steps.done(signed)
        read = {"list": LIST_RULES, "near copies": SIGNATURE_RULES}
        count = 0
        if self._annotations:
            rules = self._annotations.rules
            after = marks.after("statements", rules)
            self.steps.expect(len(self._annotations.unread(after=after)))
            for _ in self._annotations.renew(after=after):
                count += 1
                self.steps.done(1)
            if not count or not self._annotations.unread(after=after):
                read["statements"] = rules
        marks.move(read)
        return count

    def _commit(self, batch: Batch, gone: dict[str, Known], removal: Removal | None = None) -> None:
        storage, generations, taken = self._storage, self._generations, batch.articles
        ready = prepared(storage, self._embedder, taken) if taken else []
        manifest = generations.reconciled()
        old = storage.counters.state()
        first_article = old.last_article + 1
        first = max(old.last_passage, manifest.last_row) + 1
        firsts = first + np.cumsum([0, *(len(one.passages) for one in ready)])
        state = State(
            generation=max(old.generation, manifest.generation) + 1,
            last_article=old.last_article + len(ready),
            last_passage=int(firsts[-1]) - 1,
        )
        replaced = [one.known.row for one in taken if one.known]
        leaving = [*replaced, *(known.row for known in gone.values())]
        dead = storage.passages.rows(leaving)
        entries = [
            entry(int(firsts[at]) + number, first_article + at, one.article, passage)
            for at, one in enumerate(ready)
            for number, passage in enumerate(one.passages)
        ]
        codes = [
            np.frombuffer(encode_vectors(one.vectors), "<f2").reshape(one.vectors.shape)
            for one in ready
        ]
        rows = np.arange(first, state.last_passage + 1, dtype=np.int64)
        generations.grow(state, rows, np.concatenate(codes) if codes else None, entries)
        signatures = [signature(one.article.text) for one in ready]
        with storage.writing():
            storage.sources.forget(leaving if gone else [])
            keep_versions(storage, taken)
            keep_removed(storage, gone, removal)
            self._carry_judgements(taken)
            storage.memberships.remember(leaving)
            storage.articles.delete(leaving)
            for at, one in enumerate(ready):
                storage.insert(first_article + at, int(firsts[at]), one, self.placing.collections)
                storage.near_copies.put(first_article + at, signatures[at])
            storage.removed.drop([one.removed.number for one in taken if one.removed])
            self._put_notes(batch)
            storage.counters.set(state)
        self._corrector.stored()
        self.updated += len(replaced)
        self.added += len(taken) - len(replaced)
        self.removed += len(gone)
        generations.settle(dead)

    def _carry_judgements(self, taken: Sequence[Taken]) -> None:
        """Let what was said of articles hold where their text stays; call in the transaction."""
        for one in taken:
            if one.known:
                self._storage.judgements.carry(one.article, one.known.content_hash)

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
