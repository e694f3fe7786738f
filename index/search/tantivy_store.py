"""Words in a folder of tantivy's files, each compared with its hash before it is believed.

The record (`folder`, `analysis`, `files`) is described in docs/index-format.md.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from index.articles.rows import Rows
from index.errors import IndexDamaged
from index.search.analysis import ANALYSIS
from index.search.lexical_store import Entry, LexicalStore
from index.search.records import Record
from index.search.tantivy_index import TantivyIndex
from index.search.word_search import WordSearch


class FileHashes:
    """SHA-256 of files; one that looks as it did when it was hashed is not read again."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[object, str]] = {}

    def of(self, path: Path) -> str:
        """Return the hash in hex, or "" for a file that cannot be read."""
        try:
            found = path.stat()
            stamp = (found.st_ino, found.st_size, found.st_mtime_ns)
            known = self._known.get(path)
            if known and known[0] == stamp:
                return known[1]
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""
        self._known[path] = (stamp, digest)
        return digest


class TantivyStore:
    """A `LexicalStore`.

    Args:
        index: what is searched.
        hashes: those known of its files.
        files: name and hash of each file as it was written; None while that is not known.
    """

    def __init__(
        self, index: TantivyIndex, hashes: FileHashes, files: Mapping[str, str] | None
    ) -> None:
        self._index, self.hashes, self._files = index, hashes, files

    @property
    def count(self) -> int:
        """How many passages are held."""
        return self._index.count

    @property
    def settled(self) -> bool:
        """Whether its files were compared with a record."""
        return self._files is not None

    @property
    def record(self) -> Record:
        """The folder, the version of the analysis of words, and the hash of each file."""
        if self._index.folder is None:
            return {}
        return {
            "folder": self._index.folder.name,
            "analysis": ANALYSIS,
            "files": None if self._files is None else dict(self._files),
        }

    @property
    def record_while_changing(self) -> Record:
        """The record without hashes."""
        record = self.record
        return {**record, "files": None} if record else record

    @property
    def names(self) -> frozenset[str]:
        """The folder."""
        return frozenset([self._index.folder.name] if self._index.folder else ())

    def update(self, add: Iterable[Entry] = (), remove: Iterable[int] = ()) -> "TantivyStore":
        """Return a store with more passages and without some rows, safely on the disk."""
        index = self._index.updated(add, remove)
        return TantivyStore(index, self.hashes, _hashed(index.folder, self.hashes))

    def rows(self) -> Rows:
        """Return every row held, ascending."""
        return self._index.rows()

    def search(self, without: Rows, among: Rows | None = None) -> WordSearch:
        """Prepare a search of all passages but some rows, which are held and do not count."""
        return WordSearch(self._index, without, among)

    def problems(self) -> Iterator[str]:
        """Say which of its files are not as they were written, reading all of them again."""
        if self._index.folder is not None:
            yield from _file_problems(self._index.folder, self._files or {}, FileHashes())


class TantivyEngine:
    """A `LexicalEngine`."""

    def new(self, folder: Path | None) -> TantivyStore:
        """Return an empty store in an existing folder, or in memory where there is none."""
        where = folder / _free_name(folder) if folder else None
        hashes = FileHashes()
        return TantivyStore(TantivyIndex(where), hashes, _hashed(where, hashes))

    def open(
        self,
        folder: Path,
        record: Record,
        before: LexicalStore | None = None,
        *,
        read_only: bool = False,
    ) -> TantivyStore:
        """Return the store that had this record; see `LexicalEngine.open`."""
        try:
            name, analysis, files = record["folder"], record["analysis"], record["files"]
        except KeyError as error:
            raise IndexDamaged(f"{folder} has no words that tantivy wrote") from error
        if analysis != ANALYSIS:
            raise IndexDamaged(f"{folder} was made by another version")
        if not isinstance(name, str) or Path(name).name != name:
            raise IndexDamaged(f"{name!r} is no folder of the index")
        hashes = before.hashes if isinstance(before, TantivyStore) else FileHashes()
        for problem in _file_problems(folder / name, files or {}, hashes):
            raise IndexDamaged(problem)
        return TantivyStore(TantivyIndex(folder / name, read_only=read_only), hashes, files)


def _hashed(folder: Path | None, hashes: FileHashes) -> dict[str, str]:
    if folder is None:
        return {}
    names = sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")
    return {name: hashes.of(folder / name) for name in names}


def _file_problems(folder: Path, files: Mapping[str, str], hashes: FileHashes) -> Iterator[str]:
    for name, digest in sorted(files.items()):
        if hashes.of(folder / name) != digest:
            yield f"{folder / name} is missing or not as it was written: its SHA-256 differs"


def _free_name(folder: Path) -> str:
    taken = {path.name for path in folder.iterdir()}
    number = 1
    while f"words-{number:06}" in taken:
        number += 1
    return f"words-{number:06}"
