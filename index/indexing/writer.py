"""Articles into the store, batch by batch; each batch is all there or not at all.

What needs the index is done by the thread that writes, in one order: what is there is looked up as
articles come, and batches are stored as they were filled. What does not (embedding above all) is
done beside it, while the next articles are read and those before are stored and looked through.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Self

from index.annotations import Annotations
from index.articles.article import LONGEST, Article
from index.articles.details.corrections import Change
from index.chunking import partition as chunking
from index.correcting import Corrector
from index.indexing.batches.committing import Committer
from index.indexing.batches.filling import Batches
from index.indexing.batches.preparing import Batch, Signed, Taken
from index.indexing.batches.ready import ReadyArticle, made_with
from index.indexing.placing import Placing
from index.indexing.renewing import renew
from index.indexing.report import IndexReport
from index.indexing.steps import Steps
from index.language.detection import with_language
from index.models.embedder import Embedder
from index.readers.sources import Failure, Skip
from index.store.generations import Generations
from index.store.soundness import is_sound
from index.store.storage import Storage
from index.store.tables.articles import Known
from index.store.tables.removed import Removal, Removed
from index.store.tables.sources import SourceStamp
from index.store.tables.subscriptions import Fetch

_BATCH_PASSAGES = 512
_BATCH_ARTICLES = 256


class Writer:
    """Writes to one index; the caller holds the writer's lock, and uses it in a `with`.

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
        annotator = annotations.annotator if annotations else None
        self._batches = Batches(storage, embedder, annotator, self._store)
        self.placing = Placing(storage, generations)
        self._committer = Committer(storage, generations, self.placing)
        self._seen: set[int] = set()
        self._offered: dict[str, ReadyArticle] = {}
        self._corrector = Corrector(storage)
        self.steps = Steps()
        self.added = self.updated = self.unchanged = self.removed = 0
        self.failed: list[Failure] = []
        self.skipped: list[Skip] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Store what was sent, unless somebody will not wait: then what is embedded already."""
        self._batches.close(waits=kind is None or issubclass(kind, Exception))

    def offer(self, ready: Iterable[ReadyArticle]) -> None:
        """Use what was made of articles elsewhere, where these are the next to be added.

        What was made otherwise than it would be here is made again.
        """
        self._offered = {one.article.id: one for one in ready}

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
        known = self._known(article.id)
        now = (article.content_hash, chunking.FINGERPRINT)
        same = known and (known.content_hash, known.chunking) == now
        if known and same and self.are_sound([known]):
            self.placing.stays([known])
            self.unchanged += 1
            self.steps.done(1)
            return
        ready = self._ready(article)
        passages = ready.passages if ready else chunking.chunk(article)
        if len(passages) >= _BATCH_PASSAGES:
            self._send()
            self._batches.settle()  # the articles before it do not wait for a whole book
        self._take(Taken(article, source, passages, known, ready=ready))

    def _take(self, taken: Taken) -> None:
        self._batches.take(taken)
        batch = self._batches.open
        if batch.passages >= _BATCH_PASSAGES or len(batch.articles) >= _BATCH_ARTICLES:
            self._send()

    def _send(self) -> None:
        self._batches.open.corrections |= self._corrector.taken()
        self._batches.send()

    def _known(self, article_id: str) -> Known | None:
        """Return what is stored of an article, once all that was sent of it is stored."""
        self._batches.settle_for(article_id)
        return self._storage.articles.known(article_id)

    def _ready(self, article: Article) -> ReadyArticle | None:
        """Return what was made of an article elsewhere, where it would be made the same here."""
        ready = self._offered.pop(article.id, None)
        if ready is None or ready.made_with != made_with(self._embedder()):
            return None
        # An editor may have said otherwise than its reader.
        return ready if ready.article.content_hash == article.content_hash else None

    def correct(self, changes: Iterable[Change], editor: str) -> None:
        """Change metadata of articles of the index, as `editor` says; each of them is there."""
        for change in changes:
            known = self._known(change.article)
            row = None if known is None else known.row
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
        self._batches.open.stamps[key] = stamp

    def note(self, fetch: Fetch) -> None:
        """Have what is known of an address stored with the articles taken before."""
        self._batches.open.fetches.append(fetch)

    def remove(self, ids: Iterable[str], removal: Removal | None = None) -> None:
        """Take articles out, with the versions before them.

        With `removal` they are kept with it, and their versions, to be brought back.
        """
        self._batches.settle()
        known = {one: self._storage.articles.known(one) for one in dict.fromkeys(ids)}
        gone = {name: one for name, one in known.items() if one is not None}
        if gone:
            self._commit(Batch(), [], gone, removal)

    def bring_back(self, removed: Iterable[Removed]) -> list[str]:
        """Take articles again that were taken out; return those that are there already."""
        there = []
        for one in removed:
            if self._known(one.article.id):
                there.append(one.article.id)
                continue
            passages = chunking.chunk(one.article)
            self._take(Taken(one.article, one.source, passages, None, one))
        self.flush()
        return there

    def flush(self) -> None:
        """Embed and store what has been taken so far."""
        self._batches.open.corrections |= self._corrector.taken()
        self._batches.flush()

    def _store(self, batch: Batch, ready: Sequence[Signed]) -> None:
        if not batch.articles:
            if batch.has_notes:
                self._committer.put_notes(batch)
            return
        self._commit(batch, ready, {})
        if self._annotations:  # the articles are safe by now, whatever happens here
            self._annotations.add((one.prepared.article, one.found) for one in ready)
        self.steps.done(len(batch.articles))

    def annotate(self) -> int:
        """Find again what other rules found in articles; see `index.indexing.renewing.renew`."""
        return renew(self._storage, self._annotations, self.steps)

    def _commit(
        self,
        batch: Batch,
        signed: Sequence[Signed],
        gone: dict[str, Known],
        removal: Removal | None = None,
    ) -> None:
        self._committer.commit(batch, signed, gone, removal)
        updated = sum(1 for one in batch.articles if one.known)
        self.updated += updated
        self.added += len(batch.articles) - updated
        self.removed += len(gone)

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
