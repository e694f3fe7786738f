"""The folder of derived files: a manifest, and what the stores of vectors and words keep there."""

import contextlib
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import IndexDamaged
from index.search.engines import Engines
from index.search.lexical_store import LexicalStore
from index.search.vector_store import VectorStore
from index.store.manifest import FILE, Manifest, read_manifest, write_manifest


@dataclass(frozen=True, slots=True)
class View:
    """Both stores in one state, and the manifest of it; unchanging, shared by threads."""

    manifest: Manifest
    vectors: VectorStore
    words: LexicalStore

    def covers(self, generation: int) -> bool:
        """Whether every passage of this generation of the truth can be found."""
        return self.manifest.covers(generation)


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

    def _sweep(self, view: View) -> None:
        needed = {FILE} | view.vectors.names | view.words.names
        for path in self.folder.iterdir():
            if path.name in needed:
                continue
            with contextlib.suppress(OSError):  # still open elsewhere, on some systems
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()

    def make_folder(self) -> None:
        """Have a folder to derive into, whatever lies in its place or in that of the manifest."""
        if not self.folder.is_dir():
            self.folder.unlink(missing_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        if (self.folder / FILE).is_dir():
            shutil.rmtree(self.folder / FILE)

    def last_given(self) -> tuple[int, int]:
        """Return the last generation and passage row ever given out, as far as that is known."""
        try:
            manifest = self.manifest()
        except IndexDamaged:
            return 0, 0
        return manifest.generation, manifest.last_row
