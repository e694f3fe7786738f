"""A compiled model as a file: weights that processes map and so share, the graph, and a hash.

    weights | graph | line: magic, precision, bytes of the graph, SHA-256 of all before

The weights come first, so that the places in the file that the graph names are right as they are;
the file says of itself where they end. It is written in a folder beside and put in place at once:
a file is either right or not there, and one that is mapped is never written to.
"""

import hashlib
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LOG = logging.getLogger(__name__)

FORM = "mapped-1"
"""Names the form of the file, in which others may have been kept before."""

_MAGIC = b"pullquote-model"
_LONGEST_FOOT = 200
_AT_ONCE = 1 << 20

_STALE = 3600.0
"""Seconds after which an unfinished file was left by a process that is no more."""


@dataclass(frozen=True, slots=True)
class KeptModel:
    """A graph, the precision it computes in, and the folder with the file that has its weights.

    Without a folder the graph holds its weights itself.
    """

    graph: bytes
    precision: str
    folder: Path | None = None


def read(path: Path) -> KeptModel | None:
    """Return what is kept in a file, or None where it is missing or damaged."""
    try:
        found = _sound(path)
    except OSError:
        return None
    if found is None:
        _LOG.warning("The kept model %s is damaged and is made again.", path)
    return found


def _sound(path: Path) -> KeptModel | None:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _LONGEST_FOOT))
        foot = file.read().rpartition(b"\n")[2]
        fields = foot.split()
        if len(fields) != 4 or fields[0] != _MAGIC or not fields[2].isdigit():
            return None
        end = size - len(foot) - 1
        start = end - int(fields[2])
        digest, graph = hashlib.sha256(), bytearray()
        file.seek(0)
        at = 0
        while at < end:
            piece = file.read(min(_AT_ONCE, end - at))
            if not piece:
                return None
            digest.update(piece)
            at += len(piece)
            graph += piece[max(0, len(piece) - max(0, at - start)) :]
    if start < 0 or digest.hexdigest().encode() != fields[3]:
        return None
    folder = path.parent if start else None
    return KeptModel(bytes(graph), fields[1].decode("ascii", "replace"), folder)


def write(
    path: Path, graph: bytes, precision: str, part: Callable[[Path, str], bytes | None]
) -> bool:
    """Keep a model in a file; return whether there was room for it, and say so where not.

    Args:
        path: of the file.
        graph: with its weights.
        precision: it computes in.
        part: writes the weights into a file of this name in a folder, and returns the graph
            without them; None where that cannot be done.
    """
    beside = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        beside.mkdir(parents=True, exist_ok=True)
        (beside / "drawn").write_bytes(graph)  # finds out whether there is room
        file = beside / path.name
        small = part(beside, path.name)
        if small is None:
            file.write_bytes(b"")
        _finish(file, graph if small is None else small, precision)
        file.replace(path)
    except OSError as error:
        _LOG.warning(
            "The prepared model cannot be kept in %s (%s); it will be prepared at each start. "
            "Set PULLQUOTE_CACHE to a folder that can be written.",
            path.parent,
            error.strerror or error,
        )
        return False
    finally:
        with suppress(OSError):  # of a folder that may not even be looked into
            _discard(beside)
            for left in path.parent.glob("*.tmp"):
                if _age(left) > _STALE:
                    _discard(left)
    return True


def _finish(file: Path, graph: bytes, precision: str) -> None:
    """Put the graph and the last line behind the weights."""
    digest = hashlib.sha256()
    with file.open("a+b") as kept:
        kept.seek(0)
        while piece := kept.read(_AT_ONCE):
            digest.update(piece)
        digest.update(graph)
        foot = b" ".join(
            [_MAGIC, precision.encode(), b"%d" % len(graph), digest.hexdigest().encode()]
        )
        kept.write(graph + b"\n" + foot)


def _age(path: Path) -> float:
    """Return the seconds since a file was written; 0 where it is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _discard(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink(missing_ok=True)
