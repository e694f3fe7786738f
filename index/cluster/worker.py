"""What a worker does with a task. Knows nothing of what brought it the task."""

import platform
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from index.articles.article import LONGEST, Article
from index.chunking import partition as chunking
from index.cluster.identity import Identity
from index.cluster.tasks import FilesTask, FileToRead, Held, Result, Setup, Task
from index.indexing.batches.ready import ReadyArticle, ReadySource, ready_articles
from index.language.detection import with_language
from index.models.embedder import Embedder
from index.models.embedding import open_embedder
from index.readers.apart.limits import OF_FOLDERS
from index.readers.apart.workers import Worker
from index.readers.matter.accounts import HIGHEST
from index.readers.registry import FORMATS
from index.readers.sources import Failure, ReadOutcome, Source, joined

_TEXT = 1_500_000
"""Characters that are embedded of a task; what is left over is spread over other workers."""


@dataclass(frozen=True, slots=True)
class _ReadFile:
    """What came of a file, and which of its articles the index already holds."""

    outcome: ReadOutcome
    held: Held


class TaskWorker:
    """Reads files in a limited process, as it is done without a cluster, and embeds on one core."""

    def __init__(self, setup: Setup) -> None:
        FORMATS.learn(setup.formats)
        self._setup = setup
        self._reader = Worker(OF_FOLDERS)
        self._opened: Embedder | None = None

    def identity(self) -> Identity:
        """Return what is compared with the process that writes; opens the model.

        Raises:
            ModelError: it cannot be opened here.
        """
        return Identity.of(self._embedder, self._setup.annotator)

    def do(self, task: Task) -> Result:
        """Return what came of a task."""
        if isinstance(task, FilesTask):
            return tuple(self._files(task))
        return tuple(self._ready(task.articles))

    @property
    def _embedder(self) -> Embedder:
        if self._opened is None:
            self._opened = open_embedder(self._setup.model)
        return self._opened

    def _files(self, task: FilesTask) -> Iterator[ReadySource]:
        read = [
            _ReadFile(with_languages(outcome), file.held)
            for file, outcome in zip(task.files, self._outcomes(task), strict=True)
        ]
        wanted = [_wanted(one, drafts=task.drafts) for one in read]
        made = self._ready(_some([article for some in wanted for article in some]))
        by_object = {id(one.article): one for one in made}
        for one, some in zip(read, wanted, strict=True):
            found = (by_object.get(id(article)) for article in some)
            yield ReadySource(one.outcome, tuple(ready for ready in found if ready))

    def _outcomes(self, task: FilesTask) -> list[ReadOutcome]:
        absent = [_missing(one) for one in task.files]
        with _placed(task) as sources:
            for source, failure in zip(sources, absent, strict=True):
                if failure is None:
                    self._reader.send(source)  # the reader goes on while what it has read is taken
            return [
                joined(self._reader.receive()) if one is None else ReadOutcome(failures=(one,))
                for one in absent
            ]

    def _ready(self, articles: Sequence[Article]) -> list[ReadyArticle]:
        return ready_articles(articles, self._embedder, self._setup.annotator)


def with_languages(outcome: ReadOutcome) -> ReadOutcome:
    """Return an outcome whose articles say their language."""
    return replace(
        outcome,
        articles=tuple(map(with_language, outcome.articles)),
        drafts=tuple(map(with_language, outcome.drafts)),
    )


def _wanted(read: _ReadFile, *, drafts: bool) -> list[Article]:
    """Return the articles of a file that are to be made ready."""
    found = [*read.outcome.articles, *(read.outcome.drafts if drafts else ())]
    return [one for one in found if len(one.text) <= LONGEST and not is_held(one, read.held)]


def is_held(article: Article, held: Held) -> bool:
    """Tell whether the index has an article as it would be stored now."""
    return held.get(article.id) == (article.content_hash, chunking.FINGERPRINT)


def _some(articles: Sequence[Article]) -> list[Article]:
    """Return the first articles, of no more text than is embedded of one task."""
    taken, size = [], 0
    for one in articles:
        size += len(one.text)
        if size > _TEXT:
            break
        taken.append(one)
    return taken


@contextmanager
def _placed(task: FilesTask) -> Iterator[list[Source]]:
    """Put the files that were sent where a reader finds them; they are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pullquote-") as folder:
        # So deep that whoever looks above a file for lists of authors stays in this folder.
        root = Path(folder, *map(str, range(HIGHEST)))
        for path, data in task.lists.items():
            _put(root, Path(path), data)
        yield [_source(one, root) for one in task.files]


def _source(file: FileToRead, root: Path) -> Source:
    if file.data is None or file.source.path is None:
        return file.source
    return replace(file.source, copy=_put(root, file.source.path, file.data))


def _put(root: Path, path: Path, data: bytes) -> Path:
    copy = root / path.relative_to(path.anchor)
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(data)
    return copy


def _missing(file: FileToRead) -> Failure | None:
    """Return what is said of a file that should be here and is not; None where it is."""
    path = file.source.path
    if file.data is not None or path is None or path.exists():
        return None
    what = f"not on the worker {platform.node()}; without --shared-files its bytes are sent"
    return Failure(str(path), f"{path}: {what}")
