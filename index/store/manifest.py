"""The manifest: which derived files belong to which generation of the truth, and their hashes.

Written beside, synced and put in place by a rename, so that a reader finds the old one or the new
one. Format: docs/index-format.md.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.articles.rows import Rows
from index.errors import IndexDamaged
from index.search.vectors import SegmentStamp

FILE = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is derived, and from what.

    The derived files hold every passage of each generation of the truth from `floor` to
    `generation`, and possibly others (gone, or not yet committed): the truth decides what is found.

    `dead` are rows still in a segment that no generation from `floor` on has. `words` is the folder
    of the lexical engine, `words_files` the SHA-256 of each file in it, or None while it changes.
    """

    index_id: str
    generation: int
    floor: int
    last_row: int
    dimension: int
    segments: tuple[SegmentStamp, ...]
    dead: Rows
    words: str
    analysis: str
    words_files: dict[str, str] | None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in place and see it to the disk."""
    body = {
        "format": FORMAT,
        "index": manifest.index_id,
        "generation": manifest.generation,
        "floor": manifest.floor,
        "last_row": manifest.last_row,
        "dimension": manifest.dimension,
        "segments": [
            {"file": stamp.file, "rows": stamp.rows, "sha256": stamp.sha256}
            for stamp in manifest.segments
        ],
        "dead": to_ranges(manifest.dead),
        "words": {
            "folder": manifest.words,
            "analysis": manifest.analysis,
            "files": manifest.words_files,
        },
    }
    document = json.dumps({**body, "sha256": _digest(body)}, indent=1)
    beside = folder / f"{FILE}.new"
    with beside.open("w", encoding="utf-8") as file:
        file.write(document)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / FILE)
    sync_folder(folder)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest in `folder`.

    Raises:
        IndexDamaged: it is missing, damaged or of another format.
    """
    path = folder / FILE
    try:
        body = json.loads(path.read_bytes())
        stamp = body.pop("sha256")
        if stamp != _digest(body) or body["format"] != FORMAT:
            raise IndexDamaged(f"{path} is damaged or of another version")
        return Manifest(
            index_id=body["index"],
            generation=body["generation"],
            floor=body["floor"],
            last_row=body["last_row"],
            dimension=body["dimension"],
            segments=tuple(SegmentStamp(**stamp) for stamp in body["segments"]),
            dead=from_ranges(body["dead"]),
            words=body["words"]["folder"],
            analysis=body["words"]["analysis"],
            words_files=body["words"]["files"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error})") from error


def to_ranges(rows: Rows) -> list[list[int]]:
    """Return ascending rows as [first, last] pairs of runs."""
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts = rows[np.r_[0, breaks + 1]]
    lasts = rows[np.r_[breaks, len(rows) - 1]]
    return [[int(first), int(last)] for first, last in zip(firsts, lasts, strict=True)]


def from_ranges(ranges: list[list[int]]) -> Rows:
    """Return the rows that `to_ranges` was given."""
    runs = [np.arange(first, last + 1, dtype=np.int64) for first, last in ranges]
    return np.concatenate(runs) if runs else np.empty(0, np.int64)


def sync_folder(folder: Path) -> None:
    """See renames in `folder` to the disk, where the system can."""
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
