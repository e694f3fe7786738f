"""Index: articles in, hits out. What everything outside this package uses."""

import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.annotations import Annotations, Annotator
from index.articles.article import Article, ArticleInfo
from index.articles.details.corrections import Change
from index.articles.passages import Filters, Hit, Passage
from index.chunking import partition as chunking
from index.details import Details
from index.errors import ArticleDamaged, IndexDamaged, IndexMismatch, IndexProblem, UnknownArticle
from index.indexing.indexer import Indexer, Wishes
from index.indexing.refreshing import bring, joined, parted_by_due, store
from index.indexing.report import IndexReport
from index.judgements import Judgements
from index.library.listing import Library
from index.library.removals import Removals
from index.models.embedder import Embedder, Progress
from index.models.embedding import open_embedder
from index.models.vectors import Vectors
from index.near_copies import near_copies
from index.question_vectors import QuestionVectors
from index.readers.fetch.polite import INTERVAL, Polite
from index.readers.fields.mapping import ColumnMap
from index.retrieval import Retriever
from index.search.engines import Engines, built_in_engines
from index.store.damage import EMBED, full_disk, renewal
from index.store.database import DERIVED, FILE
from index.store.generations import Generations
from index.store.integrity import damaged_articles
from index.store.originals import Originals
from index.store.storage import Storage
from index.store.tables.settings import Json
from index.subscriptions import Subscriptions
from index.versions import Versions

if TYPE_CHECKING:
    from index.verification import VerifyReport

_NO_FILTERS = Filters()
_FULL = (28, 27, 122)  # ENOSPC, EFBIG, EDQUOT


