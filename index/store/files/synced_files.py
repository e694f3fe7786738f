"""Files and folders that are on the disk, names and all, before the call that makes them returns.

A file that was synced may still be gone after a power cut: its name is kept by its folder, which
must be synced as well. So must the folder's own name, by the folder above.
"""

import contextlib
import errno
import os
import secrets
from pathlib import Path

from index.errors import IndexProblem

_UNSUPPORTED = (errno.EINVAL, errno.ENOTSUP)
"""What file systems say that cannot sync a folder, which then need not be."""


def sync_folder(folder: Path) -> None:
    """See names that were made, changed or removed in `folder` to the disk, where the system can.

    Raises:
        OSError: the disk does not take them.
    """
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """See what is in a file to the disk, whoever wrote it.

    Raises:
        OSError: the disk does not take it, or it cannot be read.
    """
    with path.open("rb") as file:
        os.fsync(file.fileno())


def make_index_folder(folder: Path) -> None:
    """Make the folder of an index, which may be there.

    Raises:
        IndexProblem: it cannot be made.
    """
    try:
        make_folder(folder)
    except OSError as error:
        raise IndexProblem(
            f"The folder {folder} cannot be made ({error.strerror}). Choose another with --index."
        ) from error


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder that may be there, and those above it; see them to the disk.

    Args:
        folder: to be made.
        mode: of this one, if it is made.

    Raises:
        OSError: it cannot be made.
    """
    made = []
    at = folder
    while not at.exists() and at != at.parent:
        made.append(at)
        at = at.parent
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    for one in made:
        with contextlib.suppress(PermissionError):  # one that may not be listed
            sync_folder(one.parent)


def write_in_place(path: Path, data: bytes) -> None:
    """Put a file in place of what is there: whole or not at all, and on the disk.

    Several may do so at once; the last one's stays.

    Raises:
        OSError: it could not be written; what was there is as it was.
    """
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    sync_folder(path.parent)
