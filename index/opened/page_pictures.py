"""The pages of the PDF that an article came from, as pictures, while the file is still there."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from index.articles.article import Article, Span
from index.articles.marks import Mark
from index.errors import ReadError
from index.keeping.store import KEPT, MISSING
from index.readers.apart.pictures import LARGEST_FILE, PictureMaker
from index.store.files.originals import Originals
from index.store.storage import Storage

if TYPE_CHECKING:
    from index.store.tables.sources import SourceStamp

_SUFFIX = ".pdf"
_PROBE = 40
"""Characters of each piece of a page's text by which it is found in its file."""
_LONGEST_WORDS = 5_000


class PagePictures:
    """Pictures of the pages of one index's articles. Safe to share among threads."""

    def __init__(self, folder: Path, storage: Storage) -> None:
        self._storage = storage
        self._originals = Originals(folder)
        self._maker = PictureMaker()
        self._lock = threading.Lock()
        self._mine = object()  # what is kept under this was made here
        self._sent: tuple[object, dict[str, Path]] = (None, {})

    def close(self) -> None:
        """End what makes pictures."""
        self._maker.close()

    def pages(self, article: Article) -> Sequence[Mark]:
        """Return the pages of an article of which pictures can be made, in their order."""
        pages = [mark for mark in article.marks if mark.kind == "page"]
        return pages if pages and self._file_of(article) else []

    def picture(self, article: Article, place: int, span: Span | None = None) -> bytes:
        """Return a page as a picture (WebP).

        Args:
            article: as it is in the index now.
            place: of the page among `pages`, from 0.
            span: in the article; its words on this page are marked.

        Raises:
            ReadError: the file is no longer there, or not as it was.
        """
        pages = self.pages(article)
        path = self._file_of(article)
        if path is None or not 0 <= place < len(pages):
            raise ReadError("there is no picture of this page")
        found = path.stat()
        which = (article.id, place, span, str(path), found.st_size, found.st_mtime_ns)
        known = KEPT.get(article.text, (self._mine, which))
        if known is MISSING:
            known = self._made(article, path, pages, place, span)
            KEPT.put(article.text, (self._mine, which), known)
        return cast(bytes, known)

    def _made(
        self, article: Article, path: Path, pages: Sequence[Mark], place: int, span: Span | None
    ) -> bytes:
        from index.readers.pdf.picture import WantedPage

        page = pages[place]
        wanted = WantedPage(
            place=place,
            count=len(pages),
            probes=tuple(_probes(article.text[page.start : page.end])),
            words=_words_on(article, page, span),
            part=_part(page, span),
            is_sure=self._is_as_it_was(article, path),
        )
        return self._maker.picture(path, wanted)

    def _is_as_it_was(self, article: Article, path: Path) -> bool:
        if self._file_sent_for(article.id) == path:
            return True  # nobody else has it
        stamp: SourceStamp | None = self._storage.sources.stamp(str(path))
        found = path.stat()
        return stamp is not None and (stamp.size, stamp.mtime_ns) == (
            found.st_size,
            found.st_mtime_ns,
        )

    def _file_of(self, article: Article) -> Path | None:
        """Return the file that an article came from, None where it is not there or too large."""
        sent = self._file_sent_for(article.id)
        named = sent or (Path(article.info.path) if article.info.path else None)
        if named is None or named.suffix.lower() != _SUFFIX or not named.is_absolute():
            return None
        try:
            is_usable = named.is_file() and named.stat().st_size <= LARGEST_FILE
        except (OSError, ValueError):
            return None
        return named if is_usable else None

    def _file_sent_for(self, identifier: str) -> Path | None:
        """Return the file that an editor sent for an article, if any."""
        folder = self._originals.folder
        try:
            stamp = folder.stat().st_mtime_ns  # each file has a folder of its own in it
        except OSError:
            return None
        with self._lock:
            if self._sent[0] != stamp:
                files = {
                    article: folder / original.token / original.file
                    for original in self._originals.all()
                    for article in original.articles
                }
                self._sent = (stamp, files)
            return self._sent[1].get(identifier)


def _probes(text: str) -> Iterator[str]:
    """Yield pieces of a page's text, from several places: some of it may stand otherwise there."""
    for part in range(1, 6):
        start = len(text) * part // 7
        yield text[start : start + _PROBE]


def _words_on(article: Article, page: Mark, span: Span | None) -> str:
    if span is None:
        return ""
    start, end = max(span[0], page.start), min(span[1], page.end)
    return article.text[start : min(end, start + _LONGEST_WORDS)]


def _part(page: Mark, span: Span | None) -> float:
    if span is None:
        return 0.0
    return max(0, span[0] - page.start) / max(1, page.end - page.start)
