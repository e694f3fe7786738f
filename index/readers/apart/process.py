"""Reading files in a process of its own with limits.

A hostile or broken file can make a parser loop, eat memory or crash. Here that ends a child, and
the caller gets a message. The child loads readers only, writes nothing but the page it may fetch,
and answers with JSON, which is checked before it is believed. What an editor sends gets a child for
itself; a folder's files share one, which is replaced when it is worn out or had to be ended.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from index.articles.article import Article, normalise_text
from index.articles.codec import from_json
from index.errors import ReadError
from index.readers.fetch.public_addresses import PublicHosts
from index.readers.registry import FORMATS
from index.readers.sources import Failure, Link, ReadOutcome, Skip, Source

_ROOT = Path(__file__).resolve().parents[3]
_NEEDED = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT", "TZ")
_BYTES_OF_CHARACTER = 6  # at most, in JSON
_MEGABYTE = 1024 * 1024
_TOO_MUCH = "takes more time or memory to read than is allowed here; split or simplify it"
_BROKE_OFF = "cannot be read; its reader broke off. Repair the file"
# What fetching an address needs that the user gave on the command line.
_CALLING = (
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NETRC",
)


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


OF_FOLDERS = Limits(
    seconds=120.0,
    cpu_seconds=60,
    memory=4096 * _MEGABYTE,
    file_bytes=0,
    articles=10_000_000,
    text=300_000_000,
)
"""What a file may cost that the user has on disk: tables and books may be large there."""

_SECONDS_TO_FETCH = 60.0


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
    allowed = _limits_of(path, limits or Limits())
    return _apart({"path": str(path.absolute()), "name": name}, name, allowed)


class Readers:
    """Reads one source after another in a child that is kept; close it, or use it in a `with`.

    Args:
        limits: for each source.
    """

    def __init__(self, limits: Limits = OF_FOLDERS) -> None:
        self._limits = limits
        self._child: _Child | None = None

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def read(self, source: Source) -> ReadOutcome:
        """Return what `index.readers.read` does, with a failure for what goes beyond the limits."""
        name = str(source.path) if source.path else source.key
        request = {
            "key": source.key,
            "path": None if source.path is None else str(source.path.absolute()),
            "url": source.url,
            "fetched": None if source.fetched is None else str(source.fetched.absolute()),
            "media_type": source.media_type,
            "limits": asdict(_limits_of(source.path, self._limits)),
            "formats": FORMATS.added(),
        }
        is_fetched = source.path is None and source.fetched is None
        seconds = self._limits.seconds + (_SECONDS_TO_FETCH if is_fetched else 0.0)
        if self._child is None:
            self._child = _Child(_CALLING)
        reply = self._child.ask(json.dumps(request).encode(), seconds, _most(self._limits))
        if not reply:
            self.close()
            return ReadOutcome(failures=(Failure(name, f"{name}: {_TOO_MUCH}"),))
        try:
            answer = json.loads(reply.decode("utf-8", "surrogatepass"))
            outcome = _outcome(answer, source)
            is_worn = bool(answer["worn"])
        except (ValueError, KeyError, TypeError, RecursionError):
            self.close()
            return ReadOutcome(failures=(Failure(name, f"{name}: {_BROKE_OFF}"),))
        if is_worn:
            self.close()
        return outcome


def _outcome(answer: dict[str, Any], source: Source) -> ReadOutcome:
    path = str(source.path) if source.path else None
    articles = tuple(_article(value, path=path) for value in answer["articles"])
    drafts = tuple(_article(value, path=path) for value in answer["drafts"])
    failures = tuple(Failure(str(name), str(error)) for name, error in answer["failures"])
    skipped = tuple(Skip(str(name), str(reason)) for name, reason in answer["skipped"])
    withdrawn = tuple(str(name) for name in answer["withdrawn"])
    links = tuple(_link(one) for one in answer["links"])
    return ReadOutcome(articles, failures, skipped, drafts, withdrawn, links)


def _link(value: object) -> Link:
    if not isinstance(value, list):
        raise ValueError("no link")  # noqa: TRY004 - what the child sent, not what we passed
    url, changed, kind = value
    if kind not in {"page", "teaser", "list"}:
        raise ValueError("no kind of link")
    for one in (url, "" if changed is None else changed):
        if not isinstance(one, str) or normalise_text(one) != one or "\n" in one:
            raise ValueError("no link")
    return Link(str(url), changed, kind)


def suffix_of_name(file: str, shown: str) -> str:
    """Return the suffix of the file's name, which says how it is read.

    Raises:
        ReadError: no reader for such a file; the message calls it `shown`.
    """
    try:
        FORMATS.of_file(file)
    except ReadError as error:
        raise ReadError(f"{shown}: {error}") from None
    return PurePath(file).suffix.lower()


def _limits_of(path: Path | None, limits: Limits) -> Limits:
    """Return the limits for a file, whose format may want less work than is allowed."""
    found = FORMATS.of_suffix(path.suffix) if path else None
    if found is None:
        return limits
    return replace(limits, cpu_seconds=min(limits.cpu_seconds, found.cpu_seconds))


def read_url_apart(
    url: str, folder: Path, *, hosts: PublicHosts, limits: Limits | None = None
) -> Apart:
    """Fetch a page, keep it in `folder` and read it; raises like `read_file_apart`."""
    request = {"path": str(folder.absolute()), "name": url, "url": url, "also": sorted(hosts.also)}
    return _apart(request, url, limits or Limits())


def _apart(request: dict[str, Any], name: str, limits: Limits) -> Apart:
    request = {**request, "limits": asdict(limits), "formats": FORMATS.added()}
    reply = _ask_child(json.dumps(request), name, limits)
    try:
        answer = json.loads(reply)
        articles = tuple(_article(value, identifier="") for value in answer["articles"])
        failures = tuple(Failure(name, str(one)) for one in answer["failures"])
        path = Path(request["path"], str(answer["file"] or ""))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReadError(f"{name}: {_BROKE_OFF}") from None
    return Apart(ReadOutcome(articles, failures), path)


def _most(limits: Limits) -> int:
    return _BYTES_OF_CHARACTER * limits.text + _MEGABYTE


def _ask_child(request: str, name: str, limits: Limits) -> bytes:
    child = _Child()
    try:
        reply = child.ask(request.encode(), limits.seconds, _most(limits))
    finally:
        child.end()
    if not reply:
        raise ReadError(f"{name}: {_TOO_MUCH}")
    return reply


class _Child:
    """A process that reads; `kept` are variables of the environment that it gets."""

    def __init__(self, kept: tuple[str, ...] = ()) -> None:
        # In `_ROOT`, "-m" finds this package and no module that came with a file.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "index.readers.apart.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=_environment(kept),
        )

    def ask(self, request: bytes, seconds: float, most: int) -> bytes:
        """Return the line that answers a request; nothing when it takes too long or too much."""
        process = self._process
        if process.stdin is None or process.stdout is None:
            return b""
        timer = threading.Timer(seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(request + b"\n")
            process.stdin.flush()
            reply = process.stdout.readline(most + 1)
        except OSError:  # it died before it listened
            return b""
        finally:
            timer.cancel()
        return reply if reply.endswith(b"\n") else b""

    def end(self) -> None:
        """End the process; there is nothing it could lose."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what nobody read
                    pipe.close()


