"""One reader a format. `read` chooses among them by suffix or type and never raises for content.

`registry` says which formats there are.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from index.errors import ReadError
from index.readers.registry import FORMATS, HEAD, LARGEST, TEXT, Format
from index.readers.sources import Failure, ReadOutcome, Source

__all__ = ["read", "read_bytes"]

_Reader: TypeAlias = Callable[[bytes, Source], ReadOutcome]


def read(source: Source) -> ReadOutcome:
    """Return the articles in `source`, and a `Failure` for whatever in it could not be read.

    A failure's message names the file, what is wrong and what to do.
    """
    try:
        data, format_ = _load(source)
    except ReadError as error:
        return _failed(_name(source), str(error))
    return read_bytes(data, source, format_)


def read_bytes(data: bytes, source: Source, format_: Format) -> ReadOutcome:
    """Return what `read` does of the bytes of a file of this format, wherever they came from."""
    name = _name(source)
    try:
        if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
            raise ReadError("empty file; nothing to index")  # noqa: TRY301
        outcome = _reader_of(format_)(data, source)
    except ReadError as error:
        return _failed(name, str(error))
    except MemoryError:
        return _failed(name, "needs more memory than there is; split the file")
    except RecursionError:
        return _failed(name, "is nested too deeply to be an article; simplify the file")
    except Exception as error:  # parsers of foreign bytes fail in ways they do not document
        return _failed(name, f"cannot be parsed ({type(error).__name__}: {error}); repair the file")
    return outcome


def _name(source: Source) -> str:
    return str(source.path) if source.path else source.key


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):.1f} MB"


def _failed(name: str, what: str) -> ReadOutcome:
    return ReadOutcome(failures=(Failure(name, f"{name}: {what}"),))


def _reader_of(format_: Format) -> _Reader:
    module, _, name = format_.reader.partition(":")
    reader: _Reader = getattr(import_module(module), name)
    return reader


def _load(source: Source) -> tuple[bytes, Format]:
    if source.fetched is not None:
        data = _bytes_of(source.fetched, LARGEST)
        return data, _format_of(source.media_type, data)
    if source.path is None:
        return _fetched(source)
    found = FORMATS.of_suffix(source.path.suffix) or TEXT
    return _bytes_of(source.path, found.most_bytes), found


def _fetched(source: Source) -> tuple[bytes, Format]:
    """Fetch an address the user gave; the one place where indexing reaches another host."""
    from index.readers.fetch.fetching import fetch

    fetched = fetch(source.key, largest=LARGEST, formats=FORMATS)
    return fetched.data, _format_of(fetched.media_type, fetched.data)


def _format_of(media_type: str, data: bytes) -> Format:
    """Return the format of what was fetched: many servers call their feeds text or pages."""
    from index.readers.feeds.telling import is_list

    if media_type in {"text/plain", "text/html"} and is_list(data[:HEAD]):
        media_type = "application/xml"
    return FORMATS.of_media_type(media_type)


def _bytes_of(path: Path, largest: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > largest:
            raise ReadError(f"{_megabytes(size)}, more than {_megabytes(largest)}; split the file")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError("no such file; it went away while indexing") from None
    except PermissionError:
        raise ReadError("not allowed to read it; check the permissions") from None
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror}); check the disk") from error
