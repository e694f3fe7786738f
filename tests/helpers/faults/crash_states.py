"""What a disk may hold after the power went off: what was synced, and any part of the rest.

As CrashMonkey and ALICE do it (Mohan et al. 2018, Pillai et al. 2014): the calls are gone through
up to one of them, then of what was never synced some is kept and some is lost. Data are durable
once their file is synced, names once their folder is. Two kinds of file systems are told apart:
those that keep changes of names in their order, and those that promise nothing of it.
"""

import os
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from faults.journal import CREATED, EMPTIED, FOLDER, Entry, Op

PAGE = 4096

Names: TypeAlias = dict[str, "File"]


@dataclass(slots=True, eq=False)
class File:
    """A file or folder: its bytes on the disk, and what was written since it was synced.

    A change is (offset, data), or (size, None).
    """

    is_folder: bool
    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        """Have all of it on the disk."""
        for change in self.pending:
            _apply(self.durable, *change)
        self.pending.clear()


@dataclass(slots=True, eq=False)
class Naming:
    """A change of names: `path` is made (`new` is it), renamed to `new`, or removed (no `new`)."""

    path: str
    new: str | None
    file: File
    durable: bool = False

    @property
    def folder(self) -> str:
        """The folder whose sync makes it durable."""
        return os.path.dirname(self.new or self.path)


@dataclass(frozen=True, slots=True)
class Chance:
    """What becomes of what was not synced."""

    names: Literal["none", "in order", "any", "all"]
    data: Literal["none", "all", "any", "torn", "zeros"]


SYNCED = Chance("none", "none")
"""Nothing is left but what was synced."""

CHANCES = [
    Chance(names, data)  # type: ignore[arg-type]
    for names in ("none", "in order", "any", "all")
    for data in ("none", "all", "any", "torn", "zeros")
]


class Drive:
    """Goes through the calls of a journal; below `root`, which is there before."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.marks: list[str] = []
        self.mapped: set[str] = set()
        """Files that were changed through memory, of which no journal tells."""
        self._now: Names = {root: File(True)}
        self._fds: dict[int, tuple[str, File]] = {}
        self._namings: list[Naming] = []

    def take(self, calls: Iterable[Entry]) -> None:
        """Go through more calls."""
        for call in calls:
            self._take(call)

    def _take(self, call: Entry) -> None:
        path, new = call.first.decode("utf-8", "replace"), call.second.decode("utf-8", "replace")
        match call.op:
            case Op.MARK:
                self.marks.append(path)
            case Op.OPEN:
                self._open(path, call)
            case Op.CLOSE:
                self._fds.pop(call.fd, None)
            case Op.DUP:
                self._fds[call.offset] = self._fds[call.fd]
            case Op.MAP:
                self.mapped.add(self._fds[call.fd][0])
            case Op.WRITE | Op.SIZE:
                data = call.first if call.op is Op.WRITE else None
                self._fds[call.fd][1].pending.append((call.offset, data))
            case Op.SYNC:
                self._sync(*self._fds[call.fd])
            case _:
                self._take_naming(call.op, path, new)

    def _take_naming(self, op: Op, path: str, new: str) -> None:
        match op:
            case Op.MKDIR:
                self._name(path, path, File(True))
            case Op.LINK:  # a second name is one that is made, of a file that is there
                self._name(new, new, self._now[path])
            case Op.RENAME:
                self._name(path, new, self._now[path])
            case Op.REMOVE | Op.RMDIR:
                self._name(path, None, self._now[path])

    def _open(self, path: str, call: Entry) -> None:
        if call.offset & CREATED:
            self._name(path, path, File(bool(call.offset & FOLDER)))
        file = self._now[path]
        if call.offset & EMPTIED:
            file.pending.append((0, None))
        self._fds[call.fd] = (path, file)

    def _sync(self, path: str, file: File) -> None:
        if not file.is_folder:
            file.sync()
            return
        for naming in self._namings:
            naming.durable |= naming.folder == path

    def _name(self, path: str, new: str | None, file: File) -> None:
        naming = Naming(path, new, file)
        _rename(self._now, naming)
        self._namings.append(naming)

    def names(self, chance: random.Random, how: str) -> Names:
        """Return the files by name as they may be found."""
        last = max((at for at, one in enumerate(self._namings) if one.durable), default=-1)
        until = chance.randint(last + 1, len(self._namings)) if how == "in order" else 0
        found: Names = {self.root: self._now[self.root]}
        for at, naming in enumerate(self._namings):
            if naming.durable or _is_kept(how, at < until, chance):
                _rename(found, naming)
        return {path: file for path, file in found.items() if self._is_reached(found, path)}

    def _is_reached(self, names: Names, path: str) -> bool:
        above = names.get(os.path.dirname(path))
        return path == self.root or (
            above is not None and above.is_folder and self._is_reached(names, os.path.dirname(path))
        )

    def write(self, folder: Path, chance: random.Random, how: Chance) -> None:
        """Write what may be found into a folder that is not there."""
        for path, file in sorted(self.names(chance, how.names).items()):
            where = folder / os.path.relpath(path, self.root)
            if file.is_folder:
                where.mkdir()
            else:
                where.write_bytes(_content(file, chance, how.data))


def _is_kept(how: str, is_early: bool, chance: random.Random) -> bool:
    return how == "all" or (how == "in order" and is_early) or (how == "any" and _coin(chance))


def _coin(chance: random.Random) -> bool:
    return chance.random() < 0.5


def _rename(names: Names, naming: Naming) -> None:
    if naming.path != naming.new and names.get(naming.path) is naming.file:
        del names[naming.path]
    if naming.new is not None:
        names[naming.new] = naming.file


def _content(file: File, chance: random.Random, how: str) -> bytes:
    data = bytearray(file.durable)
    for change in _kept(file.pending, chance, how):
        _apply(data, *change)
    if how == "zeros":  # sizes are kept with the names; what was written is not
        ends = [offset + len(one) for offset, one in file.pending if one is not None]
        data.extend(bytes(max(0, max(ends, default=0) - len(data))))
    return bytes(data)


def _kept(
    pending: Sequence[tuple[int, bytes | None]], chance: random.Random, how: str
) -> Iterable[tuple[int, bytes | None]]:
    if how in ("none", "zeros"):
        return
    until = chance.randint(0, len(pending)) if how == "torn" else len(pending)
    for at, (offset, data) in enumerate(pending[: until + 1]):
        if at == until:  # begun, and not finished
            yield offset, None if data is None else data[: chance.randint(0, len(data))]
        elif how != "any":
            yield offset, data
        elif data is None:
            if _coin(chance):
                yield offset, None
        else:
            yield from _pages(offset, data, chance)


def _pages(offset: int, data: bytes, chance: random.Random) -> Iterable[tuple[int, bytes]]:
    start = 0
    while start < len(data):
        end = min(len(data), start + PAGE - (offset + start) % PAGE)
        if _coin(chance):
            yield offset + start, data[start:end]
        start = end


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data
