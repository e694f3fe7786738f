"""One reader a format. `read` chooses among them by suffix or type and never raises for content.

`registry` says which formats there are.
"""

from collections.abc import Iterator
from pathlib import Path

from index.errors import ReadError
from index.readers.registry import (
    FORMATS,
    HEAD,
    LARGEST,
    TEXT,
    Format,
    reader_in_parts_of,
    reader_of,
)
from index.readers.sources import Failure, ReadOutcome, Source, joined

__all__ = ["read", "read_bytes", "read_in_parts"]

_BLANK = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
_HEADS = tuple(mark + sign for mark in (b"", b"\xef\xbb\xbf") for sign in (b"---", b"+++"))
"""How a head of metadata begins; what reads it is loaded for nothing else."""


def read(source: Source) -> ReadOutcome:
    """Return the articles in `source`, and a `Failure` for whatever in it could not be read.

    A failure's message names the file, what is wrong and what to do.
    """
    return joined(read_in_parts(source))


def read_in_parts(source: Source) -> Iterator[ReadOutcome]:
    """Yield what `read` returns in parts, so that a large table need not be in memory at once."""
    yield from _caught(_parts(source), source)


def read_bytes(data: bytes, source: Source, format_: Format) -> ReadOutcome:
    """Return what `read` does of the bytes of a file of this format, wherever they came from."""
    return joined(_caught(_of_bytes(data, source, format_), source))


def _caught(parts: Iterator[ReadOutcome], source: Source) -> Iterator[ReadOutcome]:
    """Yield parts, and a failure for what their reader raises."""
    name = str(source.path) if source.path else source.key
    try:
        yield from parts
    except ReadError as error:
        yield _failed(name, str(error))
    except OSError as error:
        yield _failed(name, _unreadable(error))
    except MemoryError:
        yield _failed(name, "needs more memory than there is; split the file")
    except RecursionError:
        yield _failed(name, "is nested too deeply to be an article; simplify the file")
    except Exception as error:  # parsers of foreign bytes fail in ways they do not document
        what = f"cannot be parsed ({type(error).__name__}: {error}); repair the file"
        yield _failed(name, what)


def _parts(source: Source) -> Iterator[ReadOutcome]:
    if source.fetched is not None:
        _check_size(source.fetched, LARGEST)
        data = source.fetched.read_bytes()
        format_ = _format_of(source.media_type, data)
    elif source.path is None:
        data, format_ = _fetched(source)
    else:
        file_path = source.copy or source.path
        format_ = FORMATS.of_suffix(source.path.suffix) or TEXT
        in_parts = reader_in_parts_of(format_)
        if in_parts is not None:
            _check_size(file_path, format_.most_bytes)
            with file_path.open("rb") as file:
                if not file.read(HEAD).strip(_BLANK):
                    raise ReadError("empty file; nothing to index")
                file.seek(0)
                yield from in_parts(file, source)
            return
        _check_size(file_path, format_.most_bytes)
        data = file_path.read_bytes()
    yield from _of_bytes(data, source, format_)


def _of_bytes(data: bytes, source: Source, format_: Format) -> Iterator[ReadOutcome]:
    if not data.strip(_BLANK):
        raise ReadError("empty file; nothing to index")
    reader = reader_of(format_)
    if not (format_.has_front_matter and data.startswith(_HEADS)):
        yield reader(data, source)
        return
    from index.readers.matter.headed import read_headed

    yield read_headed(reader, data, source)


def _name(source: Source) -> str:
    return str(source.path) if source.path else source.key


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):.1f} MB"


def _unreadable(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; it went away while indexing"
    if isinstance(error, PermissionError):
        return "not allowed to read it; check the permissions"
    return f"cannot be read ({error.strerror or error}); check the disk"


def _failed(name: str, what: str) -> ReadOutcome:
    return ReadOutcome(failures=(Failure(name, f"{name}: {what}"),))


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


def _check_size(path: Path, largest: int) -> None:
    size = path.stat().st_size
    if size > largest:
        raise ReadError(f"{_megabytes(size)}, more than {_megabytes(largest)}; split the file")
