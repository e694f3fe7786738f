"""The truth of one index folder: articles with their exact text, passages, vectors, settings.

Everything else in the folder can be made again from it without embedding anything. How what it
holds is compared with hashes: docs/index-format.md.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.articles.article import Article
from index.articles.passages import Passage
from index.models.vectors import Vectors
from index.store.connections.uses import PATIENCE, Uses
from index.store.database import Database
from index.store.read_only import is_read_only
from index.store.spoken.changes import SpeakerChanges
from index.store.spoken.tellings import TellingTable
from index.store.tables.articles import ArticleTable
from index.store.tables.corrections import CorrectionTable
from index.store.tables.counters import Counters
from index.store.tables.judgements import JudgementTable
from index.store.tables.listing import ListingTable
from index.store.tables.memberships import MembershipTable
from index.store.tables.near_copies import NearCopyTable
from index.store.tables.passages import PassageTable
from index.store.tables.removed import RemovedTable
from index.store.tables.settings import Settings
from index.store.tables.sources import SourceTable
from index.store.tables.speaker_decisions import SpeakerDecisionTable
from index.store.tables.statements import StatementTable
from index.store.tables.subscriptions import FetchTable, SubscriptionTable
from index.store.tables.versions import VersionTable

_LISTED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article ready to be stored: cut and embedded.

    `source` is the key of the file or address it came from; `vectors` is float32
    [len(passages), dimension].
    """

    article: Article
    source: str
    chunking: str
    passages: Sequence[Passage]
    vectors: Vectors


class Storage:
    """The tables of one database; safe to share among threads. Raises like `Database`.

    With `seen`, names of collections, nothing is there but what is in these, and nothing can be
    written (`index.store.limited.visible`).

    >>> with storage.reading():  # doctest: +SKIP
    ...     for row, info in storage.articles.infos():
    ...         print(info.id, len(storage.passages.of(row)))
    """

    def __init__(
        self, folder: Path, seen: frozenset[str] | None = None, *, whole: Uses | None = None
    ) -> None:
        self.database = database = Database(
            folder, read_only=is_read_only(folder), seen=seen, whole=whole
        )
        self.settings = Settings(database)
        self.counters = Counters(database)
        self.articles = ArticleTable(database)
        self.passages = PassageTable(database)
        self.sources = SourceTable(database)
        self.statements = StatementTable(database)
        self.judgements = JudgementTable(database)
        self.versions = VersionTable(database)
        self.subscriptions = SubscriptionTable(database)
        self.fetches = FetchTable(database)
        self.corrections = CorrectionTable(database)
        self.near_copies = NearCopyTable(database)
        self.listing = ListingTable(database)
        self.removed = RemovedTable(database)
        self.speaker_decisions = SpeakerDecisionTable(database)
        self.memberships = MembershipTable(database)
        self.tellings = TellingTable(database)
        self.speaker_changes = SpeakerChanges(database)

    @property
    def folder(self) -> Path:
        """Where the index is."""
        return self.database.folder

    @property
    def path(self) -> Path:
        """The database file."""
        return self.database.path

    @property
    def read_only(self) -> bool:
        """Whether the folder could not be written to when this was made, or all is not seen."""
        return self.database.read_only

    @property
    def seen(self) -> frozenset[str] | None:
        """The collections that are seen; None for everything."""
        return self.database.seen

    @property
    def limited(self) -> bool:
        """Whether only what is in some collections is seen."""
        return self.database.limited

    @property
    def uses(self) -> Uses:
        """Who uses it; what is done in a block of it is finished before it is closed."""
        return self.database.uses

    def close(self, patience: float = PATIENCE) -> None:
        """Close the connections of every thread, once none uses it; see `Database.close`."""
        self.database.close(patience)

    def let_go(self) -> None:
        """Close all connections as `close` does, and go on: the next statement opens the file."""
        self.database.let_go()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one unchanging generation while the block runs."""
        with self.database.reading():
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make what the block writes one transaction: all of it, or nothing."""
        with self.database.writing():
            yield

    def list_again(self, rows: Sequence[int]) -> None:
        """Store anew how articles are listed."""
        for at in range(0, len(rows), _LISTED_AT_ONCE):
            with self.writing():
                infos = self.articles.infos_by_row(rows[at : at + _LISTED_AT_ONCE])
                origins = self.articles.origins_of(list(infos))
                for row, info in infos.items():
                    self.listing.put(row, info, origins.get(row, ()))

    def insert(
        self, row: int, first_passage: int, prepared: Prepared, collections: Sequence[str] = ()
    ) -> None:
        """Store an article as `row`, its passages from row `first_passage` on.

        Without `collections` it is where it was when it was last there, else in the default one.
        """
        self.articles.insert(row, prepared.article, prepared.source, prepared.chunking)
        self.passages.insert(row, first_passage, prepared.passages, prepared.vectors)
        self.listing.put(row, prepared.article.info, prepared.article.origins)
        self.memberships.put_new(row, prepared.article.id, collections)
