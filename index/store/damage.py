"""What a user is told when the truth is damaged or cannot be used, with the way out."""

import errno
import os
import shlex
from pathlib import Path

from index.errors import IndexDamaged, IndexProblem

RESTORE = (
    "Restore articles.sqlite from a backup, or save what can still be read with "
    "`pullquote verify --repair`."
)
"""The way out of damage to the file as a whole."""

EMBED = "`pullquote verify --repair` embeds them again."
"""The way out of articles without sound vectors."""


_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def is_full(error: OSError) -> bool:
    """Tell whether there was no room, on the disk or in what one may have of it."""
    return error.errno in _FULL


def unwritable(folder: Path, error: OSError) -> IndexProblem:
    """Say that an index could not be written to: for want of room, or otherwise."""
    if is_full(error):
        return full_disk(folder)
    return IndexProblem(
        f"The index at {folder} could not be written to ({error.strerror or error}). Check that "
        f"the disk is not full and its permissions; what was indexed before is kept."
    )


def full_disk(folder: Path) -> IndexProblem:
    """Say that there is no room left."""
    return IndexProblem(
        f"There is no room left on the disk for the index at {folder}. What was indexed before is "
        f"kept; make room and run the command again to go on."
    )


def missing_truth(path: Path) -> IndexDamaged:
    """Say that the truth is missing or empty where files made from it are there."""
    state = "holds no index" if path.exists() else "is missing"
    return IndexDamaged(
        f"{path} {state}, though files made from it are beside it: the articles are lost from this "
        f"index. Restore articles.sqlite from a backup; or remove the folder {path.parent} and "
        f"index the articles again."
    )


def unexpected_value(path: Path, what: str, column: int) -> IndexDamaged:
    """Say that a query or setting gave what was never stored; `column` counts from 0."""
    return IndexDamaged(
        f"{path} is damaged (a value that was never stored there: {what}, column {column + 1}). "
        f"{RESTORE}"
    )


def article_damaged(article_id: str, source: str) -> str:
    """Say that an article is not as it was stored, and what to do."""
    return (
        f"The text of article {article_id} is not as it was stored: it differs from its content "
        f"hash, so nothing of it is quoted. {renewal(article_id, source)}."
    )


def renewal(article_id: str, source: str) -> str:
    """Return how a damaged article becomes whole again or goes."""
    ways = []
    if "://" in source or (source and os.path.exists(source)):
        ways.append(f"index its file again: pullquote index {shlex.quote(source)}")
    else:
        ways.append("add it again from where it came")
    if article_id:
        ways.append(f"remove it: pullquote remove {shlex.quote(article_id)}")
    sentence = "; or ".join(ways)
    return f"{sentence[:1].upper()}{sentence[1:]}"
