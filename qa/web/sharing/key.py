"""The key that links to answers are sealed with: a file beside the index, made when first needed.

Who has it can make links that the server takes for its own; so only the owner's account reads it.
Lost, the links that were made with it open nothing any more.
"""

import os
import secrets
from pathlib import Path

from index.errors import UsageError
from index.store.files.synced_files import sync_folder

FILE = "links.key"
_BYTES = 32


def link_key(folder: Path) -> bytes:
    """Return the key of an index's folder.

    Raises:
        UsageError: there can be none; says why.
    """
    path = folder / FILE
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be used ({error.strerror}): answers cannot be shared by link."
        ) from error
    if len(key) != _BYTES:
        raise UsageError(
            f"{path} is not the key that it was: answers cannot be shared by link. Put it back "
            "from a copy, or remove it, and the links made with it."
        )
    return key


def _make(path: Path) -> None:
    """Make the file whole or not at all, whoever else does at the same time."""
    part = path.with_name(f"{FILE}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        if not _linked(part, path):
            part.replace(path)  # a file system without links
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _linked(part: Path, path: Path) -> bool:
    try:
        os.link(part, path)
    except FileExistsError:
        return True  # somebody else was faster, and that one's key counts
    except OSError:
        return False
    return True
