"""Segments on the disk: files that never change, and a list of them that is replaced whole.

Nothing here is truth. Who finds a file missing or of another size makes the segments again, so that
two processes may write at the same time without a lock: the list of the last one holds.
"""

import contextlib
import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.shingles.segment import Segment
from index.store.files.synced_files import make_folder, sync_folder, write_in_place

FOLDER = "shingles"
_LIST = "segments.json"
_FORMAT = 1
_PARTS = ("keys", "blocks", "rows")


class KeptSegments:
    """The folder of segments of one index."""

    def __init__(self, index_folder: Path) -> None:
        self.folder = index_folder / FOLDER

    def load(self, index_id: str | None) -> list[tuple[str, Segment]]:
        """Return the segments with their names; none where something is missing or damaged."""
        try:
            told = json.loads((self.folder / _LIST).read_bytes())
            if told["format"] != _FORMAT or told["index"] != index_id:
                return []
            return [(str(name), self._open(str(name), sizes)) for name, sizes in told["segments"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return []

    def _open(self, name: str, sizes: Sequence[int]) -> Segment:
        if not name.isalnum():
            raise ValueError(name)
        parts = []
        for part, size in zip(_PARTS, sizes, strict=True):
            path = self.folder / f"{name}.{part}.npy"
            if path.stat().st_size != size:
                raise ValueError(f"{path} is not of the size it was written with")
            parts.append(np.load(path, mmap_mode="r" if part == "keys" else None))
        keys, blocks, rows = parts
        if (keys.dtype, blocks.dtype, rows.dtype) != (np.uint64, np.int64, np.int64):
            raise ValueError(f"{name} holds something else")
        return Segment(keys, blocks.reshape(-1, 2), rows)

    def write(self, segment: Segment) -> str:
        """Write a segment under a new name; it counts once it is listed.

        Raises:
            OSError: it could not be written.
        """
        make_folder(self.folder)
        name = secrets.token_hex(8)
        for part in _PARTS:
            with (self.folder / f"{name}.{part}.npy").open("wb") as file:
                np.save(file, getattr(segment, part))
                file.flush()
                os.fsync(file.fileno())  # a list must not tell of what a power cut takes
        return name

    def publish(self, names: Sequence[str], index_id: str | None) -> None:
        """Have these segments count, and remove the files of others.

        Raises:
            OSError: the list could not be written.
        """
        sizes = [
            (name, [(self.folder / f"{name}.{part}.npy").stat().st_size for part in _PARTS])
            for name in names
        ]
        sync_folder(self.folder)
        told = {"format": _FORMAT, "index": index_id, "segments": sizes}
        write_in_place(self.folder / _LIST, json.dumps(told).encode())
        wanted = {_LIST, *(f"{name}.{part}.npy" for name in names for part in _PARTS)}
        for path in self.folder.iterdir():
            if path.name not in wanted:
                with contextlib.suppress(OSError):  # still open elsewhere, on some systems
                    path.unlink()
