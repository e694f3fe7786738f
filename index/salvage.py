"""What can still be read of a damaged database goes into a fresh one.

An article is kept when its text agrees with its content hash. Its passages and vectors go along
when they are sound; else it is cut again and left without vectors, for `verify` to embed. Settings,
judgements, decisions on speakers, earlier versions and what was removed are kept as far as they can
be read; stamps of files, statements and near copies are not, for they are found again. Rows get new
numbers, so that nothing that was kept in memory is mistaken for them.

The damaged file is kept beside the new one under another name.
"""

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.articles.article import Article
from index.articles.details.corrections import Correction
from index.articles.judgement import Judgement
from index.articles.passages import Passage
from index.chunking import partition as chunking
from index.errors import IndexDamaged
from index.store import manifest as manifests
from index.store.damage import renewal, unwritable
from index.store.database import DERIVED, FILE, Database
from index.store.files.synced_files import sync_file, sync_folder
from index.store.soundness import passage_problems, stored_vectors
from index.store.storage import Prepared, Storage
from index.store.tables.counters import State
from index.store.tables.settings import MADE_WITH, READ_UP_TO, Json
from index.store.tables.speaker_decisions import SpeakerDecision
from index.store.tables.versions import Version

_WORK = ".salvage"
_HEADER = 24
"""Bytes of the head of a SQLite file that are the same in every database made here."""

_LONGEST = 100
"""How many times its length a file that broke off may have had; more is damage to its head."""


@dataclass(frozen=True, slots=True)
class Salvage:
    """What a rescue did: where the damaged file is now, articles kept, and lines for those lost."""

    kept_as: Path
    saved: int
    lost: tuple[str, ...]


