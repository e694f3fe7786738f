"""Where articles come from: paths given by a user become files and URLs to read, in order."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path, PurePath
from typing import Any, Literal

from index.articles.article import Article
from index.errors import ReadError
from index.readers.fields.mapping import ColumnMap
from index.readers.registry import FORMATS, HEAD

_OF_SAVED_PAGES = ("_files", "-Dateien", "_fichiers", "_archivos", "_bestanden", "_arquivos")
"""How browsers name the folder of what they save with a page."""


_LOCK = "~$"
"""How the files are called that say who has a document open."""

_OUT = "a link that leads out of the folder; give what it leads to by its own path"
_KINDS = 5
"""Suffixes that are named where no file of a folder is read."""


@dataclass(slots=True)
class Allowance:
    """What may still be unpacked from one file, whatever lies in what in it."""

    bytes: int = 512 * 1024 * 1024
    members: int = 20_000


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read. `key` stays the same when the content changes: absolute path or URL.

    What lies in an archive or a mail has `!/` and its name there after key and path. `depth` says
    in how many it lies, `allowance` what may still be unpacked of the outermost.
    What an address gave may lie in the file `fetched`, with the type that the address calls it by.
    `name` is what the file is called where it came from, when `path` is that of a copy. `columns`
    are those that a user named for fields; formats without columns pass them over. `copy` is where
    the file lies when `path` is that on another machine; lists of authors lie about it as there.
    """

    key: str
    path: Path | None = None
    url: str | None = None
    depth: int = 0
    allowance: Allowance | None = field(default=None, compare=False, repr=False)
    fetched: Path | None = None
    media_type: str = ""
    name: str | None = None
    columns: ColumnMap = ()
    copy: Path | None = None

    @property
    def file_name(self) -> str:
        """What the file is called by people, or the last part of the address."""
        if self.name is not None:
            return PurePath(self.name.rstrip("/")).name
        return self.path.name if self.path else PurePath(self.key.rstrip("/")).name

    @property
    def suffix(self) -> str:
        """The suffix of the file, lower-case, "" where an address gave it."""
        return self.path.suffix.lower() if self.path else ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that did not become an article; `error` says what is wrong and what to do."""

    path: str
    error: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was left out with good reason, such as a picture or an empty feed item."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a source lists.

    `changed` is when the list says that it changed, as it is written there. `kind` is "page" for an
    article's page, "teaser" for one that the source says something of, "list" for another list.
    """

    url: str
    changed: str | None = None
    kind: Literal["page", "teaser", "list"] = "page"


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What came of reading one source; a table may give both articles and failures.

    `drafts` are articles that their source says are not published; `withdrawn` the identifiers of
    those that it says nobody may read any more. `links` lead to articles that it only lists.
    """

    articles: tuple[Article, ...] = ()
    failures: tuple[Failure, ...] = ()
    skipped: tuple[Skip, ...] = ()
    drafts: tuple[Article, ...] = ()
    withdrawn: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def joined(parts: Iterable[ReadOutcome]) -> ReadOutcome:
    """Return several outcomes of one source as one."""
    every = list(parts)
    if len(every) == 1:
        return every[0]
    kinds = (one.name for one in fields(ReadOutcome))
    return ReadOutcome(**{kind: _all(every, kind) for kind in kinds})


def _all(parts: Iterable[ReadOutcome], kind: str) -> tuple[Any, ...]:
    return tuple(one for part in parts for one in getattr(part, kind))


@dataclass(slots=True)
class Found:
    """What paths lead to: sources to read, what cannot be reached, and what is left out."""

    sources: list[Source]
    failures: list[Failure]
    skipped: list[Skip]


def find_sources(paths: Sequence[str]) -> Found:
    """Return what `paths` (files, folders, `http(s)` addresses) lead to, each source once.

    Folders are walked in sorted order; hidden names count only when given by themselves. Files in
    folders whose suffix no format has are skipped, as are links that lead out of the folder, hidden
    names without a word; those whose suffix says little (`.xml`, `.json`) are looked at first. Of a
    folder that gives nothing is said why. A file reached twice (through a link, or given twice)
    counts once, under the path met first.
    """
    result = Found([], [], [])
    for found in iter_sources(paths):
        if isinstance(found, Failure):
            result.failures.append(found)
        elif isinstance(found, Skip):
            result.skipped.append(found)
        else:
            result.sources.append(found)
    return result


def iter_sources(paths: Sequence[str]) -> Iterator[Source | Failure | Skip]:
    """Yield what `find_sources` returns, one after the other, as folders are walked."""
    met: set[object] = set()
    for path in paths:
        for found in _expand(path):
            if isinstance(found, Source):
                identity = _identity(found)
                if identity in met:
                    continue
                met.add(identity)
            yield found


def is_url(path: str) -> bool:
    """Tell whether a path given by the user is a web address."""
    return path.lower().startswith(("http://", "https://"))


def _expand(path: str) -> Iterator[Source | Failure | Skip]:
    if is_url(path):
        yield Source(key=path, url=path)
        return
    where = Path(os.path.abspath(Path(path).expanduser()))
    try:
        mode = where.stat().st_mode
    except (OSError, ValueError) as error:
        yield Failure(path, _missing(where, error))
        return
    if stat.S_ISDIR(mode):
        yield from _given_folder(where)
    elif not stat.S_ISREG(mode):
        yield Failure(path, f"{path}: not a regular file; give a file or a folder")
    else:
        yield _named(where, path)


def _given_folder(folder: Path) -> Iterator[Source | Failure | Skip]:
    """Yield what lies in a folder that a user named; where that is nothing, why."""
    left: Counter[str] = Counter()
    gives = False
    for found in _walk(folder, frozenset(), os.path.realpath(folder)):
        if isinstance(found, Skip):
            left[PurePath(found.path).suffix.lower() or "without a suffix"] += 1
        else:
            gives = True
        yield found
    if not gives:
        yield Skip(str(folder), _why_nothing(folder, left))


def _why_nothing(folder: Path, left: Counter[str]) -> str:
    if left:
        kinds = ", ".join(f"{count} {kind}" for kind, count in left.most_common(_KINDS))
        others = " and others" if len(left) > _KINDS else ""
        return f"no file in this folder is read: {kinds}{others}"
    names = sorted(os.listdir(folder))
    hidden = [name for name in names if name.startswith((".", _LOCK))]
    if not names:
        return "this folder is empty"
    if len(hidden) == len(names):
        return f"this folder has hidden names only ({hidden[0]}); name a file to have it read"
    return "there are no files in this folder or in those in it"


def _named(where: Path, path: str) -> Source | Failure:
    try:
        FORMATS.of_file(where.name)
    except ReadError as error:
        return Failure(path, f"{path}: {error}")
    return Source(key=str(where), path=where)


def _missing(where: Path, error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return f"{where}: not allowed to look at it; check the permissions"
    if isinstance(error, FileNotFoundError):
        return f"{where}: no such file or folder; check the spelling"
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"{where}: cannot be reached ({reason}); check the path"


def _walk(
    folder: Path, above: frozenset[tuple[int, int]], root: str
) -> Iterator[Source | Failure | Skip]:
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(str(folder), f"{folder}: folder cannot be listed ({error.strerror})")
        return
    identity = (status.st_dev, status.st_ino)
    if identity in above:  # a link that leads back up
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if entry.name.startswith((".", _LOCK)):
            continue
        path = folder / entry.name
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file()
        except OSError:  # a link to itself
            continue
        page = _page_of(entry.name, names) if is_folder else None
        if entry.is_symlink() and leads_out(path, root):
            yield Skip(str(path), _OUT)
        elif page:
            yield Skip(str(path), f"pictures and frames of the saved page {page}")
        elif is_folder:
            yield from _walk(path, above | {identity}, root)
        elif is_file:
            reason = _why_not(path)
            yield Source(key=str(path), path=path) if reason is None else Skip(str(path), reason)


def leads_out(path: Path, root: str | Path) -> bool:
    """Tell whether what `path` leads to lies outside of the folder `root`.

    Who may write into a folder must not choose what else of the machine is indexed with it.
    """
    inside = os.path.realpath(root)
    return os.path.commonpath([inside, os.path.realpath(path)]) != inside


def is_readable(path: Path) -> bool:
    """Tell whether a file is one that is read where it is met in a folder."""
    return _why_not(path) is None


def _why_not(path: Path) -> str | None:
    return FORMATS.why_not(path.suffix, partial(_head, path))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:  # its reader says what is wrong
        return b""


def _page_of(folder: str, beside: set[str]) -> str | None:
    """Return the saved page beside a folder that holds what a browser saved with it."""
    for ending in _OF_SAVED_PAGES:
        if folder.endswith(ending):
            pages = (f"{folder.removesuffix(ending)}{suffix}" for suffix in (".html", ".htm"))
            return next((page for page in pages if page in beside), None)
    return None


def _identity(source: Source) -> object:
    if source.path is None:
        return source.key
    try:
        status = source.path.stat()
    except OSError:
        return source.key
    return status.st_dev << 64 | status.st_ino  # smaller than a pair: there may be many
