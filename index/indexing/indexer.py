"""What paths lead to, into the index; files that have not changed are not read again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.indexing.addresses import Addresses, Got
from index.indexing.batches.ready import ReadySource
from index.indexing.links import left, wanted_links
from index.indexing.pruning import Gone, refusal
from index.indexing.stamps import stamp_of
from index.indexing.steps import Steps
from index.indexing.work import ReadHere, SourceReader, Work
from index.indexing.writer import Writer
from index.models.embedder import Progress
from index.readers.apart.process import Readers
from index.readers.fetch.polite import Polite
from index.readers.fields.mapping import ColumnMap
from index.readers.sources import Failure, Link, ReadOutcome, Skip, Source, iter_sources
from index.store.tables.articles import Known
from index.store.tables.sources import SourceStamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How paths are indexed.

    `prune` also removes articles whose file under them is gone, but not more than half of those
    that came from there unless `even_most`. `drafts` also takes what is not published. `follow`
    also fetches the pages that files list, and those of items that show a part of their text.
    `columns` of tables are those named for fields. What is met is in `collections` afterwards, and
    in no other; without them it stays where it is, and what is new is in the default one.
    """

    prune: bool = False
    even_most: bool = False
    drafts: bool = False
    follow: bool = False
    columns: ColumnMap = ()
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """How sources are read in one run, and what has gone from them.

    `looks` are the stamps of those that are read now, by key.
    """

    addresses: Addresses
    wishes: Wishes
    gone: Gone
    looks: dict[str, SourceStamp | None] = field(default_factory=dict)


