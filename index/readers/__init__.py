"""One reader a format. `read` chooses among them by suffix and never raises for bad content."""

from importlib import import_module
from pathlib import Path

from index.errors import ReadError
from index.readers.sources import FORMATS, Failure, ReadOutcome, Source

LARGEST = 256 * 1024 * 1024
"""Bytes; a larger file is refused rather than read into memory."""

LARGEST_MARKUP = 8 * 1024 * 1024
"""The same for formats whose parsers are slow on what no author writes by hand."""

__all__ = ["LARGEST", "LARGEST_MARKUP", "read", "suffix_of"]

_MARKUP = frozenset(("html", "markdown", "feed"))
_KIND_OF_TYPE = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
    "application/feed+json": "feed",
    "application/json": "feed",
}


def read(source: Source) -> ReadOutcome:
    """Return the articles in `source`, and a `Failure` for whatever in it could not be read.

    A failure's message names the file, what is wrong and what to do.
    """
    name = str(source.path) if source.path else source.key
    try:
        data, kind = _load(source)
        outcome: ReadOutcome = import_module(f"index.readers.{kind}").read(data, source)
    except ReadError as error:
        return ReadOutcome(failures=(Failure(name, f"{name}: {error}"),))
    except MemoryError:
        return _failed(name, "needs more memory than there is; split the file")
    except RecursionError:
        return _failed(name, "is nested too deeply to be an article; simplify the file")
    except Exception as error:  # parsers of foreign bytes fail in ways they do not document
        return _failed(name, f"cannot be parsed ({type(error).__name__}: {error}); repair the file")
    return outcome


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):.1f} MB"


def _failed(name: str, what: str) -> ReadOutcome:
    return ReadOutcome(failures=(Failure(name, f"{name}: {what}"),))


def _load(source: Source) -> tuple[bytes, str]:
    if source.path is None:
        return _fetched(source)
    kind = FORMATS.get(source.path.suffix.lower(), "text")
    return _bytes_of(source.path, LARGEST_MARKUP if kind in _MARKUP else LARGEST), kind


def _fetched(source: Source) -> tuple[bytes, str]:
    """Fetch an address the user gave; the one place where indexing reaches another host."""
    from index.readers.fetch.fetching import fetch

    fetched = fetch(source.key, largest=LARGEST_MARKUP)
    return fetched.data, _kind_of(fetched.media_type)


def suffix_of(media_type: str) -> str:
    """Return the suffix of a file that is read as what an address of this type gave.

    Raises:
        ReadError: no reader for such a type.
    """
    kind = _kind_of(media_type)
    return next(suffix for suffix, known in FORMATS.items() if known == kind)


def _kind_of(media_type: str) -> str:
    kind = _KIND_OF_TYPE.get(media_type)
    if kind is None:
        raise ReadError(f"is {media_type or 'of no known type'}, not a page or feed")
    return kind


def _bytes_of(path: Path, largest: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > largest:
            raise ReadError(f"{_megabytes(size)}, more than {_megabytes(largest)}; split the file")
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError("no such file; it went away while indexing") from None
    except PermissionError:
        raise ReadError("not allowed to read it; check the permissions") from None
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror}); check the disk") from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ReadError("empty file; nothing to index")
    return data
