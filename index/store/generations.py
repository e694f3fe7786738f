"""Derived files follow the truth: grown before a commit, settled after it, made again when lost.

The rule that keeps a reader from seeing half a generation: what is derived is always a superset of
the truth. New passages are written to the derived files first, then the truth is committed, then
what is gone is taken out of the derived files. A reader looks up every row it finds in the one
generation of the truth it sees, and rows unknown there are dropped.
"""

import contextlib
import hashlib
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.articles.article import Article
from index.articles.passages import Passage
from index.articles.rows import Rows
from index.errors import IndexDamaged, IndexLocked, IndexProblem
from index.search.lexical import ANALYSIS, Entry, Lexical
from index.search.vectors import Codes, Dense, Segment, SegmentStamp, write_segment
from index.store import manifest as manifests
from index.store.damage import EMBED
from index.store.locking import writer_lock
from index.store.manifest import Manifest
from index.store.soundness import stored_vectors
from index.store.storage import DERIVED, State, Storage

_LOG = logging.getLogger(__name__)

FOLDER = DERIVED

_MERGE = 2
"""A segment is merged with the ones after it once they are together half as large; so each row is
rewritten a number of times that grows with the logarithm of the index."""

_DEAD_SHARE = 0.25
"""Of all rows in segments; with more, everything is merged into one without them."""

_PATIENCE = 3.0
"""Seconds a reader waits for a writer to finish before it derives in memory."""


@dataclass(frozen=True, slots=True)
class View:
    """Both searches over one state of the derived files."""

    manifest: Manifest
    dense: Dense
    lexical: Lexical

    def covers(self, generation: int) -> bool:
        """Whether every passage of this generation of the truth can be found."""
        return self.manifest.floor <= generation <= self.manifest.generation