class Index:
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
    ) -> None:
        self.folder = folder
        self._interval = interval
        self._storage = Storage(folder)
        self._generations = Generations(self._storage, engines or built_in_engines())
        self._retriever = Retriever(self._storage, self._generations)
        self._library = Library(
            self._storage, self._retriever.articles_with, self._retriever.articles
        )
        self._model = embedding_model
        self._embedder = embedder
        self._embedder_checked = False
        self._questions: QuestionVectors | None = None
        self._annotator = annotator
        self._lock = threading.Lock()

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

        Raises:
            IndexProblem: there is no index, or it cannot be read.
            IndexDamaged: its database is damaged, or missing though files made from it are there.
            IndexMismatch: the index was made with another model, or by a newer version.
        """
        where = Path(folder).expanduser().absolute()
        if not create and not cls.exists(where):
            raise IndexProblem(f"There is no index at {where}. Make one: pullquote index PATH")
        try:
            where.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexProblem(
                f"The folder {where} cannot be made ({error.strerror}). Choose another with "
                f"--index."
            ) from error
        index = cls(
            where,
            embedding_model=embedding_model,
            embedder=embedder,
            annotator=annotator,
            engines=engines,
            interval=interval,
        )
        if not damaged:
            index._check_name()
        return index

    @staticmethod
    def exists(folder: str | Path) -> bool:
        """Tell whether `folder` holds an index, or what is left of one."""
        where = Path(folder).expanduser()
        return (where / FILE).is_file() or (where / DERIVED / "manifest.json").is_file()

    def close(self) -> None:
        """Let go of the files."""
        self._storage.close()

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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

        Raises:
            IndexLocked: somebody else is writing.
            IndexProblem: the index cannot be written to, for want of room or otherwise.
        """
        started = time.perf_counter()
        with self._indexer() as indexer:
            wishes = Wishes(
                prune=prune, even_most=even_most, drafts=drafts, follow=follow, columns=columns
            )
            indexer.add_paths(paths, wishes, Polite(self._interval), progress)
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
        polite, reports = Polite(self._interval), []
        for number, subscription in enumerate(due):
            if progress:
                progress(number, len(due))
            brought = bring(subscription, self._storage, polite)
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
        replacing: Iterable[str] = (),
        corrections: Iterable[Change] | None = None,
        editor: str = "",
    ) -> IndexReport:
        """Add or update articles that a program made; raises like `add`.

        Those with the identifiers `replacing` go once the new ones are there. Where `corrections`
        are given, they are what `editor` says of these articles, in place of what was said before.
        """
        started = time.perf_counter()
        said = None if corrections is None else {one.article: one for one in corrections}
        with self._indexer() as indexer:
            for article in articles:
                source = article.info.path or article.info.url or article.id
                if said is None:
                    indexer.add(article, source)
                else:
                    change = said.get(article.id, Change(article=article.id))
                    indexer.add_as_new(article, source, change, editor)
            indexer.flush()
            indexer.remove(replacing)
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
                self._row(article_id)
            indexer.remove(wanted)
            Originals(self.folder).release(wanted)
            return indexer.removed

    @contextmanager
    def _indexer(self) -> Iterator[Indexer]:
        try:
            with self._generations.writer():
                yield Indexer(
                    self._storage,
                    self._generations,
                    self._embedder_for_writing,
                    self.annotations(self._annotator) if self._annotator else None,
                )
        except OSError as error:
            if error.errno in _FULL:
                raise full_disk(self.folder) from error
            raise IndexProblem(
                f"The index at {self.folder} could not be written to ({error.strerror or error}). "
                f"Check that the disk is not full and its permissions; what was indexed before is "
                f"kept."
            ) from error

    # Searching

    def search(self, query: str, k: int = 10, filters: Filters = _NO_FILTERS) -> list[Hit]:
        """Return up to `k` passages, best first; none for an empty query or an empty index."""
        return self.search_many([query], k, filters)[0]

    def search_many(
        self, queries: Sequence[str], k: int = 10, filters: Filters = _NO_FILTERS
    ) -> list[list[Hit]]:
        """Return the hits of each query; embeds the queries together."""
        found: list[list[Hit]] = [[] for _ in queries]
        asked = [at for at, query in enumerate(queries) if query.strip()]
        if not asked or k < 1 or self._storage.articles.is_empty():
            return found
        self._embedder_for_reading()
        if not self._storage.settings.dimension():
            raise IndexDamaged(f"{self.folder} has articles without vectors. {EMBED}")
        vectors = self.question_vectors([queries[at] for at in asked])
        for at, vector in zip(asked, vectors, strict=True):
            found[at] = self._retriever.search(queries[at], vector, k, filters)
        return found

    def question_vectors(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension]: the vectors of questions, kept for a while."""
        embedder = self._embedder_for_reading()
        with self._lock:
            if self._questions is None:
                self._questions = QuestionVectors(embedder)
            kept = self._questions
        return kept.of(texts)

    # Looking things up

    @property
    def article_count(self) -> int:
        """How many articles there are."""
        return self._storage.articles.count()

    @property
    def passage_count(self) -> int:
        """How many passages there are."""
        return self._storage.passages.count()

    @property
    def generation(self) -> int:
        """A number that grows with every change of the articles."""
        return self._storage.counters.state().generation

    def articles(self) -> list[ArticleInfo]:
        """Return the metadata of every article, in order of identifier."""
        return [info for _, info in self._storage.articles.infos()]

    def article_ids(self) -> list[str]:
        """Return every identifier, in order."""
        return [info.id for info in self.articles()]

    def article(self, article_id: str) -> Article:
        """Return an article with its text.

        Raises:
            UnknownArticle: there is none with this identifier.
            ArticleDamaged: its text is not as it was stored.
        """
        with self._storage.reading():
            row = self._row(article_id)
            found = self._retriever.articles([row]).get(row)
        if found is None or found.id != article_id:
            message = self._storage.articles.damage_of(row) or (
                f"Article {article_id} is damaged. {renewal(article_id, '')}."
            )
            raise ArticleDamaged(message, article=article_id)
        return found

    def copies(self, article_id: str) -> list[ArticleInfo]:
        """Return the other articles that are nearly the same text, the earliest first.

        What their words have in common is for the caller to compare; those without a date are last.

        Raises:
            UnknownArticle: there is none with this identifier.
        """
        with self._storage.reading():
            return near_copies(self._storage, self._row(article_id))

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return an article's passages in order; raises like `article`."""
        with self._storage.reading():
            return [place.passage for place in self._storage.passages.of(self._row(article_id))]

    def _row(self, article_id: str) -> int:
        row = self._storage.articles.row_of(article_id)
        if row is None:
            raise UnknownArticle(
                f"No article has the identifier {article_id!r}. `pullquote articles` lists them."
            )
        return row

    # Settings, annotations and judgements

    def setting(self, name: str) -> Json:
        """Return the JSON value stored under `name`, or None."""
        return self._storage.settings.get(name)

    def set_setting(self, name: str, value: Json) -> None:
        """Store a JSON value under `name`."""
        with self._storage.writing():
            self._storage.settings.set(name, value)

    def annotations(self, annotator: Annotator) -> Annotations:
        """Return what `annotator` finds in the articles; stored where it was found before."""
        return Annotations(self._storage, annotator)

    @property
    def judgements(self) -> Judgements:
        """What editors said of spans of articles."""
        return Judgements(self._storage)

    @property
    def subscriptions(self) -> Subscriptions:
        """Which feeds, sitemaps and pages `refresh` looks at."""
        return Subscriptions(self._storage)

    @property
    def versions(self) -> Versions:
        """What articles were before they were changed."""
        return Versions(self._storage)

    def version(self, article_id: str, content_hash: str) -> Article:
        """Return an article as it was when it had this content hash, or a hash that begins so.

        Raises:
            UnknownArticle: it never had, or that version is no longer kept.
        """
        return self.versions.find(article_id, content_hash).article

    @property
    def details(self) -> Details:
        """The metadata of articles: what is missing or doubtful, and how it is corrected."""
        return Details(self._storage, self._indexer)

    @property
    def library(self) -> Library:
        """The articles as lists show them, page by page."""
        return self._library

    @property
    def removals(self) -> Removals:
        """What was taken out and can be brought back, and taking out what can."""
        return Removals(self._storage, self._indexer)

    # Soundness

    def verify(self, *, repair: bool = False) -> "VerifyReport":
        """Read everything again and say what is wrong; see `index.verification.verify`."""
        from index.verification import verify

        return verify(self._storage, self._generations, self._indexer if repair else None)

    def check(self) -> list[str]:
        """Look quickly whether the index can be used; return what is wrong with single articles.

        These are left out of answers, which are made from the others.

        Raises:
            IndexDamaged: each table was asked for a row and one could not be read, or something
                beside articles was found damaged since the index was opened and still is.
        """
        return damaged_articles(self._storage)

    # The model

    @property
    def embedder(self) -> Embedder:
        """What embeds passages and questions here; opened and checked on first use."""
        return self._embedder_for_reading()

    def _check_name(self) -> None:
        made_with = self._storage.settings.get("embedding_model")
        asked = self._embedder.name if self._embedder else self._model
        if made_with and asked and asked != made_with:
            raise IndexMismatch(_mismatch(self.folder, made_with, asked))
        self._model = self._model or made_with

    def _embedder_for_reading(self) -> Embedder:
        with self._lock:
            if self._embedder is None:
                name = self._model or self._storage.settings.get("embedding_model")
                self._embedder = open_embedder(name)
            if not self._embedder_checked:
                self._check_model(self._embedder)
                self._embedder_checked = True
            return self._embedder

    def _check_model(self, embedder: Embedder) -> None:
        stored = self._storage.settings.get("embedding_fingerprint")
        if stored is None:
            self._storage.settings.check()
            return
        dimension = self._storage.settings.get("dimension")
        if (embedder.fingerprint, embedder.dimension) != (stored, dimension):
            made_with = self._storage.settings.get("embedding_model")
            asked = embedder.name
            if asked == made_with:
                asked = f"{asked} with other weights ({embedder.fingerprint[:12]})"
                made_with = f"{made_with} ({stored[:12]})"
            raise IndexMismatch(_mismatch(self.folder, made_with, asked))

    def _embedder_for_writing(self) -> Embedder:
        embedder = self._embedder_for_reading()
        if self._storage.settings.get("dimension") is None:
            with self._storage.writing():
                self._storage.settings.set("index_id", secrets.token_hex(16))
                self._storage.settings.set("embedding_model", embedder.name)
                self._storage.settings.set("embedding_fingerprint", embedder.fingerprint)
                self._storage.settings.set("dimension", embedder.dimension)
        if self._storage.settings.get("chunking") != chunking.FINGERPRINT:
            self.set_setting("chunking", chunking.FINGERPRINT)
        return embedder


def _mismatch(folder: Path, made_with: str, asked: str) -> str:
    return (
        f"The index at {folder} was made with the embedding model {made_with}, not with {asked}. "
        f"Use it with --embedding-model {made_with.split(' (')[0]}, or index the articles again "
        f"into another folder with --index."
    )
