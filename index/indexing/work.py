"""How sources become articles on their way in: read here, or elsewhere and ready to be stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from index.annotations import Annotator
from index.indexing.batches.ready import ReadySource
from index.models.embedder import Embedder
from index.readers.apart.process import Readers
from index.readers.sources import Source
from index.store.tables.articles import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a run has for whoever reads its sources.

    `readers` read here; `embedder` is called when the first is wanted; `held` gives what the index
    has of a source, by its key; `drafts` says whether what is not published is wanted.
    """

    readers: Readers
    embedder: Callable[[], Embedder]
    annotator: Annotator | None
    held: Callable[[str], Mapping[str, Known]]
    drafts: bool


class SourceReader(Protocol):
    """Reads sources; may also make their articles ready, elsewhere.

    Yields sources in their order, each with its parts; the next ones are read meanwhile. The parts
    of a source must be taken before the next source is asked for.
    """

    def read_all(
        self, sources: Iterable[Source], work: Work
    ) -> Iterator[tuple[Source, Iterator[ReadySource]]]:
        """Yield what comes of sources; what fails is in the outcomes."""
        ...


class ReadHere:
    """Reads sources in processes of this machine, and leaves the rest to who writes."""

    def read_all(
        self, sources: Iterable[Source], work: Work
    ) -> Iterator[tuple[Source, Iterator[ReadySource]]]:
        """Yield sources with their parts; nothing is ready."""
        for source, parts in work.readers.read_all(sources):
            yield source, (ReadySource(part, ()) for part in parts)