class Indexer(Writer):
    """Reads what paths lead to, and writes it to one index; the caller holds the writer's lock."""

    def add_paths(
        self,
        paths: Sequence[str],
        wishes: Wishes,
        polite: Polite,
        progress: Progress | None = None,
        reader: SourceReader | None = None,
    ) -> None:
        """Index what `paths` lead to; see `Index.add`. `polite` fetches the pages of lists."""
        self.placing.collections = wishes.collections
        gone = Gone(self._storage, paths)
        self.steps = Steps(_count(paths) if progress else 0, progress)
        with (
            Readers() as readers,
            Addresses(self._storage, readers, polite, drafts=wishes.drafts) as addresses,
        ):
            way = _Way(addresses, wishes, gone)
            work = self._work(readers, wishes)
            for source, parts in (reader or ReadHere()).read_all(self._changed(paths, way), work):
                self._add_source(source, parts, way)
            self.skipped += addresses.skipped
        self.flush()
        self.placing.place()
        if wishes.prune:
            gone.look()
            self._prune(gone, even_most=wishes.even_most)
        self.annotate()

    def prune(self, roots: Sequence[str], paths: Sequence[str], *, even_most: bool) -> None:
        """Remove the articles of files below `paths` that are gone; see `Index.prune`."""
        gone = Gone(self._storage, roots)
        gone.look(paths)
        self._prune(gone, even_most=even_most)

    def _prune(self, gone: Gone, *, even_most: bool) -> None:
        refused = None if even_most else refusal(gone)
        if refused:
            self.failed.append(refused)
        else:
            self.remove(gone.articles)

    def _work(self, readers: Readers, wishes: Wishes) -> Work:
        return Work(
            readers=readers,
            embedder=self._embedder,
            annotator=self._annotations.annotator if self._annotations else None,
            held=self._storage.articles.of_source,
            drafts=wishes.drafts,
        )

    def _changed(self, paths: Sequence[str], way: _Way) -> Iterator[Source]:
        """Yield the sources that must be read, and count what need not be."""
        wishes = way.wishes
        for found in iter_sources(paths):
            if isinstance(found, Failure):
                self.failed.append(found)
            elif isinstance(found, Skip):
                self.skipped.append(found)
            else:
                look = stamp_of(found, wishes.columns, drafts=wishes.drafts, follow=wishes.follow)
                stored = self._storage.articles.of_source(found.key)
                if not wishes.prune and self._is_unchanged(found, look, stored):
                    self.placing.stays(stored.values())
                    self.unchanged += len(stored)
                    self.steps.done(1)
                else:
                    way.looks[found.key] = look
                    yield replace(found, columns=wishes.columns)

    def _add_source(self, source: Source, parts: Iterable[ReadySource], way: _Way) -> None:
        """Add what comes of a source, part after part; of one that failed what was there stays."""
        wishes, failed = way.wishes, len(self.failed)
        # A file that is replaced while its folder is walked may be met twice.
        look = way.looks.pop(source.key, None)
        now: set[str] = set()
        for number, ready in enumerate(parts):
            outcome = ready.outcome
            self.offer(ready.articles)
            self.steps.expect(1 if number else 0)  # a source is one step, each part counts one
            links = wanted_links(outcome, source, follow=wishes.follow)
            self.skipped += left(outcome, source, links)
            pages = way.addresses.follow(links, source.url)
            self.take_followed(outcome, source, links, pages, wishes)
            if outcome.links or (outcome.drafts and not wishes.drafts):
                look = None  # else they would be told of only once
            if wishes.prune:
                now.update(one.id for one in outcome.articles)
                now.update(one.id for one in (outcome.drafts if wishes.drafts else ()))
        if len(self.failed) > failed:
            return
        if look is not None:
            self.stamp(source.key, look)
        if wishes.prune and source.path is not None:
            stored = self._storage.articles.of_source(source.key)
            way.gone.articles += [one for one in stored if one not in now]

    def _is_unchanged(
        self, source: Source, stamp: SourceStamp | None, stored: dict[str, Known]
    ) -> bool:
        if stamp is None or self._storage.sources.stamp(source.key) != stamp:
            return False
        # The file has not changed, but what is stored of it may have: then it is read again.
        return self.are_sound(stored.values())

    def take_followed(
        self,
        outcome: ReadOutcome,
        source: Source,
        links: Sequence[Link],
        pages: Iterable[Got],
        wishes: Wishes,
    ) -> None:
        """Add the articles of a source and of the pages that its links lead to.

        An article that shows a part of its page is taken only where the page cannot be.
        """
        parts = {link.url for link in links if link.kind == "teaser"}
        teasers = {one.info.url: one for one in outcome.articles if one.info.url in parts}
        whole = tuple(one for one in outcome.articles if one.info.url not in teasers)
        self.take(replace(outcome, articles=whole), source, wishes)
        self.steps.expect(len(links))
        for got in pages:
            is_read = got.outcome is None or bool(got.outcome.articles)
            if is_read and got.source.url in teasers:
                self.remove([teasers.pop(got.source.url).id])
            self.take_address(got, wishes)
        for teaser in teasers.values():
            self.add(teaser, source.key)

    def take_address(self, got: Got, wishes: Wishes) -> None:
        """Add what came of an address, and note when it was asked for."""
        if got.outcome is None:
            stored = self._storage.articles.of_source(got.source.key)
            self.placing.stays(stored.values())
            self.unchanged += len(stored)
            self.steps.done(1)
        else:
            self.take(got.outcome, got.source, wishes)
        if got.fetch.url:
            self.note(got.fetch)

    def take(self, outcome: ReadOutcome, source: Source, wishes: Wishes) -> None:
        """Add the articles of a source, and take back what it takes back."""
        outcome = self._published(outcome, wishes)
        self.failed += outcome.failures
        self.skipped += outcome.skipped
        self.remove(outcome.withdrawn)
        self.steps.expect(len(outcome.articles) - 1)
        for article in outcome.articles:
            self.add(article, source.key)

    def _published(self, outcome: ReadOutcome, wishes: Wishes) -> ReadOutcome:
        """Return an outcome whose drafts are articles, where they are wanted, or skipped."""
        if not outcome.drafts:
            return outcome
        if wishes.drafts:
            return replace(outcome, articles=(*outcome.articles, *outcome.drafts), drafts=())
        self.remove([draft.id for draft in outcome.drafts])  # published once, and no longer
        left_out = tuple(
            Skip(
                draft.info.path or draft.info.url or draft.id,
                f"“{draft.info.title}” is not published; --drafts takes it all the same",
            )
            for draft in outcome.drafts
        )
        return replace(outcome, skipped=(*outcome.skipped, *left_out))


def _count(paths: Sequence[str]) -> int:
    return sum(1 for found in iter_sources(paths) if isinstance(found, Source))
