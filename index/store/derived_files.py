"""The folder of derived files: a manifest, and what the stores of vectors and words keep there."""

import contextlib
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import IndexClosed, IndexDamaged, IndexLocked, IndexProblem
from index.search.engines import Engines
from index.search.lexical_store import LexicalStore
from index.search.segments.background import Background
from index.search.vector_store import MERGED, Cancelled, Tended, VectorStore
from index.store.connections.uses import Uses
from index.store.files.synced_files import make_folder
from index.store.locking import writer_lock
from index.store.manifest import FILE, Manifest, read_manifest, write_manifest

_LOG = logging.getLogger(__name__)

_TURN = 0.1
"""Seconds that merged vectors wait for a writer before they are offered to one here."""

_TRIES = 20
"""Times that the state in place is opened while somebody changes it."""

_PATIENCE = 3.0
"""Seconds that they are offered when the index is being closed."""

MERGE_LOCK = "merge.lock"
"""Beside the folder of derived files: one process at a time merges."""


@dataclass(frozen=True, slots=True)
class View:
    """Both stores in one state, and the manifest of it; unchanging, shared by threads."""

    manifest: Manifest
    vectors: VectorStore
    words: LexicalStore

    def covers(self, generation: int) -> bool:
        """Whether every passage of this generation of the truth can be found."""
        return self.manifest.covers(generation)

    def agrees(self, generation: int, last_passage: int) -> bool:
        """Whether it holds the passages of this generation of the truth and no others.

        Only who has settled a generation writes that it is the first and the last.
        """
        manifest = self.manifest
        return (
            manifest.floor == manifest.generation == generation
            and manifest.last_row == last_passage
            and self.words.settled
        )


class DerivedFiles:
    """The derived files of one index."""

    def __init__(self, folder: Path, engines: Engines) -> None:
        self.folder = folder
        self.engines = engines

    def stamp(self) -> object:
        """Return what the manifest looks like: another one when it may have changed."""
        try:
            found = os.stat(self.folder / FILE)
        except OSError:
            return None
        return (found.st_ino, found.st_size, found.st_mtime_ns)

    def manifest(self) -> Manifest:
        """Return the manifest in place.

        Raises:
            IndexDamaged: it is missing, damaged or of another format.
        """
        return read_manifest(self.folder)

    def open(self, manifest: Manifest, before: View | None, *, read_only: bool) -> View:
        """Open both stores.

        Args:
            manifest: of the state to open.
            before: a view opened earlier: what it has checked need not be checked again.
            read_only: nothing can be written in the folder.

        Raises:
            IndexDamaged: what is there is not what the manifest says.
        """
        vectors = self.engines.vectors.open(
            self.folder, manifest.vectors, manifest.dimension, before.vectors if before else None
        )
        words = self.engines.words.open(
            self.folder, manifest.words, before.words if before else None, read_only=read_only
        )
        return View(manifest, vectors, words)

    def put(self, view: View, *, words_change: bool = False) -> View:
        """Write the manifest of a state and remove what it does not need; return it with that.

        Args:
            view: the stores to record; the counters of its manifest.
            words_change: an update of the words comes next.

        Raises:
            OSError: it could not be written.
        """
        words = view.words.record_while_changing if words_change else view.words.record
        manifest = replace(view.manifest, vectors=view.vectors.record, words=words)
        write_manifest(self.folder, manifest)
        self._sweep(view)
        return replace(view, manifest=manifest)

    @contextlib.contextmanager
    def merging(self) -> Iterator[bool]:
        """Tell whether nobody else merges, and be the only one who does while the block runs.

        Files that are being written are then left alone by whoever sweeps.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder.with_name(MERGE_LOCK), timeout=0, is_singleton=False)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def _sweep(self, view: View) -> None:
        needed = {FILE} | view.vectors.names | view.words.names
        left = [path for path in self.folder.iterdir() if path.name not in needed]
        if any(path.name.startswith(MERGED) for path in left):
            with self.merging() as alone:
                self._remove(path for path in left if alone or not path.name.startswith(MERGED))
        else:
            self._remove(left)

    @staticmethod
    def _remove(paths: Iterable[Path]) -> None:
        for path in paths:
            with contextlib.suppress(OSError):  # still open elsewhere, on some systems
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()

    def make_folder(self) -> None:
        """Have a folder to derive into, whatever lies in its place or in that of the manifest."""
        if not self.folder.is_dir():
            self.folder.unlink(missing_ok=True)
        make_folder(self.folder)
        if (self.folder / FILE).is_dir():
            shutil.rmtree(self.folder / FILE)

    def last_given(self) -> tuple[int, int]:
        """Return the last generation and passage row ever given out, as far as that is known."""
        try:
            manifest = self.manifest()
        except IndexDamaged:
            return 0, 0
        return manifest.generation, manifest.last_row


class Merging:
    """Vectors merged in a thread of its own, and put in place between two writers.

    Args:
        files: the derived files.
        load: opens the state that is in place.
        distrust: is told of a state in which damage was found.
        uses: of the index, which is closed once what is being merged is in place.
    """

    def __init__(
        self,
        files: DerivedFiles,
        load: Callable[[], View],
        distrust: Callable[[View], None],
        uses: Uses,
    ) -> None:
        self._files, self._load, self._distrust, self._uses = files, load, distrust, uses
        self._offered: Tended | None = None
        self._background = Background(self._merge, "merging vectors")

    def start_where_due(self, view: View | None) -> None:
        """Have vectors of a state merged that are due."""
        if view is not None and view.vectors.due:
            self._background.start()

    def finish(self) -> None:
        """Wait until what is being merged is in place."""
        self._background.finish()

    def adopt(self, view: View) -> View:
        """Put what was merged in place; the caller holds the writer's lock and goes on from it."""
        offered, self._offered = self._offered, None
        vectors = None if offered is None else view.vectors.adopted(offered)
        return view if vectors is None else self._files.put(replace(view, vectors=vectors))

    def _merge(self, cancelled: Cancelled) -> bool:
        try:
            with self._uses, self._files.merging() as alone:
                view = self._opened() if alone else None
                return view is not None and self._merged(view, cancelled)
        except IndexClosed:
            return False
        except (IndexProblem, OSError) as error:
            _LOG.warning(
                "%s: vectors were not merged (%s). Nothing is lost and searches go on; they are "
                "merged after a later change.", self._files.folder, error
            )  # fmt: skip
            return False

    def _opened(self) -> View | None:
        """Open the state that is in place, which somebody may be changing."""
        for _ in range(_TRIES):
            with contextlib.suppress(IndexDamaged):
                return self._load()
            time.sleep(_TURN)
        return None

    def _merged(self, view: View, cancelled: Cancelled) -> bool:
        try:
            self._offered = view.vectors.tended(cancelled)
        except IndexDamaged:
            self._distrust(view)
            raise
        if self._offered is None:
            return False
        deadline = None
        while self._offered is not None:
            self._put()
            if self._background.finishing:
                deadline = deadline or time.monotonic() + _PATIENCE
                if time.monotonic() > deadline:  # somebody else writes for long
                    self._offered = None
        return True

    def _put(self) -> None:
        """Put what was merged in place, unless somebody writes: in this process he does it."""
        try:
            with writer_lock(self._files.folder.parent, wait=_TURN):
                if self._offered is not None:
                    self.adopt(self._load())
        except IndexLocked:
            return
        except IndexDamaged:  # made anew, perhaps, by who wrote in between
            self._offered = None
            raise
