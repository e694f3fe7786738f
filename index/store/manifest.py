"""The manifest: which derived files belong to which generation of the truth, and their hashes.

Written beside, synced and put in place by a rename, so that a reader finds the old one or the new
one. Format: docs/index-format.md. What the stores of vectors and words want to remember are parts
of it that only they understand.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import IndexDamaged
from index.search.records import Record
from index.store.files.synced_files import write_in_place

FILE = "manifest.json"
FORMAT = 1

_OWN = ("format", "index", "generation", "floor", "last_row", "dimension", "words")
"""Keys that are not the vector store's: its record stands beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is derived, and from what.

    The derived files hold every passage of each generation of the truth from `floor` to
    `generation`, and possibly others (gone, or not yet committed): the truth decides what is found.
    `last_row` is the highest row number ever given to a passage, committed or not.

    `vectors` and `words` are the records of the stores.
    """

    index_id: str
    generation: int
    floor: int
    last_row: int
    dimension: int
    vectors: Record
    words: Record

    def covers(self, generation: int) -> bool:
        """Whether every passage of this generation of the truth is in the derived files."""
        return self.floor <= generation <= self.generation


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in place and see it to the disk.

    Raises:
        ValueError: a key of the vector store's record is the manifest's own.
        OSError: it could not be written.
    """
    body = {
        "format": FORMAT,
        "index": manifest.index_id,
        "generation": manifest.generation,
        "floor": manifest.floor,
        "last_row": manifest.last_row,
        "dimension": manifest.dimension,
        "words": dict(manifest.words),
    }
    taken = {*body, "sha256"} & manifest.vectors.keys()
    if taken:
        raise ValueError(f"a vector store's record may not have the keys {sorted(taken)}")
    body |= manifest.vectors
    document = json.dumps({**body, "sha256": _digest(body)}, indent=1)
    write_in_place(folder / FILE, document.encode())


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest in `folder`.

    Raises:
        IndexDamaged: it is missing, damaged or of another format.
    """
    path = folder / FILE
    try:
        body = json.loads(path.read_bytes())
        stamp = body.pop("sha256")
        if stamp != _digest(body):
            raise IndexDamaged(f"{path} is damaged: its SHA-256 differs")
        if body["format"] != FORMAT:
            raise IndexDamaged(_of_another_format(path, body["format"]))
        return Manifest(
            index_id=body["index"],
            generation=body["generation"],
            floor=body["floor"],
            last_row=body["last_row"],
            dimension=body["dimension"],
            vectors={key: value for key, value in body.items() if key not in _OWN},
            words=body["words"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error})") from error


def _of_another_format(path: Path, found: object) -> str:
    if isinstance(found, int) and found > FORMAT:
        return (
            f"{path} has format {found}, made by a newer Pullquote; this one knows format {FORMAT}"
        )
    return f"{path} is of another format"


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
