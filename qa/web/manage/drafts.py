"""Drafts: what was understood of a file that an editor sent, until it is saved or forgotten.

A draft is a private folder beside the index, `.drafts/TOKEN/`, with the file as it came and
`draft.json`; it outlives a restart of the server, but not its time. How many there are, and how
large they are together, is bounded.

While a draft is being made its maker holds a lock in its folder. The system lets go of it when that
process dies, however it dies: a folder without `draft.json` whose lock is free was left behind.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from filelock import BaseFileLock, FileLock, Timeout

from index.articles.article import Article
from index.articles.codec import from_json, to_json
from index.store.files.synced_files import make_folder, sync_file, write_in_place
from qa.web.requests.problems import Busy

FOLDER = ".drafts"
FILE_BYTES = 32_000_000
"""How large a file may be."""

_FILE = "draft.json"
_MAKING = "making.lock"
_BEGINNING = ".drafts.lock"
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLimits:
    """How long a draft is kept (s), how many there may be, and how many bytes their files take."""

    seconds: float = 24 * 3600.0
    count: int = 50
    file_bytes: int = FILE_BYTES
    all_bytes: int = 512_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was understood of one file.

    `name` is what the file was called (as data), `url` where it was fetched from, `file` its name
    on disk, `by` the name of the editor, `made` seconds since 1970. Articles have no identifiers.
    """

    token: str
    name: str
    file: str
    by: str
    made: float
    size: int
    url: str | None = None
    articles: tuple[Article, ...] = ()
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftFolder:
    """Where a new draft is made."""

    token: str
    folder: Path


class Drafts:
    """The drafts of one index folder."""

    def __init__(
        self,
        folder: Path,
        limits: DraftLimits | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder.absolute() / FOLDER
        self._clock = clock
        self._lock = threading.Lock()
        self._begun: dict[str, BaseFileLock] = {}
        self.limits = limits or DraftLimits()

    def begin(self) -> DraftFolder:
        """Make a private folder for a new draft; `put` or `drop` must follow.

        Raises:
            Busy: when there are too many drafts, or no room for one more.
        """
        make_folder(self._folder)
        with self._lock, self._beginning():
            self._sweep()
            sizes = [self._size(token) for token in self._tokens()]
            room = self.limits.all_bytes - sum(sizes)
            if len(sizes) >= self.limits.count or room < self.limits.file_bytes:
                raise Busy(
                    f"{len(sizes)} files wait to be saved already; save or discard some of them "
                    f"first."
                )
            place = self._place(secrets.token_hex(16))
            make_folder(place.folder, mode=0o700)
            lock = _lock(place.folder / _MAKING)
            lock.acquire()
            self._begun[place.token] = lock
            return place

    def clean(self) -> int:
        """Forget what was left by servers that are gone; return how many drafts that were.

        Those that another server makes meanwhile are left alone.
        """
        if not self._folder.is_dir():
            return 0
        with contextlib.suppress(OSError), self._lock, self._beginning():
            before = len(self._tokens())
            self._sweep()
            for token in self._tokens():
                if not (self._place(token).folder / _FILE).exists() and self._is_abandoned(token):
                    self.drop(token)
            return before - len(self._tokens())
        return 0  # the folder cannot be written to; the first draft will say so

    def _is_abandoned(self, token: str) -> bool:
        lock = _lock(self._place(token).folder / _MAKING)
        try:
            lock.acquire(blocking=False)
        except (Timeout, OSError):
            return False
        lock.release()
        return True

    def _beginning(self) -> BaseFileLock:
        """Return the lock without which no draft is begun, so that none is taken for abandoned."""
        return _lock(self._folder.with_name(_BEGINNING))

    def put(self, draft: Draft) -> None:
        """Store a draft whose file is in its place already."""
        path = self._place(draft.token).folder / _FILE
        with contextlib.suppress(FileNotFoundError):
            sync_file(self.path_of(draft))  # before something speaks of it
        articles = [to_json(article) for article in draft.articles]
        content = {**asdict(replace(draft, articles=())), "articles": articles}
        write_in_place(path, json.dumps(content, ensure_ascii=False).encode())
        self._let_go(draft.token)

    def get(self, token: str, by: str) -> Draft | None:
        """Return the draft of an editor, or None when it is unknown, another's or too old."""
        if not _TOKEN.fullmatch(token):
            return None
        draft = self._read(token)
        if draft is None or draft.by != by or self.expires(draft) <= self._clock():
            return None
        return draft

    def of(self, by: str) -> list[Draft]:
        """Return the drafts of an editor, oldest first."""
        found = (self.get(token, by) for token in self._tokens())
        return sorted((draft for draft in found if draft), key=lambda draft: draft.made)

    def expires(self, draft: Draft) -> float:
        """Return when a draft is forgotten, in seconds since 1970."""
        return draft.made + self.limits.seconds

    def path_of(self, draft: Draft) -> Path:
        """Return the file of a draft."""
        return self._place(draft.token).folder / draft.file

    def drop(self, token: str) -> None:
        """Forget a draft with its file."""
        if _TOKEN.fullmatch(token):
            shutil.rmtree(self._place(token).folder, ignore_errors=True)
            self._let_go(token)

    def now(self) -> float:
        """Return the time by which drafts grow old."""
        return self._clock()

    def _let_go(self, token: str) -> None:
        lock = self._begun.pop(token, None)
        if lock is not None:
            lock.release()
            (self._place(token).folder / _MAKING).unlink(missing_ok=True)

    def _place(self, token: str) -> DraftFolder:
        return DraftFolder(token, self._folder / token)

    def _tokens(self) -> list[str]:
        try:
            return sorted(filter(_TOKEN.fullmatch, os.listdir(self._folder)))
        except OSError:  # there are none yet
            return []

    def _size(self, token: str) -> int:
        """Return the bytes of a draft's files; one that is being made may become of full size."""
        if token in self._begun:
            return self.limits.file_bytes
        with contextlib.suppress(OSError):
            return sum(entry.stat().st_size for entry in os.scandir(self._place(token).folder))
        return 0

    def _sweep(self) -> None:
        for token in self._tokens():
            if token not in self._begun and self._age(token) >= self.limits.seconds:
                self.drop(token)

    def _age(self, token: str) -> float:
        with contextlib.suppress(OSError):
            return self._clock() - self._place(token).folder.stat().st_mtime
        return 0.0

    def _read(self, token: str) -> Draft | None:
        try:
            content = json.loads((self._place(token).folder / _FILE).read_bytes())
            return _draft({**content, "token": token})
        except (OSError, ValueError, KeyError, TypeError):  # not finished, or going away
            return None


def _lock(path: Path) -> BaseFileLock:
    # A draft is begun in one thread and finished in another.
    return FileLock(path, is_singleton=False, thread_local=False)


def _draft(content: dict[str, Any]) -> Draft:
    return Draft(
        **{
            **content,
            "articles": tuple(map(from_json, content["articles"])),
            "failures": tuple(content["failures"]),
        }
    )
