"""Tables: CSV, JSON Lines and JSON, one article a row; a broken row never stops the others."""

import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from index.readers.registry import FORMATS, LARGEST_MARKUP, reader_of
from index.readers.rows.articles import NoArticlesError, parts_of_rows
from index.readers.rows.csv_rows import csv_rows
from index.readers.rows.json_rows import document_rows, line_rows
from index.readers.rows.row import Row
from index.readers.rows.streams import pieces
from index.readers.sources import ReadOutcome, Skip, Source, joined

_DELIMITERS = {".csv": None, ".tsv": "\t"}
_HEAD = 64 * 1024
_FEED = re.compile(rb"[\"']version[\"']\s*:\s*[\"']https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org")
_DOCUMENT = re.compile(r"\s*(?:\[\s*(?:\{|\n)|\{[ \t\r]*\n\s*[\"}])")


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read every row; `index.readers.fields.names` says what columns may be called.

    Raises:
        ReadError: not text, no rows, or a CSV file without a column that holds the text.
    """
    return joined(read_parts(io.BytesIO(data), source))


def read_parts(file: BinaryIO, source: Source) -> Iterator[ReadOutcome]:
    """Read like `read`, in parts, so that a table need not fit into memory; raises alike."""
    suffix = source.suffix or ".jsonl"
    parts = pieces(file)
    if suffix in _DELIMITERS:
        rows = csv_rows(parts, _DELIMITERS[suffix])
    else:
        rows = _json_rows(parts, suffix)
    return parts_of_rows(rows, source)


def _json_rows(parts: Iterator[str], suffix: str) -> Iterator[Row]:
    """Return the rows of JSON; a file of lines may be a document in truth, and the other way."""
    first = next(parts, "")
    whole = chain((first,), parts)
    is_document = suffix == ".json" or _DOCUMENT.match(first) is not None
    return document_rows(whole) if is_document else line_rows(whole)


def read_json(data: bytes, source: Source) -> ReadOutcome:
    """Read a JSON file: a JSON Feed as a feed, anything else as rows.

    Raises:
        ReadError: not text, or not valid JSON.
    """
    return joined(read_json_parts(io.BytesIO(data), source))


def read_json_parts(file: BinaryIO, source: Source) -> Iterator[ReadOutcome]:
    """Read like `read_json`, in parts; raises alike."""
    head = file.read(_HEAD)
    if _FEED.search(head):
        data = head + file.read(LARGEST_MARKUP)
        yield reader_of(FORMATS.of_media_type("application/feed+json"))(data, source)
        return
    file.seek(0)
    try:
        yield from parts_of_rows(document_rows(pieces(file)), source)
    except NoArticlesError as error:  # most files of this kind hold something else
        yield ReadOutcome(skipped=(Skip(source.key, str(error)),))
