"""Files are written part by part, hashed on the way and seen to the disk."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def write_through(path: Path, parts: Iterable[memoryview | bytes]) -> str:
    """Write a file, see it to the disk, and return its SHA-256 in hex.

    Nothing is left of it where that fails.
    """
    digest = hashlib.sha256()
    try:
        with path.open("wb") as file:
            for part in parts:
                digest.update(part)
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def file_problem(path: Path, sha256: str) -> str | None:
    """Say how a file, read to its end, differs from what was written, or None."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"{path} cannot be read ({error.strerror})"
    if digest != sha256:
        return f"{path} is not as it was written: its SHA-256 differs"
    return None
