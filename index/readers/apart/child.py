"""The child of `process`: takes requests as lines of JSON, limits itself, answers each.

Run as `python -m index.readers.apart.child`; by the time it looks at a file it can write
no other one, and the system ends it when it takes too much.
"""

import base64
import gc
import json
import math
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.articles.codec import to_json
from index.errors import ReadError
from index.readers.fetch.public_addresses import PublicHosts
from index.readers.registry import FORMATS
from index.readers.sources import Failure, ReadOutcome, Source, joined

_FAILURES_TOLD = 20
_WORN = 512 * 1024
"""Kilobytes."""

_COLLECTING = (50_000, 20, 20)
"""A page is many small objects that live as long as it does: looking for cycles seldom pays."""


def main() -> None:
    """Answer the requests on standard input, a line each."""
    # Whatever a parser prints must not get into the answers.
    answers = os.fdopen(os.dup(1), "wb")
    gc.set_threshold(*_COLLECTING)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        FORMATS.learn(request["formats"])
        _limit(request["limits"], is_last="name" in request)
        for answer in _answers(request):
            # Names of files may be no valid Unicode.
            text = json.dumps(answer, ensure_ascii=False)
            answers.write(text.encode("utf-8", "surrogatepass") + b"\n")
            answers.flush()


def _answers(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "picture" in request:
        return iter((_picture(request),))
    return iter((_answer(request),)) if "name" in request else _answer_source(request)


def _picture(request: dict[str, Any]) -> dict[str, Any]:
    """Return a page of a PDF as a picture, in letters, or why there is none."""
    from index.readers.pdf.picture import WantedPage, page_picture

    wanted = {**request["picture"], "probes": tuple(request["picture"]["probes"])}
    try:
        made = page_picture(Path(request["path"]).read_bytes(), WantedPage(**wanted))
    except (ReadError, OSError) as error:
        return {"picture": None, "error": str(error)}
    return {"picture": base64.b64encode(made).decode("ascii"), "error": ""}


def _limit(limits: dict[str, Any], *, is_last: bool) -> None:
    """Limit what the next file may cost; what went before has cost time already."""
    try:
        import resource
    except ImportError:  # not on Windows; there only the parent's clock holds
        return
    for what, amount in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["file_bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (amount, amount))
    most = math.ceil(time.process_time()) + limits["cpu_seconds"]
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, soft if is_last else hard))


def _answer_source(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the parts of a source; one is told that it is the last, so each waits for the next."""
    limits = request["limits"]
    kept: ReadOutcome | None = None
    for outcome in _parts(request):
        if kept is not None:
            yield _told(kept, more=True)
            _limit(limits, is_last=False)  # each part may cost what a file may
        kept = outcome
    yield _told(kept or ReadOutcome(), more=False)


def _parts(request: dict[str, Any]) -> Iterator[ReadOutcome]:
    from index.readers import read_in_parts

    path = request["path"]
    columns = tuple((field, tuple(names)) for field, names in request["columns"])
    source = Source(
        request["key"],
        None if path is None else Path(path),
        request["url"],
        fetched=None if request["fetched"] is None else Path(request["fetched"]),
        media_type=request["media_type"],
        columns=columns,
        copy=None if request["copy"] is None else Path(request["copy"]),
    )
    count = 0
    try:
        for outcome in read_in_parts(source):
            count += len(outcome.articles) + len(outcome.drafts)
            _check(outcome, count, request["limits"])
            yield outcome
    except ReadError as error:
        name = path or request["key"]
        yield ReadOutcome(failures=(Failure(name, f"{name}: {error}"),))


def _told(outcome: ReadOutcome, *, more: bool) -> dict[str, Any]:
    return {
        "articles": [to_json(article) for article in outcome.articles],
        "drafts": [to_json(article) for article in outcome.drafts],
        "failures": [(one.path, one.error) for one in outcome.failures],
        "skipped": [(one.path, one.reason) for one in outcome.skipped],
        "withdrawn": outcome.withdrawn,
        "links": [(one.url, one.changed, one.kind) for one in outcome.links],
        "more": more,
        "worn": not more and _is_worn(),
    }


def _is_worn() -> bool:
    """Tell whether so much memory was taken that the next file might miss it."""
    return _kilobytes_in_use() > _WORN


def _kilobytes_in_use() -> int:
    """Return how much memory this process has in use, 0 where the system does not say.

    The peak that `getrusage` gives begins with that of the parent on Linux, which may hold models.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return _peak_kilobytes()
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def _peak_kilobytes() -> int:
    try:
        import resource
    except ImportError:
        return 0
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kilobytes; on macOS bytes
    return size // (1024 if sys.platform == "darwin" else 1)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    name, fetched = request["name"], None
    path = Path(request["path"])
    try:
        if "url" in request:
            path = fetched = _fetched(request, path)
        outcome = _read(path, request)
    except ReadError as error:
        outcome = ReadOutcome(failures=(Failure(name, f"{name}: {error}"),))
    return {
        "file": fetched.name if fetched else None,
        "articles": [to_json(article) for article in outcome.articles],
        "failures": [one.replace(str(path), name) for one in _lost(outcome)[:_FAILURES_TOLD]],
    }


def _lost(outcome: ReadOutcome) -> list[str]:
    """Return what an editor is told of what did not become an article."""
    return [
        *(one.error for one in outcome.failures),
        *(f"{one.path}: left out: {one.reason}" for one in outcome.skipped),
        *(f"“{one.info.title}” is a draft and left out" for one in outcome.drafts),
        *(("only lists pages; add these by their addresses",) if _only_lists(outcome) else ()),
    ]


def _only_lists(outcome: ReadOutcome) -> bool:
    return bool(outcome.links) and not (outcome.articles or outcome.drafts)


def _read(path: Path, request: dict[str, Any]) -> ReadOutcome:
    """Read a whole file, and no more of it than is allowed."""
    from index.readers import read_in_parts

    name = request["name"]
    parts: list[ReadOutcome] = []
    for outcome in read_in_parts(Source(name, path, request.get("url"), name=name)):
        parts.append(outcome)
        whole = joined(parts)
        _check(whole, len(whole.articles) + len(whole.drafts), request["limits"])
    return joined(parts)


def _fetched(request: dict[str, Any], folder: Path) -> Path:
    from index.readers.fetch.fetching import fetch

    hosts = PublicHosts(also=frozenset((host, port) for host, port in request["also"]))
    most = request["limits"]["file_bytes"]
    page = fetch(request["url"], largest=most, hosts=hosts, formats=FORMATS)
    path = folder / f"page{FORMATS.of_media_type(page.media_type).suffixes[0]}"
    path.write_bytes(page.data)
    return path


def _check(outcome: ReadOutcome, count: int, limits: dict[str, Any]) -> None:
    if count > (most := limits["articles"]):
        raise ReadError(
            f"holds {count:,} articles, more than {most:,}; split it, or use `pullquote index`"
        )
    read = (*outcome.articles, *outcome.drafts)
    size, most = sum(len(article.text) for article in read), limits["text"]
    if size > most:
        raise ReadError(
            f"holds {size:,} characters of text, more than {most:,}; split it, or use "
            f"`pullquote index`"
        )


if __name__ == "__main__":
    main()
