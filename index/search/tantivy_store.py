"""Words in a folder of tantivy's files, each compared with its hash before it is believed.

The record (`folder`, `analysis`, `files`, `terms`) is described in docs/index-format.md.
"""

import contextlib
import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from index.articles.rows import Rows
from index.errors import DerivedDamaged, IndexDamaged
from index.search.analysis import ANALYSIS
from index.search.bm25 import FIELDS
from index.search.lexical_store import Entry, LexicalStore
from index.search.records import Record
from index.search.tantivy_index import TantivyIndex
from index.search.word_search import WordSearch
from index.search.words.whole import MOST, SmallSearch
from index.store.files.synced_files import sync_folder

_LARGE = 1_000_000
"""Bytes from which a file is compared with its hash beside searches, not before the first one."""


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

    def keep(self, paths: Iterable[Path]) -> None:
        """Forget all files but these: each addition makes new ones."""
        self._known = {path: self._known[path] for path in paths if path in self._known}


class TantivyStore:
    """A `LexicalStore`.

    Args:
        index: what is searched.
        hashes: those known of its files.
        files: name and hash of each file as it was written; None while that is not known.
        check: of large files, which goes on.
    """

    def __init__(
        self,
        index: TantivyIndex,
        hashes: FileHashes,
        files: Mapping[str, str] | None,
        check: "LateCheck | None" = None,
    ) -> None:
        self._index, self.hashes, self._files, self._check = index, hashes, files, check

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
        """The folder, the version of the analysis, the hash of each file, and sums of terms."""
        if self._index.folder is None:
            return {}
        return {
            "folder": self._index.folder.name,
            "analysis": ANALYSIS,
            "files": None if self._files is None else dict(self._files),
            "terms": None if self._files is None else self._index.terms,
        }

    @property
    def record_while_changing(self) -> Record:
        """The record without what changes."""
        record = self.record
        return {**record, "files": None, "terms": None} if record else record

    @property
    def names(self) -> frozenset[str]:
        """The folder."""
        return frozenset([self._index.folder.name] if self._index.folder else ())

    def update(self, add: Iterable[Entry] = (), remove: Iterable[int] = ()) -> "TantivyStore":
        """Return a store with more passages and without some rows, safely on the disk."""
        index = self._index.updated(add, remove)
        if index.folder is not None:
            sync_folder(index.folder)  # the library syncs files, and their names only before that
        files = _hashed(index.folder, self.hashes, self._files or {})
        if index.folder is not None:
            self.hashes.keep([index.folder / name for name in files])
        return TantivyStore(index, self.hashes, files, self._check)

    def rows(self) -> Rows:
        """Return every row held, ascending."""
        return self._index.rows()

    def search(self, without: Rows, among: Rows | None = None) -> WordSearch | SmallSearch:
        """Prepare a search of all passages but some rows, which are held and do not count."""
        check = self._check.refuse if self._check else None
        found = WordSearch(self._index, without, among, check)
        if among is not None or self._index.count > MOST:
            return found
        return SmallSearch(found, self._index, without, check)

    def problems(self) -> Iterator[str]:
        """Say which of its files are not as they were written, reading all of them again."""
        if self._index.folder is not None:
            yield from _file_problems(self._index.folder, self._files or {}, FileHashes())
            if self._files is not None and self._index.terms != self._index.terms_counted():
                yield f"{self._index.folder} has other sums of terms than were recorded"


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
        late, now = _by_size(folder / name, files or {})
        for problem in _file_problems(folder / name, now, hashes):
            raise IndexDamaged(problem)
        index = TantivyIndex(
            folder / name, read_only=read_only, terms=_sums(record.get("terms")), files=files
        )
        # A writer adds words before he writes the manifest: those would be taken for this state's.
        changing = {one: digest for one, digest in now.items() if one.endswith(".json")}
        for problem in _file_problems(folder / name, changing, FileHashes()):
            raise IndexDamaged(f"{folder / name} changed while it was opened ({problem})")
        hashes.keep([folder / name / one for one in files or {}])
        check = LateCheck(folder / name, late, hashes) if late else None
        return TantivyStore(index, hashes, files, check)


def _sums(stored: object) -> dict[str, int] | None:
    """Return the sums of terms in a record; None where it has none."""
    if not isinstance(stored, Mapping) or stored.keys() != FIELDS.keys():
        return None
    return {field: int(count) for field, count in stored.items()}


class LateCheck:
    """Compares large files with their hashes in a thread of its own, beside searches.

    What is found by damaged files is at worst not the best: every quote is checked by itself.
    """

    def __init__(self, folder: Path, files: Mapping[str, str], hashes: FileHashes) -> None:
        self._problem: str | None = None
        args = (folder, files, hashes)
        threading.Thread(target=self._run, args=args, name="checking words", daemon=True).start()

    def _run(self, folder: Path, files: Mapping[str, str], hashes: FileHashes) -> None:
        problems = list(_file_problems(folder, files, hashes))
        # Taken away by a writer who merged them: whoever opens the next state checks that.
        self._problem = (
            problems[0] if problems and all((folder / name).exists() for name in files) else None
        )

    def refuse(self) -> None:
        """Refuse to search where damage was found.

        Raises:
            DerivedDamaged: a file is not as it was written.
        """
        if self._problem:
            raise DerivedDamaged(self._problem)


def _by_size(folder: Path, files: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files that are checked beside searches, and those that are checked at once."""
    late = {}
    for name, digest in files.items():
        with contextlib.suppress(OSError):  # one that is missing is noticed at once
            if (folder / name).stat().st_size > _LARGE:
                late[name] = digest
    return late, {name: digest for name, digest in files.items() if name not in late}


def _hashed(
    folder: Path | None, hashes: FileHashes, known: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Return the hash of each file; tantivy changes none of its own once it is written."""
    if folder is None:
        return {}
    names = sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")
    kept = {name: digest for name, digest in known.items() if not name.endswith(".json")}
    return {name: kept.get(name) or hashes.of(folder / name) for name in names}


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
