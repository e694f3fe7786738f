"""Articles whose files are gone, and the refusal to take out most of them unasked."""

import os
from collections.abc import Sequence
from pathlib import Path

from index.readers.sources import Failure, is_url
from index.store.storage import Storage


class Gone:
    """What has gone from below some folders: `articles` are the identifiers, as far as known.

    Args:
        storage: of the index.
        roots: files and folders; addresses among them are left out.
    """

    def __init__(self, storage: Storage, roots: Sequence[str]) -> None:
        self._storage = storage
        self.roots = [_absolute(path) for path in roots if not is_url(path)]
        self.articles: list[str] = []

    def look(self, paths: Sequence[str] | None = None) -> None:
        """Look for files that certainly are not there, below `paths`, else below all roots."""
        below = self.roots if paths is None else [_absolute(path) for path in paths]
        table = self._storage.articles
        sources = {source for path in below for source in table.sources_below(path, os.sep)}
        for source in sorted(sources):
            if _is_gone(source):
                self.articles += table.of_source(source)

    def count_below(self) -> int:
        """Return how many articles of the index come from below the roots."""
        table = self._storage.articles
        return len({one for root in self.roots for one in table.ids_below(root, os.sep)})


def refusal(gone: Gone) -> Failure | None:
    """Return why this is not removed: it would be more than half; None where it is not."""
    leaving = len(set(gone.articles))
    if not leaving:
        return None
    held = gone.count_below()
    if 2 * leaving <= held:
        return None
    where = gone.roots[0] if len(gone.roots) == 1 else f"{len(gone.roots)} paths"
    return Failure(
        gone.roots[0],
        f"{where}: --prune would take out {leaving:,} of {held:,} articles from there, more than "
        f"half; nothing was removed. Is a disk missing, or a folder renamed? If they are to go, "
        f"add --yes",
    )


def _absolute(path: str) -> str:
    return os.path.abspath(Path(path).expanduser())


def _is_gone(path: str) -> bool:
    # Only what certainly is not there: a folder that may not be looked into loses nothing, and what
    # lies in an archive is there as long as that is.
    archive, _, member = path.partition("!/")
    if member and not _is_gone(archive):
        return False
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False
