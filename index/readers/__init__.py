"""One reader a format. `read` chooses among them by suffix and never raises for bad content."""

from importlib import import_module
from pathlib import Path

from index.errors import ReadError
from index.sources import FORMATS, Failure, ReadOutcome, Source

LARGEST = 256 * 1024 * 1024
"""Bytes; a larger file is refused rather than read into memory."""

__all__ = ["LARGEST", "read"]


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


def _failed(name: str, what: str) -> ReadOutcome:
    return ReadOutcome(failures=(Failure(name, f"{name}: {what}"),))


def _load(source: Source) -> tuple[bytes, str]:
    if source.path is None:
        raise ReadError("addresses are not fetched; save the page and index the file")
    return _bytes_of(source.path), FORMATS.get(source.path.suffix.lower(), "text")


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            limit = LARGEST // (1024 * 1024)
            raise ReadError(f"{size // (1024 * 1024)} MB, more than {limit} MB; split the file")
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
