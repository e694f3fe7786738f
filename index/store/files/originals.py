"""The files of articles that were added in the browser, kept beside the index.

Nobody else has such a file, so it is kept as it came: `.originals/TOKEN/` holds the file and
`details.json`, which says what it was called and which articles came of it. The folder is hidden,
so that indexing a folder that holds the index does not read it again.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from index.store.files.synced_files import make_folder, write_in_place

FOLDER = ".originals"
_DETAILS = "details.json"
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A kept file: `name` and `url` are what it was called and where it came from (as data).

    `file` is its name on disk, `sha256` (hex) its content, `articles` are identifiers.
    """

    token: str
    file: str
    name: str
    url: str | None
    added: str
    by: str
    sha256: str
    articles: tuple[str, ...]


class Originals:
    """The originals of one index folder. The caller sees to it that one at a time writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER

    def keep(self, file: Path, original: Original) -> None:
        """Keep `file` (by a second link to it, or a copy) with what is known of it.

        Doing it again for the same token is no harm.
        """
        where = self.folder / original.token
        make_folder(where, mode=0o700)
        kept = where / original.file
        kept.unlink(missing_ok=True)
        try:
            os.link(file, kept)
        except OSError:
            shutil.copyfile(file, kept)
        self._write(replace(original, sha256=_sha256(kept)))

    def all(self) -> list[Original]:
        """Return what is kept; entries that cannot be understood are left out and alone."""
        return list(self._entries())

    def article_ids(self) -> frozenset[str]:
        """Return the identifiers of articles that have an original."""
        return frozenset(one for original in self._entries() for one in original.articles)

    def release(self, articles: Iterable[str], *, but: str = "") -> None:
        """Let go of articles that are gone; a file goes with the last of its own.

        Args:
            articles: identifiers.
            but: token of a file that they still belong to.
        """
        gone = frozenset(articles)
        for original in self._entries():
            left = tuple(one for one in original.articles if one not in gone)
            if original.token == but or len(left) == len(original.articles):
                continue
            if left:
                self._write(replace(original, articles=left))
            else:
                self.drop(original.token)

    def drop(self, token: str) -> None:
        """Remove a file with its details, whatever articles it has."""
        if _TOKEN.fullmatch(token):
            shutil.rmtree(self.folder / token, ignore_errors=True)

    def _entries(self) -> Iterator[Original]:
        try:
            names = sorted(os.listdir(self.folder))
        except OSError:  # there are none yet
            return
        for name in filter(_TOKEN.fullmatch, names):
            with contextlib.suppress(OSError, ValueError, TypeError):
                details = json.loads((self.folder / name / _DETAILS).read_bytes())
                yield Original(**{**details, "token": name, "articles": tuple(details["articles"])})

    def _write(self, original: Original) -> None:
        content = json.dumps(asdict(original), ensure_ascii=False, indent=1)
        # That syncs the folder, and with it the name of the file beside, which was synced before.
        write_in_place(self.folder / original.token / _DETAILS, content.encode())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()
