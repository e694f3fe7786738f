"""What an index answers, whoever writes to it: searching, and looking things up.

Who may not see all of an index is given another one in its place (`limited_to`): nothing that works
on it can forget to leave something out, because there is nothing else in it.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.annotations import Annotations, Annotator, Teller
from index.articles.article import Article, ArticleInfo, Span, normalise_text
from index.articles.passages import Filters, Hit, Passage
from index.errors import ArticleDamaged, IndexDamaged
from index.indexing.tellings import Tellings
from index.judgements import Judgements
from index.library.listing import Library
from index.library.named_collections import NamedCollections
from index.library.speaker_decisions import SpeakerDecisions
from index.models.embedder import Embedder
from index.models.vectors import Vectors
from index.near_copies import near_copies
from index.opened.identifiers import the_identifier
from index.opened.model import IndexModel
from index.opened.page_pictures import PagePictures
from index.opened.revisions import Revisions
from index.opened.warming import Warming
from index.retrieval import Retriever
from index.search.engines import Engines, built_in_engines
from index.store.connections.uses import PATIENCE, Uses
from index.store.damage import EMBED, renewal
from index.store.database import DERIVED, FILE
from index.store.generations import Generations
from index.store.integrity import damaged_articles
from index.store.storage import Storage
from index.store.tables.settings import Json
from index.subscriptions import Subscriptions
from index.versions import Versions

if TYPE_CHECKING:
    from index.remote.searching import Remote
    from index.remote.status import Follows
    from index.search.milvus.address import MilvusAddress
    from index.shingles.phrases import Phrases

_NO_FILTERS = Filters()

_LIMITED = 64
"""Choices of collections that are kept open."""


class ReadableIndex:
    """The part of an `Index` that changes no article."""

    def __init__(
        self,
        folder: Path,
        *,
        embedding_model: str | None,
        embedder: Embedder | None,
        engines: Engines | None = None,
        milvus: "MilvusAddress | None" = None,
        follows: "Follows" = "first",
    ) -> None:
        storage = Storage(folder)
        generations = Generations(storage, engines or built_in_engines())
        remote = None
        if milvus is not None:
            from index.remote.searching import Remote

            remote = Remote(storage, generations, milvus, follows=follows)
        model = IndexModel(folder, storage, embedding_model, embedder)
        self._hold(storage, generations, model, remote)

    def _hold(
        self,
        storage: Storage,
        generations: Generations,
        model: IndexModel,
        remote: "Remote | None",
        whole: Library | None = None,
    ) -> None:
        """Answer from what is seen in a storage, with what is derived from all of it."""
        self.folder = storage.folder
        self._storage = storage
        self._generations = generations
        self._model = model
        self._remote = remote
        self._retriever = Retriever(storage, remote or generations, generations)
        self._library = Library(
            storage, self._retriever.articles_with, self._retriever.articles, whole
        )
        self._warming = Warming(storage, self._retriever, generations.engines.vectors)
        self._revisions = Revisions(storage.database, self._searched)
        self._limiting = threading.Lock()
        self._limited: OrderedDict[frozenset[str], ReadableIndex] = OrderedDict()

    @staticmethod
    def exists(folder: str | Path) -> bool:
        """Tell whether `folder` holds an index, or what is left of one."""
        where = Path(folder).expanduser()
        return (where / FILE).is_file() or (where / DERIVED / "manifest.json").is_file()

    def close(self, patience: float = PATIENCE) -> None:
        """Let go of the files, once nothing uses them; closed again, nothing happens.

        From its beginning nothing new is begun here (`IndexClosed`). What is under way is waited
        for. Of what still runs after `patience` seconds, and vectors that are being merged are not
        counted among them, nothing is taken away: it goes on with what it has.
        """
        self._storage.uses.refuse()
        self._warming.stop()
        self.page_pictures.close()
        if not self._storage.limited:
            if self._remote is not None:
                self._remote.stop()
            self._generations.close()
        self._storage.uses.wait(patience)
        if self._remote is not None and not self._storage.limited:
            self._remote.close()
        with self._limiting:
            limited = list(self._limited.values())
        for one in limited:
            one.close(0.0)
        self._revisions.close()
        self._storage.close(0.0)

    def using(self) -> Uses:
        """Return a block that closing waits for: what is done in it is finished before.

        Raises:
            IndexClosed: on entering, when closing has begun.
        """
        return self._storage.uses

    def warm(self) -> None:
        """Have what the first questions to a large index need read in a thread, until `close`."""
        self._warming.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def remote(self) -> "Remote | None":
        """What Milvus has of this index, where one was named."""
        return self._remote

    # Collections

    @property
    def collections(self) -> NamedCollections:
        """The collections that are seen here."""
        return NamedCollections(self._storage)

    def limited_to(self, collections: Iterable[str]) -> "ReadableIndex":
        """Return what this index would be with the articles of some collections alone.

        Whatever it gives is as if there were no others: hits and their scores, counts, names,
        errors. Nothing can be written through it. Names of no collection are of none: see
        `NamedCollections.known` for where that is a mistake.
        """
        names = frozenset(collections)
        with self._limiting:
            found = self._limited.get(names) or self._limit(names)
            self._limited[names] = found
            self._limited.move_to_end(names)
            while len(self._limited) > _LIMITED:
                # Who still answers from it goes on; its files are let go of with the last of them.
                self._limited.popitem(last=False)
        return found

    def _limit(self, names: frozenset[str]) -> "ReadableIndex":
        seen = self._storage.seen
        names = names if seen is None else names & seen
        storage = Storage(self.folder, names, whole=self._storage.uses)
        limited = ReadableIndex.__new__(ReadableIndex)  # without opening the index once more
        limited._hold(storage, self._generations, self._model, self._remote, self._library)
        return limited

    # Searching

    def search(self, query: str, k: int = 10, filters: Filters = _NO_FILTERS) -> list[Hit]:
        """Return up to `k` passages, best first; none for an empty query or an empty index."""
        return self.search_many([query], k, filters)[0]

    def search_many(
        self, queries: Sequence[str], k: int = 10, filters: Filters = _NO_FILTERS
    ) -> list[list[Hit]]:
        """Return the hits of each query, read as texts are stored; embeds them together.

        Raises:
            UsageError: the filters name a collection that there is not.
        """
        with self._storage.uses:
            if filters.collections:
                known = self.collections.known(filters.collections)
                filters = replace(filters, collections=frozenset())
                return self.limited_to(known).search_many(queries, k, filters)
            return self._found([normalise_text(query) for query in queries], k, filters)

    def _found(self, queries: Sequence[str], k: int, filters: Filters) -> list[list[Hit]]:
        found: list[list[Hit]] = [[] for _ in queries]
        asked = [at for at, query in enumerate(queries) if query.strip()]
        if not asked or k < 1 or self._storage.articles.is_empty():
            return found
        self._model.for_reading()
        if not self._storage.settings.dimension():
            raise IndexDamaged(f"{self.folder} has articles without vectors. {EMBED}")
        if len(asked) == 1:
            (at,) = asked
            found[at] = self._retriever.search(
                queries[at], lambda: self._vector_of(queries[at]), k, filters
            )
            return found
        vectors = self.question_vectors([queries[at] for at in asked])
        for at, vector in zip(asked, vectors, strict=True):
            found[at] = self._retriever.search(queries[at], vector, k, filters)
        return found

    def _vector_of(self, query: str) -> Vectors:
        """Return float32 [dimension]."""
        return self.question_vectors([query]).reshape(-1)

    def question_vectors(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension]: the vectors of questions, kept for a while."""
        return self._model.vectors(texts)

    def passage_cosines(
        self, text: str, articles: Collection[str]
    ) -> dict[str, list[tuple[Span, float]]]:
        """Return how near the passages of articles are to a text in meaning, in order.

        Of each passage the span and the cosine; by the identifiers of the articles.
        """
        if self._storage.articles.is_empty():
            return {}
        (vector,) = self.question_vectors([text])
        return self._retriever.cosines(vector, articles)

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

    @property
    def revision(self) -> int:
        """A number of this process that grows with every change of what answers are made from."""
        return self._revisions.number()

    def _searched(self) -> object:
        return (self._generations.stamp(), self._remote.standing if self._remote else None)

    def articles(self) -> list[ArticleInfo]:
        """Return the metadata of every article, in order of identifier."""
        return [info for _, info in self._storage.articles.infos()]

    def infos(self, identifiers: Collection[str]) -> list[ArticleInfo]:
        """Return the metadata of these articles, in order of identifier; unknown are left out."""
        with self._storage.reading():
            rows = self._storage.articles.with_values({"id": identifiers})
            return self._storage.articles.infos_of(rows.tolist())

    def page(self, limit: int, offset: int = 0) -> tuple[list[ArticleInfo], int]:
        """Return the metadata of some articles, in order of identifier, and how many there are."""
        with self._storage.reading():
            return self._storage.articles.page(limit, offset), self._storage.articles.count()

    def article_ids(self) -> list[str]:
        """Return every identifier, in order."""
        return [info.id for info in self.articles()]

    def identifier(self, beginning: str) -> str:
        """Return the one identifier that is, or begins with, `beginning`.

        Raises:
            UnknownArticle: none does.
            AmbiguousIdentifier: several do; the message names the first of them.
        """
        return the_identifier(self._storage.articles, beginning)

    def identifiers(self, beginning: str, most: int) -> list[tuple[str, str]]:
        """Return identifier and title of up to `most` articles whose identifier begins so."""
        return self._storage.articles.beginning(beginning, most)

    def article(self, article_id: str) -> Article:
        """Return an article with its text.

        Raises:
            UnknownArticle: there is none with this identifier.
            ArticleDamaged: its text is not as it was stored.
        """
        with self._storage.reading():
            row = self._storage.articles.row_known(article_id)
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
            return near_copies(self._storage, self._storage.articles.row_known(article_id))

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return an article's passages in order; raises like `article`."""
        with self._storage.reading():
            row = self._storage.articles.row_known(article_id)
            return [place.passage for place in self._storage.passages.of(row)]

    # Settings, annotations and judgements

    def setting(self, name: str) -> Json:
        """Return the JSON value stored under `name`, or None."""
        return self._storage.settings.get(name)

    def set_setting(self, name: str, value: Json) -> None:
        """Store a JSON value under `name`."""
        with self._storage.writing():
            self._storage.settings.set(name, value)

    @cached_property
    def phrases(self) -> "Phrases":
        """Where words that follow each other stand in the articles; looked through on first use."""
        from index.shingles.phrases import Phrases

        return Phrases(self._storage)

    def annotations(self, annotator: Annotator) -> Annotations:
        """Return what `annotator` finds in the articles; stored where it was found before."""
        return Annotations(self._storage, annotator)

    def tellings(self, teller: Teller) -> Tellings:
        """Return what the articles tell of who speaks in them."""
        return Tellings(self._storage, teller)

    @property
    def library(self) -> Library:
        """The articles as lists show them, page by page."""
        return self._library

    @cached_property
    def page_pictures(self) -> PagePictures:
        """The pages of PDFs that articles came from, as pictures."""
        return PagePictures(self.folder, self._storage)

    @property
    def judgements(self) -> Judgements:
        """What editors said of spans of articles."""
        return Judgements(self._storage)

    @property
    def speaker_decisions(self) -> SpeakerDecisions:
        """Which speakers editors said are one, and which are not."""
        return SpeakerDecisions(self._storage)

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

    def check(self) -> list[str]:
        """Look quickly whether the index can be used; return what is wrong with single articles.

        These are left out of answers, which are made from the others.

        Raises:
            IndexDamaged: each table was asked for a row and one could not be read, or something
                beside articles was found damaged since the index was opened and still is.
        """
        return damaged_articles(self._storage)

    @property
    def embedder(self) -> Embedder:
        """What embeds passages and questions here; opened and checked on first use."""
        return self._model.for_reading()
