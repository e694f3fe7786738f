"""What paths lead to, into the index; files that have not changed are not read again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.indexing.pruning import Gone, refusal
from index.indexing.stamps import stamp_of
from index.indexing.steps import Steps
from index.indexing.writer import Writer
from index.models.embedder import Progress
from index.readers.apart.process import Readers
from index.readers.sources import Failure, ReadOutcome, Skip, Source, iter_sources
from index.store.tables.articles import Known
from index.store.tables.sources import SourceStamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How paths are indexed.

    `prune` also removes articles whose file under them is gone, but not more than half of those
    that came from there unless `even_most`. `drafts` also takes what is not published.
    """

    prune: bool = False
    even_most: bool = False
    drafts: bool = False


class Indexer(Writer):
    """Reads what paths lead to, and writes it to one index; the caller holds the writer's lock."""

    def add_paths(
        self, paths: Sequence[str], wishes: Wishes, progress: Progress | None = None
    ) -> None:
        """Index what `paths` lead to; see `Index.add`."""
        gone = Gone(self._storage, paths)
        self.steps = Steps(_count(paths) if progress else 0, progress)
        with Readers() as readers:
            for found in iter_sources(paths):
                if isinstance(found, Failure):
                    self.failed.append(found)
                elif isinstance(found, Skip):
                    self.skipped.append(found)
                else:
                    self._add_source(found, readers, wishes, gone)
        self.flush()
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

    def _add_source(self, source: Source, readers: Readers, wishes: Wishes, gone: Gone) -> None:
        stamp = stamp_of(source, drafts=wishes.drafts)
        stored = self._storage.articles.of_source(source.key)
        if not wishes.prune and self._is_unchanged(source, stamp, stored):
            self.unchanged += len(stored)
            self.steps.done(1)
            return
        failed = len(self.failed)
        outcome = self._take(readers.read(source), source, wishes)
        if len(self.failed) > failed:
            return
        if stamp is not None and not outcome.drafts:  # else they would be told of only once
            self.stamp(source.key, stamp)
        if wishes.prune and source.path is not None:
            now = {article.id for article in outcome.articles}
            gone.articles += [one for one in stored if one not in now]

    def _is_unchanged(
        self, source: Source, stamp: SourceStamp | None, stored: dict[str, Known]
    ) -> bool:
        if stamp is None or self._storage.sources.stamp(source.key) != stamp:
            return False
        # The file has not changed, but what is stored of it may have: then it is read again.
        return self.are_sound(stored.values())

    def _take(self, outcome: ReadOutcome, source: Source, wishes: Wishes) -> ReadOutcome:
        """Add the articles of a source, and take back what it takes back; return the outcome."""
        outcome = self._published(outcome, wishes)
        self.failed += outcome.failures
        self.skipped += outcome.skipped
        self.remove(outcome.withdrawn)
        self.steps.expect(len(outcome.articles) - 1)
        for article in outcome.articles:
            self.add(article, source.key)
        return outcome

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
