"""Derived files follow the truth: grown before a commit, settled after it, made again when lost.

The rule that keeps a reader from seeing half a generation: what is derived is always a superset of
the truth. New passages are written to the derived files first, then the truth is committed, then
what is gone is taken out of the derived files. A reader looks up every row it finds in the one
generation of the truth it sees, and rows unknown there are dropped.

How vectors and words are kept is the matter of the stores in `index.search`.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from index.articles.rows import Rows
from index.errors import IndexDamaged, IndexLocked, IndexProblem
from index.models.vectors import StoredVectors
from index.search.engines import Engines
from index.search.lexical_store import Entry, LexicalStore
from index.store.database import DERIVED
from index.store.derivation import differences, entries, filled
from index.store.derived_files import DerivedFiles, Merging, View
from index.store.locking import writer_lock
from index.store.manifest import Manifest
from index.store.searched import Searched
from index.store.storage import Storage
from index.store.tables.counters import State

_LOG = logging.getLogger(__name__)

_PATIENCE = 3.0
"""Seconds a reader waits for a writer to finish before it derives in memory."""

_REPAIR = 2.0
"""Seconds a writer waits for others: readers hold the lock for a moment when they repair."""


class Generations:
    """The derived files of one index folder, which follow its truth.

    Args:
        storage: the truth.
        engines: what keeps and searches vectors and words.
    """

    def __init__(self, storage: Storage, engines: Engines) -> None:
        self._storage = storage
        self.engines = engines
        self._files = DerivedFiles(storage.folder / DERIVED, engines)
        self._lock = threading.Lock()
        self._view: View | None = None
        self._stamp: object = None
        self._writing: View | None = None
        self._grown: View | None = None
        self._said = False
        self._distrusted: Manifest | None = None
        self._merging = Merging(self._files, self._in_place, self.distrust, storage.uses)

    def close(self) -> None:
        """Wait until vectors that are being merged are in their place."""
        self._merging.finish()

    # Reading

    def covering(self, state: State) -> View | None:
        """Return a view of the generation of `state`; None when `catch_up` must be called first."""
        with self._lock:
            if self._view is None or self._stamp != self._files.stamp():
                try:
                    self._view, self._stamp = self._load(self._view)
                except IndexDamaged:
                    return None
            return self._view if self._view.covers(state.generation) else None

    def stamp(self) -> object:
        """Return what the derived files look like: another one when they may have changed."""
        return self._files.stamp()

    def distrust(self, view: Searched) -> None:
        """Have a state not be used again in which a search found damage: it is made again."""
        with self._lock:
            self._distrusted, self._view = view.manifest, None

    def catch_up(self) -> None:
        """Have `covering` find a view of the latest generation; call outside any transaction.

        What is derived is repaired when it is missing, damaged or stale. Where it cannot be,
        because a writer is at work for long or the folder cannot be written to, it is derived in
        memory.
        """
        deadline = time.monotonic() + _PATIENCE
        while not self._caught_up():
            if self._storage.read_only:
                self._say_that_it_cannot_be_kept()
                self._derive_in_memory()
                continue
            try:
                with self.writer(wait=0.0):
                    self.reconcile()
            except IndexLocked:
                if time.monotonic() < deadline:
                    time.sleep(0.02)
                    continue
                self._derive_in_memory()
            except (IndexProblem, OSError):
                self._derive_in_memory()

    def _say_that_it_cannot_be_kept(self) -> None:
        if not self._said:
            self._said = True
            # A warning, because it is seen where no logging is set up: the wait must be explained.
            _LOG.warning(
                "The index at %s cannot be written to, and what is derived from its articles is "
                "missing, damaged or out of date: it is made in memory, at each start. Run "
                "`pullquote verify --repair` once where the folder can be written to.",
                self._storage.folder,
            )

    def _caught_up(self) -> bool:
        with self._storage.reading():
            return self.covering(self._storage.counters.state()) is not None

    def _derive_in_memory(self) -> None:
        with self._lock, self._storage.reading():
            stamp = self._files.stamp()
            dimension = self._storage.settings.dimension()
            vectors = filled(self.engines.vectors.new(None, dimension), self._storage)
            words = self.engines.words.new(None).update(entries(self._storage))
            manifest = self._manifest(self._storage.counters.state())
            self._view, self._stamp = View(manifest, vectors, words), stamp

    def _manifest(self, state: State) -> Manifest:
        """Return the manifest of this state of the truth, before anything is recorded in it."""
        return Manifest(
            index_id=self._storage.settings.get("index_id"),
            generation=state.generation,
            floor=state.generation,
            last_row=state.last_passage,
            dimension=self._storage.settings.dimension(),
            vectors={},
            words={},
        )

    def _load(self, before: View | None) -> tuple[View, object]:
        stamp = self._files.stamp()
        manifest = self._files.manifest()
        if manifest == self._distrusted:
            raise IndexDamaged(f"{self._files.folder} has files that are not as they were written")
        if manifest.index_id != self._storage.settings.get("index_id"):
            raise IndexDamaged(f"{self._files.folder} belongs to another index")
        if manifest.dimension != self._storage.settings.dimension():
            raise IndexDamaged(f"{self._files.folder} was made with another model")
        view = self._files.open(manifest, before, read_only=self._storage.read_only)
        if stamp != self._files.stamp():
            raise IndexDamaged(f"{self._files.folder} changed while it was opened")
        return view, stamp

    def _in_place(self) -> View:
        """Return the state that the files are in: what is open, where that is it."""
        with self._lock:
            view, stamp = self._view, self._stamp
        kept = view is not None and view.vectors.record  # one in memory has none
        if view is not None and kept and stamp == self._files.stamp():
            return view
        return self._load(view)[0]

    def problems(self) -> Iterator[str]:
        """Say how what is derived disagrees with the truth, reading all of it again."""
        if self._storage.settings.get("dimension") is None:
            return
        with self._lock, self._storage.reading():
            self._view = None  # what is already open is opened again, too
            try:
                view, _ = self._load(None)
            except IndexDamaged as error:
                yield str(error)
                return
            damaged = [*view.vectors.problems(), *view.words.problems()]
            if damaged:
                yield from damaged
                return
            if not view.covers(self._storage.counters.state().generation):
                yield f"{self._files.folder} is of another generation"
            yield from differences(self._storage, view.vectors, view.words, self._files.folder)

    # Writing: the caller holds the writer's lock

    @contextlib.contextmanager
    def writer(self, *, wait: float = _REPAIR) -> Iterator[None]:
        """Hold the writer's lock; inside, `grow` and `settle` may be called.

        Raises:
            IndexLocked: somebody else is still writing after `wait` seconds.
        """
        with writer_lock(self._storage.folder, wait=wait):
            self._writing = None
            try:
                yield
                self._merging.start_where_due(self._writing)
            finally:
                self._writing = None

    def reconciled(self) -> Manifest:
        """Return the manifest the writer begins from, which agrees with the truth."""
        return self._reconciled().manifest

    def _reconciled(self) -> View:
        if self._writing is None:
            self._writing = self.reconcile()
        return self._writing

    def reconcile(self) -> View:
        """Make the derived files agree with the truth, and return them."""
        try:
            view = self._in_place()
        except IndexDamaged as damage:
            if self._files.stamp() is not None:  # else there was nothing yet
                _LOG.warning(
                    "%s. What is made from the articles is made again, and nothing is embedded "
                    "for it.", damage
                )  # fmt: skip
            return self.rebuild()
        state, manifest = self._storage.counters.state(), view.manifest
        if view.agrees(state.generation, state.last_passage):
            return view
        if state.generation < manifest.floor:  # the truth was put back from an older copy
            return self.rebuild()
        truth, held = self._storage.passages.rows(), view.vectors.rows()
        gone = np.setdiff1d(held, truth, assume_unique=True)
        if len(held) - len(gone) < len(truth):
            return self.rebuild()
        changes = self._word_changes(view.words, truth)
        sound = view.covers(state.generation) and view.words.settled
        if sound and changes is None and not len(gone):
            return view
        manifest = replace(
            manifest,
            floor=state.generation,
            generation=max(state.generation, manifest.generation),
            last_row=max(state.last_passage, manifest.last_row),
        )
        try:
            words = view.words.update(*(changes or ()))
            return self._files.put(View(manifest, view.vectors.retire(gone), words))
        except OSError:  # not for want of room, perhaps: then making it anew works
            return self.rebuild()

    def _word_changes(
        self, words: LexicalStore, truth: Rows
    ) -> tuple[Iterable[Entry], Iterable[int]] | None:
        if words.count == len(truth):  # never less than the truth: so the same
            return None
        held = words.rows()
        gone = np.setdiff1d(held, truth).tolist()
        return entries(self._storage, np.setdiff1d(truth, held)), gone

    def rebuild(self) -> View:
        """Make every derived file again from the truth, without embedding anything."""
        self._files.make_folder()
        # Row numbers handed out to a writer that died must not be handed out again.
        generation, last_row = self._files.last_given()
        if last_row > self._storage.counters.state().last_passage:
            self._storage.counters.skip_to(generation, last_row)
        folder, dimension = self._files.folder, self._storage.settings.dimension()
        vectors = filled(self.engines.vectors.new(folder, dimension), self._storage)
        words = self.engines.words.new(folder).update(entries(self._storage))
        return self._files.put(View(self._manifest(self._storage.counters.state()), vectors, words))

    def grow(
        self, state: State, rows: Rows, vectors: StoredVectors | None, added: list[Entry]
    ) -> None:
        """Add passages that the truth will have from `state.generation` on; take nothing out."""
        view = self._merging.adopt(self._reconciled())
        # Until the end of `settle`, an exception leaves it to the next writer to find out.
        self._writing = None
        manifest = replace(view.manifest, generation=state.generation, last_row=state.last_passage)
        held, words = view.vectors, view.words
        if vectors is not None and len(rows):
            held, words = held.add(rows, vectors), words.update(added)
        self._grown = self._files.put(View(manifest, held, words))

    def settle(self, dead: Rows) -> None:
        """Take out passages that the truth no longer has, now that it is committed."""
        view, self._grown = self._grown or self._reconciled(), None
        view = replace(view, manifest=replace(view.manifest, floor=view.manifest.generation))
        if len(dead):
            view = replace(view, vectors=view.vectors.retire(dead))
            view = self._files.put(view, words_change=True)
            view = replace(view, words=view.words.update(remove=dead.tolist()))
        self._writing = view = self._files.put(view)
        with self._lock:  # a search that follows need not open what is open
            self._view, self._stamp = view, self._files.stamp()
        self._merging.start_where_due(view)
