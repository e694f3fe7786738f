"""Reading a file that somebody else sent, in a process of its own with limits.

A hostile or broken file can make a parser loop, eat memory or crash. Here that ends a child, and
the caller gets a message. The child loads readers only, writes nothing but the page it may fetch,
and answers with JSON, which is checked before it is believed.
"""

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from index.articles.article import Article, ArticleInfo, Span, normalise_text
from index.errors import ReadError
from index.readers.fetch.public_addresses import PublicHosts
from index.readers.sources import FORMATS, Failure, ReadOutcome

_ROOT = Path(__file__).resolve().parents[3]
_FIELDS = ("title", "author", "date", "publication", "url")
_NEEDED = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT", "TZ")
_BYTES_OF_CHARACTER = 6  # at most, in JSON
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one file may cost: time in seconds, memory and sizes in bytes, text in code points.

    `seconds` bounds everything, waiting for another host included; `cpu_seconds` the work.
    """

    seconds: float = 60.0
    cpu_seconds: int = 20
    memory: int = 1024 * _MEGABYTE
    file_bytes: int = 32 * _MEGABYTE
    articles: int = 200
    text: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Apart:
    """What came of it: the articles, what failed in them, and the file that was read."""

    outcome: ReadOutcome
    path: Path


def read_file_apart(path: Path, name: str, *, limits: Limits | None = None) -> Apart:
    """Read a file whose suffix says what it is.

    Args:
        path: of the file; its name says nothing of the article.
        name: what the file was called where it came from; titles may be made of it.
        limits: for the child.

    Raises:
        ReadError: no reader for such a file, or it cost more than `limits`.
    """
    suffix_of_name(path.name, name)
    return _apart({"path": str(path.absolute()), "name": name}, name, limits or Limits())


def suffix_of_name(file: str, shown: str) -> str:
    """Return the suffix of the file's name, which says how it is read.

    Raises:
        ReadError: no reader for such a file; the message calls it `shown`.
    """
    suffix = PurePath(file).suffix.lower()
    if suffix not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise ReadError(
            f"{shown}: no reader for this kind of file ({suffix or 'no suffix'}); known are {known}"
        )
    return suffix


def read_url_apart(
    url: str, folder: Path, *, hosts: PublicHosts, limits: Limits | None = None
) -> Apart:
    """Fetch a page, keep it in `folder` and read it; raises like `read_file_apart`."""
    request = {"path": str(folder.absolute()), "name": url, "url": url, "also": sorted(hosts.also)}
    return _apart(request, url, limits or Limits())


def _apart(request: dict[str, Any], name: str, limits: Limits) -> Apart:
    reply = _ask_child(json.dumps({**request, "limits": asdict(limits)}), name, limits)
    try:
        answer = json.loads(reply)
        articles = tuple(map(_article, answer["articles"]))
        failures = tuple(Failure(name, str(one)) for one in answer["failures"])
        path = Path(request["path"], str(answer["file"] or ""))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReadError(f"{name}: cannot be read; its reader broke off. Repair the file") from None
    return Apart(ReadOutcome(articles, failures), path)


def _ask_child(request: str, name: str, limits: Limits) -> bytes:
    most = _BYTES_OF_CHARACTER * limits.text + _MEGABYTE
    # In `_ROOT`, "-m" finds this package and no module that came with a file.
    child = subprocess.Popen(
        [sys.executable, "-m", "index.readers.apart.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=_environment(),
    )
    timer = threading.Timer(limits.seconds, child.kill)
    timer.start()
    try:
        reply = _exchange(child, request.encode(), most)
    finally:
        timer.cancel()
        child.kill()
        child.wait()
    if not reply or len(reply) > most:
        raise ReadError(
            f"{name}: takes more time or memory to read than is allowed here; split or simplify it"
        )
    return reply


def _environment() -> dict[str, str]:
    # What Python needs to start, and none of the secrets a server may have been given.
    kept = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def _exchange(child: "subprocess.Popen[bytes]", request: bytes, most: int) -> bytes:
    if child.stdin is None or child.stdout is None:
        return b""
    with child.stdin, child.stdout:
        try:
            child.stdin.write(request)
            child.stdin.close()
            return child.stdout.read(most + 1)
        except OSError:  # it died before it listened
            return b""


def _article(row: dict[str, Any]) -> Article:
    """Return the article of a row that the child sent.

    Raises:
        ValueError: when it is none; a child that a file took over could send anything.
    """
    text, info = row["text"], {name: row[name] for name in _FIELDS}
    for value in (text, *info.values()):
        if value is not None and (not isinstance(value, str) or normalise_text(value) != value):
            raise ValueError("not normalised")
    if not text:
        raise ValueError("no text")
    return Article(info=ArticleInfo(id="", **info), text=text, headings=_headings(row, len(text)))


def _headings(row: dict[str, Any], length: int) -> tuple[Span, ...]:
    spans = tuple((int(start), int(end)) for start, end in row["headings"])
    position = 0
    for start, end in spans:
        if not position <= start < end <= length:
            raise ValueError("headings out of order")
        position = end
    return spans