class Generations:
    """The derived files of one index folder."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.folder = storage.folder / FOLDER
        self._lock = threading.Lock()
        self._view: View | None = None
        self._stamp: object = None
        self._verified: dict[str, tuple[object, str]] = {}
        self._writing: Manifest | None = None
        self._said = False

    # Reading

    def covering(self, state: State) -> View | None:
        """Return a view of the generation of `state`; None when `catch_up` must be called first."""
        with self._lock:
            if self._view is None or self._stamp != self._stat():
                try:
                    self._view, self._stamp = self._load()
                except IndexDamaged:
                    return None
            return self._view if self._view.covers(state.generation) else None

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
                with self.writer():
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
            return self.covering(self._storage.state()) is not None

    def _derive_in_memory(self) -> None:
        with self._lock, self._storage.reading():
            stamp = self._stat()
            rows, codes = self._codes(_dimension(self._storage))
            lexical = Lexical(None)
            lexical.update(self._entries(None))
            lexical.reload()
            state = self._storage.state()
            manifest = Manifest(
                index_id="", generation=state.generation, floor=state.generation,
                last_row=state.last_passage, dimension=codes.shape[1], segments=(),
                dead=np.empty(0, np.int64), words="", analysis=ANALYSIS, words_files=None,
            )  # fmt: skip
            dense = Dense([Segment.of(rows, codes)], manifest.dead, manifest.dimension)
            self._view, self._stamp = View(manifest, dense, lexical), stamp

    def _load(self) -> tuple[View, object]:
        stamp = self._stat()
        manifest = manifests.read_manifest(self.folder)
        self._check(manifest)
        # Once only: the writer loads without the lock, while readers may replace the view.
        before = self._view
        known = (
            dict(zip(before.manifest.segments, before.dense.segments, strict=False))
            if before
            else {}
        )
        segments = [
            known.get(one) or Segment.open(self.folder / one.file, one, manifest.dimension)
            for one in manifest.segments
        ]
        lexical = Lexical(self._words_folder(manifest), read_only=self._storage.read_only)
        if stamp != self._stat():
            raise IndexDamaged(f"{self.folder} changed while it was opened")
        return View(manifest, Dense(segments, manifest.dead, manifest.dimension), lexical), stamp

    def _check(self, manifest: Manifest) -> None:
        if manifest.index_id != self._storage.setting("index_id"):
            raise IndexDamaged(f"{self.folder} belongs to another index")
        if manifest.dimension != _dimension(self._storage):
            raise IndexDamaged(f"{self.folder} was made with another model")
        if manifest.analysis != ANALYSIS:
            raise IndexDamaged(f"{self.folder} was made by another version")
        for problem in self.words_problems(manifest):
            raise IndexDamaged(problem)

    def _words_folder(self, manifest: Manifest) -> Path:
        if Path(manifest.words).name != manifest.words:
            raise IndexDamaged(f"{manifest.words!r} is no folder of the index")
        return self.folder / manifest.words

    def words_problems(self, manifest: Manifest) -> Iterator[str]:
        """Say which of the lexical engine's files are not as they were written."""
        folder = self._words_folder(manifest)
        for name, digest in sorted((manifest.words_files or {}).items()):
            if self._hash(folder / name) != digest:
                yield f"{folder / name} is missing or not as it was written: its SHA-256 differs"

    def _hash(self, path: Path) -> str:
        # Files that have not changed since they were hashed are not hashed again.
        try:
            found = path.stat()
            stamp = (found.st_ino, found.st_size, found.st_mtime_ns)
            known = self._verified.get(str(path))
            if known and known[0] == stamp:
                return known[1]
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""
        self._verified[str(path)] = (stamp, digest)
        return digest

    def _stat(self) -> object:
        try:
            found = os.stat(self.folder / manifests.FILE)
        except OSError:
            return None
        return (found.st_ino, found.st_size, found.st_mtime_ns)

    def problems(self) -> Iterator[str]:
        """Say how what is derived disagrees with the truth, reading all of it again."""
        if self._storage.setting("dimension") is None:
            return
        self._verified.clear()
        with self._lock, self._storage.reading():
            self._view = None  # segments already open are hashed again, too
            try:
                view, _ = self._load()
                rows, codes = self._codes(view.manifest.dimension)
            except IndexDamaged as error:
                yield str(error)
                return
            if not view.covers(self._storage.state().generation):
                yield f"{self.folder} is of another generation"
            held, positions = view.dense.codes(rows)
            if not held.all() or not np.array_equal(positions, codes[held]):
                yield f"{self.folder}: the vectors are not those of {self._storage.path}"
            if len(np.intersect1d(view.dense.dead, rows)):
                yield f"{self.folder}: passages are masked that are not gone"
            if len(np.setdiff1d(rows, view.lexical.rows())):
                yield f"{self.folder}: passages are missing from the lexical index"

    # Writing: the caller holds the writer's lock

    @contextlib.contextmanager
    def writer(self) -> Iterator[None]:
        """Hold the writer's lock; inside, `grow` and `settle` may be called."""
        with writer_lock(self._storage.folder):
            self._writing = None
            try:
                yield
            finally:
                self._writing = None

    def reconciled(self) -> Manifest:
        """Return the writer's manifest, which agrees with the truth."""
        if self._writing is None:
            self._writing = self.reconcile()
        return self._writing

    def reconcile(self) -> Manifest:
        """Make the derived files agree with the truth, and return their manifest."""
        self._verified.clear()
        try:
            view, _ = self._load()
        except IndexDamaged:
            return self.rebuild()
        state, manifest = self._storage.state(), view.manifest
        if state.generation < manifest.floor:  # the truth was put back from an older copy
            return self.rebuild()
        truth, held = self._storage.passage_rows(), view.dense.rows()
        dead = np.setdiff1d(held, truth, assume_unique=True)
        if len(held) - len(dead) < len(truth):
            return self.rebuild()
        words = self._word_changes(view.lexical, truth)
        sound = view.covers(state.generation) and manifest.words_files is not None
        if sound and words is None and np.array_equal(dead, manifest.dead):
            return manifest
        manifest = replace(
            manifest,
            dead=dead,
            floor=state.generation,
            generation=max(state.generation, manifest.generation),
            last_row=max(state.last_passage, manifest.last_row),
        )
        try:
            return self._write_words(manifest, *(words or ((), ())))
        except OSError:  # not for want of room, perhaps: then making it anew works
            return self.rebuild()

    def _word_changes(
        self, lexical: Lexical, truth: Rows
    ) -> tuple[Iterable[Entry], Iterable[int]] | None:
        if lexical.count == len(truth):  # never less than the truth: so the same
            return None
        held = lexical.rows()
        gone = np.setdiff1d(held, truth).tolist()
        return self._entries(np.setdiff1d(truth, held)), gone

    def rebuild(self) -> Manifest:
        """Make every derived file again from the truth, without embedding anything."""
        self._make_folder()
        with contextlib.suppress(IndexDamaged):
            # Row numbers handed out to a writer that died must not be handed out again.
            last = manifests.read_manifest(self.folder)
            if last.last_row > self._storage.state().last_passage:
                self._storage.skip_to(last.generation, last.last_row)
        state = self._storage.state()
        rows, codes = self._codes(_dimension(self._storage))
        manifest = Manifest(
            index_id=self._storage.setting("index_id"), generation=state.generation,
            floor=state.generation, last_row=state.last_passage, dimension=codes.shape[1],
            segments=(write_segment(self._new_path("vectors", ".faiss"), rows, codes),),
            dead=np.empty(0, np.int64), words=self._new_path("words", "").name,
            analysis=ANALYSIS, words_files=None,
        )  # fmt: skip
        return self._write_words(manifest, self._entries(None), ())

    def _make_folder(self) -> None:
        """Have a folder to derive into, whatever lies in its place or in that of the manifest."""
        if not self.folder.is_dir():
            self.folder.unlink(missing_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        if (self.folder / manifests.FILE).is_dir():
            shutil.rmtree(self.folder / manifests.FILE)

    def grow(self, state: State, rows: Rows, codes: Codes | None, entries: list[Entry]) -> None:
        """Add passages that the truth will have from `state.generation` on; take nothing out."""
        manifest = replace(
            self.reconciled(), generation=state.generation, last_row=state.last_passage
        )
        # Until the end of `settle`, an exception leaves it to the next writer to find out.
        self._writing = None
        if codes is not None and len(rows):
            manifest = self._with_segment(manifest, rows, codes)
            Lexical(self._words_folder(manifest)).update(entries)
        self._grown = self._put(replace(manifest, words_files=self._hashed_words(manifest)))

    def settle(self, dead: Rows) -> None:
        """Take out passages that the truth no longer has, now that it is committed."""
        manifest = replace(self._grown, floor=self._grown.generation)
        if len(dead):
            manifest = replace(manifest, dead=np.union1d(manifest.dead, dead), words_files=None)
        manifest = self._put(manifest)
        if len(manifest.dead) > _DEAD_SHARE * sum(stamp.rows for stamp in manifest.segments):
            manifest = self._compacted(manifest)
        self._writing = self._write_words(manifest, (), dead.tolist()) if len(dead) else manifest

    def _write_words(
        self, manifest: Manifest, add: Iterable[Entry], remove: Iterable[int]
    ) -> Manifest:
        Lexical(self._words_folder(manifest)).update(add, remove)
        return self._put(replace(manifest, words_files=self._hashed_words(manifest)))

    def _hashed_words(self, manifest: Manifest) -> dict[str, str]:
        folder = self._words_folder(manifest)
        names = sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")
        return {name: self._hash(folder / name) for name in names}

    def _with_segment(self, manifest: Manifest, rows: Rows, codes: Codes) -> Manifest:
        kept = list(manifest.segments)
        size, merged = len(rows), 0
        while kept and kept[-1].rows <= _MERGE * size:
            size += kept.pop().rows
            merged += 1
        old = manifest.segments[len(kept) :] if merged else ()
        rows, codes = self._merged(manifest, old, (rows, codes))
        dead = np.setdiff1d(manifest.dead, self._held_by(old), assume_unique=True)
        stamp = write_segment(self._new_path("vectors", ".faiss"), rows, codes)
        return replace(manifest, segments=(*kept, stamp), dead=dead)

    def _compacted(self, manifest: Manifest) -> Manifest:
        empty = (np.empty(0, np.int64), np.empty((0, manifest.dimension), np.float16))
        rows, codes = self._merged(manifest, manifest.segments, empty)
        stamp = write_segment(self._new_path("vectors", ".faiss"), rows, codes)
        return replace(manifest, segments=(stamp,), dead=np.empty(0, np.int64))

    def _merged(
        self, manifest: Manifest, stamps: tuple[SegmentStamp, ...], last: tuple[Rows, Codes]
    ) -> tuple[Rows, Codes]:
        if not stamps:
            return last
        segments = [Segment.open(self.folder / one.file, one, manifest.dimension) for one in stamps]
        rows = np.concatenate([*(segment.rows for segment in segments), last[0]])
        codes = np.concatenate([*(segment.codes for segment in segments), last[1]])
        alive = np.isin(rows, manifest.dead, invert=True)
        return rows[alive], codes[alive]

    def _held_by(self, stamps: tuple[SegmentStamp, ...]) -> Rows:
        dimension = _dimension(self._storage)
        opened = [Segment.open(self.folder / one.file, one, dimension).rows for one in stamps]
        return np.concatenate([np.empty(0, np.int64), *opened])

    def _put(self, manifest: Manifest) -> Manifest:
        manifests.write_manifest(self.folder, manifest)
        self._sweep(manifest)
        return manifest

    def _sweep(self, manifest: Manifest) -> None:
        needed = {manifests.FILE, manifest.words, *(stamp.file for stamp in manifest.segments)}
        for path in self.folder.iterdir():
            if path.name in needed:
                continue
            with contextlib.suppress(OSError):  # still open elsewhere, on some systems
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()

    def _new_path(self, kind: str, suffix: str) -> Path:
        taken = {path.name for path in self.folder.iterdir()}
        number = 1
        while f"{kind}-{number:06}{suffix}" in taken:
            number += 1
        return self.folder / f"{kind}-{number:06}{suffix}"

    def _codes(self, dimension: int) -> tuple[Rows, Codes]:
        rows: list[Rows] = [np.empty(0, np.int64)]
        codes: list[Codes] = [np.empty((0, dimension), np.float16)]
        damaged = 0
        for article in self._storage.article_rows():
            rows.append(self._storage.passage_rows([article]))
            count = len(rows[-1])
            try:
                codes.append(stored_vectors(self._storage, article, dimension, count))
            except IndexDamaged:
                damaged += 1
                codes.append(np.zeros((count, dimension), np.float16))  # near to nothing
        if damaged:
            _LOG.warning(
                "%s: %d articles are found by their words alone, for their vectors are not as they "
                "were stored. %s", self._storage.path, damaged, EMBED
            )  # fmt: skip
        return _ascending(np.concatenate(rows), np.concatenate(codes))

    def _entries(self, rows: Rows | None) -> Iterator[Entry]:
        wanted = None if rows is None else set(rows.tolist())
        for article_row in self._storage.article_rows():
            places = self._storage.places_of(article_row)
            if wanted is not None and not any(place.row in wanted for place in places):
                continue
            article = self._storage.articles_at([article_row]).get(article_row)
            for place in places:
                if wanted is not None and place.row not in wanted:
                    continue
                if article is None:  # damaged: never found by its words, never quoted
                    yield Entry(place.row, article_row, "", "")
                else:
                    yield entry(place.row, article_row, article, place.passage)


def entry(row: int, article_row: int, article: Article, passage: Passage) -> Entry:
    """Return what the lexical engine is told of a passage."""
    text = article.text[passage.start : passage.end]
    order = hashlib.sha256(f"{article.id}#{passage.number}".encode()).digest()[:6]
    return Entry(
        row=row,
        article=article_row,
        text=f"{passage.heading}\n{text}",
        title=article.info.title or "",
        order=int.from_bytes(order),
    )


def _dimension(storage: Storage) -> int:
    return storage.dimension()


def _ascending(rows: Rows, codes: Codes) -> tuple[Rows, Codes]:
    order = np.argsort(rows, kind="stable")
    return rows[order], codes[order]
