"""Index: articles in, hits out. What everything outside this package uses."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.annotations import Annotator, Teller
from index.articles.article import Article
from index.articles.details.corrections import Change
from index.details import Details
from index.errors import IndexProblem
from index.indexing.indexer import Indexer, Wishes
from index.indexing.refreshing import bring_all, joined, parted_by_due, store
from index.indexing.report import IndexReport
from index.indexing.work import SourceReader
from index.library.named_collections import CollectionChanges, checked_name
from index.library.removals import Removals
from index.models.embedder import Embedder, Progress
from index.opened.reading import ReadableIndex
from index.readers.fetch.polite import INTERVAL, Polite
from index.readers.fields.mapping import ColumnMap
from index.search.engines import Engines
from index.store.damage import unwritable
from index.store.files.originals import Originals
from index.store.files.synced_files import make_index_folder

if TYPE_CHECKING:
    from index.remote.status import Follows
    from index.search.milvus.address import MilvusAddress
    from index.verification import VerifyReport


class Index(ReadableIndex):
    """One index folder. Safe to share among threads; close it, or use it in a `with`.

    >>> with Index.open("articles.index", create=True) as index:  # doctest: +SKIP
    ...     index.add(["articles/"])
    ...     index.search("Who opposed the treaty?", k=3)
    """

    def __init__(
        self,
        folder: Path,
        *,
        embedding_model: str | None,
        embedder: Embedder | None,
        annotator: Annotator | None = None,
        engines: Engines | None = None,
        interval: float = INTERVAL,
        milvus: "MilvusAddress | None" = None,
        follows: "Follows" = "first",
    ) -> None:
        super().__init__(
            folder,
            embedding_model=embedding_model,
            embedder=embedder,
            engines=engines,
            milvus=milvus,
            follows=follows,
        )
        self._interval = interval
        self._annotator = annotator

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        embedding_model: str | None = None,
        create: bool = False,
        embedder: Embedder | None = None,
        annotator: Annotator | None = None,
        engines: Engines | None = None,
        interval: float = INTERVAL,
        damaged: bool = False,
        milvus: "MilvusAddress | None" = None,
        follows: "Follows" = "first",
    ) -> "Index":
        """Open the index in `folder`; cheap, nothing is loaded before it is needed.

        Args:
            folder: of the index.
            embedding_model: name or folder of a sentence-transformers model; None for the one the
                index was made with, or the built-in one for a new index.
            create: make an empty index where there is none.
            embedder: used instead of opening one.
            annotator: finds what is stored beside each article once it is indexed; what other rules
                found is found again at the next indexing or `verify --repair`.
            engines: what keeps and searches vectors and words; None for FAISS and tantivy. What
                others derived from the articles is derived anew.
            interval: seconds between two requests to a host when lists of pages are followed.
            damaged: open it whatever its state, for `verify`.
            milvus: a Milvus that has the passages, too, and is searched where it can be; made and
                brought up to date as is needed (docs/milvus.md).
            follows: how Milvus is brought up to date (`index.remote.status`).

        Raises:
            IndexProblem: there is no index, or it cannot be read.
            IndexDamaged: its database is damaged, or missing though files made from it are there.
            IndexMismatch: the index was made with another model, or by a newer version.
        """
        where = Path(folder).expanduser().absolute()
        if not create and not cls.exists(where):
            raise IndexProblem(f"There is no index at {where}. Make one: pullquote index PATH")
        make_index_folder(where)
        index = cls(
            where,
            embedding_model=embedding_model,
            embedder=embedder,
            annotator=annotator,
            engines=engines,
            interval=interval,
            milvus=milvus,
            follows=follows,
        )
        if not damaged:
            index._model.check_name()
        return index

    # Writing

    def add(
        self,
        paths: Sequence[str],
        *,
        prune: bool = False,
        even_most: bool = False,
        drafts: bool = False,
        follow: bool = False,
        progress: Progress | None = None,
        columns: ColumnMap = (),
        collections: Iterable[str] = (),
        workers: SourceReader | None = None,
    ) -> IndexReport:
        """Add or update the articles in files and folders; skip those that have not changed.

        Articles are stored in batches, each one transaction: whenever the run ends, and however,
        what was stored stays and the rest is as before.

        Args:
            paths: files and folders.
            prune: also remove articles whose file under `paths` is gone. Where these are more than
                half of those from there, none is, and the report has a failure that says so.
            even_most: let `prune` remove more than half.
            drafts: also take those that their source says are not published.
            follow: also fetch the pages that feeds and sitemaps among the files lead to; those of
                a sitemap that is named by its address are fetched in any case.
            progress: called with (done, in all), counting articles that are stored with what is
                found in them, and files that gave none.
            columns: of tables, named for fields; a file read with others before is read again.
            collections: where what is met is afterwards, and nowhere else; left out, it stays where
                it is, and what is new is in the default one.
            workers: read and embed in place of this process (`index.cluster.workers.Workers`); what
                is stored is the same.

        Raises:
            IndexLocked: somebody else is writing.
            ClusterError: the cluster of `workers` cannot be used.
            IndexProblem: the index cannot be written to, for want of room or otherwise.
            UsageError: what cannot name a collection.
        """
        started = time.perf_counter()
        wishes = Wishes(
            prune=prune,
            even_most=even_most,
            drafts=drafts,
            follow=follow,
            columns=columns,
            collections=tuple(map(checked_name, collections)),
        )
        with self._indexer() as indexer:
            indexer.add_paths(paths, wishes, Polite(self._interval), progress, workers)
            return indexer.report(started)

    def refresh(self, *, now: bool = False, progress: Progress | None = None) -> IndexReport:
        """Look at the subscriptions again, and add or update what they have; raises like `add`.

        The index is written to once all that a subscription leads to is here.

        Args:
            now: also look at those that were looked at a moment ago.
            progress: called with (done, in all), counting subscriptions.
        """
        started = time.perf_counter()
        due, waiting = parted_by_due(self.subscriptions.all(), now=now)
        reports = []
        for brought in bring_all(due, self._storage, progress, Polite(self._interval)):
            with self._indexer() as indexer:
                store(brought, indexer)
                reports.append(indexer.report(started))
        return joined(reports, waiting, self._totals(started))

    def _totals(self, started: float) -> IndexReport:
        return IndexReport(
            articles=self.article_count,
            passages=self.passage_count,
            seconds=time.perf_counter() - started,
        )

    def prune(
        self, roots: Sequence[str], paths: Sequence[str], *, even_most: bool = False
    ) -> IndexReport:
        """Remove the articles of files that are gone: those that are one of `paths` or below it.

        More than half of what came from below `roots` is removed only with `even_most`; raises and
        reports like `add`.
        """
        started = time.perf_counter()
        with self._indexer() as indexer:
            indexer.prune(roots, paths, even_most=even_most)
            return indexer.report(started)

    def add_articles(
        self,
        articles: Iterable[Article],
        *,
        corrections: Iterable[Change] | None = None,
        editor: str = "",
        collections: Iterable[str] = (),
    ) -> IndexReport:
        """Add or update articles that a program made; raises like `add`.

        Where `corrections` are given, they are what `editor` says of these articles, in place of
        what was said before. `collections` are as for `add`.
        """
        started = time.perf_counter()
        said = None if corrections is None else {one.article: one for one in corrections}
        places = tuple(map(checked_name, collections))
        with self._indexer() as indexer:
            indexer.placing.collections = places
            for article in articles:
                source = article.info.path or article.info.url or article.id
                if said is None:
                    indexer.add(article, source)
                else:
                    change = said.get(article.id, Change(article=article.id))
                    indexer.add_as_new(article, source, change, editor)
            indexer.flush()
            indexer.placing.place()
            indexer.annotate()
            return indexer.report(started)

    def remove(self, ids: Iterable[str]) -> int:
        """Take articles out, all or none; return how many.

        Raises:
            UnknownArticle: one of `ids` is not in the index.
        """
        wanted = list(dict.fromkeys(ids))
        with self._indexer() as indexer:
            for article_id in wanted:
                self._storage.articles.row_known(article_id)
            indexer.remove(wanted)
            Originals(self.folder).release(wanted)
            return indexer.removed

    @contextmanager
    def _indexer(self) -> Iterator[Indexer]:
        try:
            with (
                self.using(),
                self._generations.writer(),
                Indexer(
                    self._storage,
                    self._generations,
                    self._model.for_writing,
                    self.annotations(self._annotator) if self._annotator else None,
                ) as indexer,
            ):
                yield indexer
        except OSError as error:
            raise unwritable(self.folder, error) from error

    @property
    def details(self) -> Details:
        """The metadata of articles: what is missing or doubtful, and how it is corrected."""
        return Details(self._storage, self._indexer)

    @property
    def removals(self) -> Removals:
        """What was taken out and can be brought back, and taking out what can."""
        return Removals(self._storage, self._indexer)

    @property
    def collection_changes(self) -> CollectionChanges:
        """Moving articles among collections, renaming these, and taking empty ones away."""
        return CollectionChanges(self._storage, self._indexer)

    # Soundness

    def verify(self, *, repair: bool = False) -> "VerifyReport":
        """Read everything again and say what is wrong; see `index.verification.verify`."""
        from index.verification import verify

        opening = self._indexer if repair else None
        annotator = self._annotator
        tellings = self.tellings(annotator) if isinstance(annotator, Teller) else None
        try:
            with self.using():
                return verify(self._storage, self._generations, opening, self.remote, tellings)
        except OSError as error:
            raise unwritable(self.folder, error) from error