def salvage(storage: Storage) -> Salvage:
    """Replace the database of `storage` by one of what can be read; hold the writer's lock.

    Raises:
        IndexDamaged: nothing can be read; all is left as it is.
        IndexProblem: there is no room, or the folder cannot be written to.
    """
    work = storage.folder / _WORK
    try:
        shutil.rmtree(work, ignore_errors=True)
        (work / "new").mkdir(parents=True)
        return _salvaged(storage, work)
    except OSError as error:
        raise unwritable(storage.folder, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _salvaged(storage: Storage, work: Path) -> Salvage:
    fresh = Storage(work / "new")
    fresh.articles.count()  # makes the file
    old = _readable(storage, fresh, work)
    try:
        lost = _copy(old, fresh, _names_in(old.database), storage.folder)
    finally:
        old.let_go()
    saved = fresh.articles.count()
    fresh.close()
    if not saved:
        raise IndexDamaged(
            f"No article in {storage.path} can be read. Restore articles.sqlite from a backup; or "
            f"remove the folder {storage.folder} and index the articles again."
        )
    storage.let_go()
    return Salvage(_swap(storage.path, fresh.path), saved, tuple(lost))


def _readable(storage: Storage, fresh: Storage, work: Path) -> Storage:
    """Return the damaged database, or a copy with a sound head and whole length."""
    if _names_in(storage.database):
        return storage
    where = work / "old"
    where.mkdir()
    for suffix in ("", "-wal"):
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(f"{storage.path}{suffix}", where / f"{FILE}{suffix}")
    copy = where / FILE
    if copy.exists():
        with fresh.path.open("rb") as sound, copy.open("r+b") as file:
            file.write(sound.read(_HEADER))
        _lengthen(copy)
    return Storage(where)


def _lengthen(path: Path) -> None:
    """Give a file that broke off the length its head tells of: SQLite reads none of it else."""
    with path.open("r+b") as file:
        head = file.read(_HEADER + 8)
        size = file.seek(0, os.SEEK_END)
        told = int.from_bytes(head[16:18], "big") * int.from_bytes(head[28:32], "big")
        if size < told <= _LONGEST * size:
            file.truncate(told)


def _names_in(old: Database) -> dict[int, tuple[str, str]]:
    """Return identifier and source of every article that any tree of the file tells of.

    A tree that breaks off is read from its other end, too; what is not known is "".
    """
    ids = old.scanned("SELECT row, id FROM articles INDEXED BY sqlite_autoindex_articles_1")
    sources = old.scanned("SELECT row, source FROM articles INDEXED BY articles_by_source")
    rows = {*ids, *sources}
    for table, column in (("articles", "row"), ("vectors", "article")):
        for order in ("ASC", "DESC"):
            rows |= set(old.scanned(f"SELECT {column}, '' FROM {table} ORDER BY {column} {order}"))
    return {row: (ids.get(row, ""), sources.get(row, "")) for row in rows}


def _settings_in(old: Storage) -> dict[str, Json]:
    found = {}
    for name in old.database.scanned("SELECT rowid, name FROM settings").values():
        with contextlib.suppress(IndexDamaged):
            found[name] = (
                old.settings.dimension() if name == "dimension" else old.settings.get(name)
            )
    if not found.keys() >= set(MADE_WITH):  # then all is embedded again
        found = {name: value for name, value in found.items() if name not in MADE_WITH}
    found.pop(READ_UP_TO, None)  # what was read in articles is not saved
    return found


def _judgements_in(old: Storage) -> list[Judgement]:
    found: list[Judgement] = []
    for row in _numbers(old, "judgements"):
        with contextlib.suppress(IndexDamaged):
            found += old.judgements.at([row])
    return found


def _decisions_in(old: Storage) -> list[SpeakerDecision]:
    found: list[SpeakerDecision] = []
    for row in _numbers(old, "speaker_decisions"):
        with contextlib.suppress(IndexDamaged, ValueError):
            found += old.speaker_decisions.at([row])
    return found


def _versions_in(old: Storage) -> Iterator[tuple[Version, Article]]:
    for number in _numbers(old, "article_versions"):
        with contextlib.suppress(IndexDamaged):
            for version in old.versions.at(number):
                article = old.versions.article(version)
                if article is not None:
                    yield version, article


def _numbers(old: Storage, table: str) -> list[int]:
    rows: set[int] = set()
    for order in ("ASC", "DESC"):  # a tree that breaks off is read from its other end, too
        rows |= set(old.database.scanned(f"SELECT number, '' FROM {table} ORDER BY number {order}"))
    return sorted(rows)


def _corrections_in(old: Storage) -> dict[str, tuple[Correction, ...]]:
    try:
        return old.corrections.by_article()
    except IndexDamaged:  # what still can be read of them, article by article
        found = {}
        for name, _ in _names_in(old.database).values():
            with contextlib.suppress(IndexDamaged):
                found[name] = old.corrections.of(name)
        return found


def _copy(
    old: Storage, fresh: Storage, names: dict[int, tuple[str, str]], folder: Path
) -> list[str]:
    lost: list[str] = []
    state = _spent(old, names, folder)
    article, passage = state.last_article, state.last_passage
    ids: set[str] = set()
    with fresh.writing():
        for name, value in _settings_in(old).items():
            fresh.settings.set(name, value)
        dimension = fresh.settings.dimension()
        for row, (identifier, source) in sorted(names.items()):
            found = old.articles.at([row]).get(row)
            if found is None or found.id in ids:
                lost.append(_lost(row, identifier, source))
                continue
            ids.add(found.id)
            prepared = _prepared(old, row, found, source, dimension)
            article += 1
            fresh.insert(article, passage + 1, prepared, old.memberships.saved(row))
            passage += len(prepared.passages)
        for judgement in _judgements_in(old):
            fresh.judgements.restore(judgement)
        for decision in _decisions_in(old):
            fresh.speaker_decisions.put(decision)
        with contextlib.suppress(IndexDamaged):
            fresh.memberships.put_past(old.memberships.past(), old.memberships.names())
        with contextlib.suppress(IndexDamaged):
            for subscription in old.subscriptions.all():
                fresh.subscriptions.put(subscription)
        kept = _removed_in(old, fresh)
        for version, earlier in _versions_in(old):
            if version.article in ids or version.article in kept:
                fresh.versions.put(earlier, version.replaced)
        for name, corrections in _corrections_in(old).items():
            fresh.corrections.put(name, corrections)
        fresh.counters.set(State(state.generation + 1, article, passage))
    return lost


def _removed_in(old: Storage, fresh: Storage) -> set[str]:
    """Keep what was removed and can be brought back; return the identifiers."""
    kept = set()
    for number in _numbers(old, "removed_articles"):
        with contextlib.suppress(IndexDamaged):
            found, removal = old.removed.at(number), old.removed.removal_of(number)
            if found is not None and removal is not None:
                fresh.removed.copy(found, removal)
                kept.add(found.article.id)
    return kept


def _prepared(old: Storage, row: int, article: Article, source: str, dimension: int) -> Prepared:
    vectors = np.empty((0, dimension), np.float32)
    passages: list[Passage] = []
    cut_by = chunking.FINGERPRINT
    with contextlib.suppress(IndexDamaged):
        source, by = old.articles.origin(row)
        if dimension and not passage_problems(old, row, article):
            passages = [place.passage for place in old.passages.of(row)]
            vectors = stored_vectors(old, row, dimension, len(passages)).astype(np.float32)
            cut_by = by
    return Prepared(
        article=article,
        source=source or article.info.path or article.info.url or article.id,
        chunking=cut_by,
        passages=passages or chunking.chunk(article),
        vectors=vectors,
    )


def _spent(old: Storage, names: Iterable[int], folder: Path) -> State:
    """Return counters beyond whatever has been used, as far as that can be known."""
    last = old.database.scanned("SELECT row, '' FROM passages ORDER BY row DESC LIMIT 1")
    states = [State(0, max(names, default=0), max(last, default=0))]
    with contextlib.suppress(IndexDamaged):
        states.append(old.counters.state())
    with contextlib.suppress(IndexDamaged):
        manifest = manifests.read_manifest(folder / DERIVED)
        states.append(State(manifest.generation, 0, manifest.last_row))
    return State(
        max(one.generation for one in states),
        max(one.last_article for one in states),
        max(one.last_passage for one in states),
    )


def _lost(row: int, identifier: str, source: str) -> str:
    name = identifier or f"in row {row}"
    return f"Article {name} could not be saved. {renewal('', source)}."


def _swap(path: Path, fresh: Path) -> Path:
    """Put the fresh file in place of the damaged one, which is kept; return its new name."""
    kept = _free_name(path)
    sync_file(fresh)
    try:
        os.link(path, kept)
    except OSError:
        shutil.copyfile(path, kept)
        sync_file(kept)
    sync_folder(path.parent)  # what is replaced must have its other name by then
    # What SQLite keeps beside a file belongs to that file alone.
    with contextlib.suppress(FileNotFoundError):
        os.replace(f"{path}-wal", f"{kept}-wal")
    with contextlib.suppress(FileNotFoundError):
        os.unlink(f"{path}-shm")
    os.replace(fresh, path)
    sync_folder(path.parent)
    return kept


def _free_name(path: Path) -> Path:
    return next(
        name for name in _names(path) if not name.exists() and not Path(f"{name}-wal").exists()
    )


def _names(path: Path) -> Iterator[Path]:
    number = 1
    while True:
        yield path.with_name(f"{path.name}.damaged-{number}")
        number += 1