def _environment(more: tuple[str, ...] = ()) -> dict[str, str]:
    # What Python needs to start, and none of the secrets a server may have been given.
    kept = {name: os.environ[name] for name in (*_NEEDED, *more) if name in os.environ}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def _article(value: object, *, path: str | None = None, identifier: str | None = None) -> Article:
    """Return the article of a value that the child sent, under a path that we know.

    Args:
        value: what the codec made of an article, if the child is sound.
        path: of the file; the child may only say what in it the article is.
        identifier: in place of the child's, if given.

    Raises:
        ValueError: it is none; a child that a file took over could send anything.
    """
    article = from_json(value)
    known = article.info.id if identifier is None else identifier
    info = replace(article.info, id=known, path=_known_path(article.info.path, path))
    said = replace(info, path=None).to_json().values()
    labels = (mark.label for mark in article.marks)
    for one in (article.text, *said, *labels, *(one.source for one in article.origins)):
        if one is not None and normalise_text(one) != one:
            raise ValueError("not normalised")
    if not article.text:
        raise ValueError("no text")
    return replace(article, info=info)


def _known_path(said: str | None, path: str | None) -> str | None:
    """Return the path of a file, with the name of what lies in it where that is what was said."""
    inside = path is not None and said is not None and said.startswith(f"{path}!/")
    return said if inside and said and normalise_text(said) == said else path
