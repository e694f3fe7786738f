"""The child of `process`: takes a request as JSON, limits itself, reads, answers.

Run as `python -m index.readers.apart.child`; by the time it looks at a file it can write
no other one, and the system ends it when it takes too much.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.articles.article import Article
from index.errors import ReadError
from index.readers.blocks import name_of
from index.readers.fetch.public_addresses import PublicHosts
from index.readers.sources import Failure, ReadOutcome, Source

_FAILURES_TOLD = 20


def main() -> None:
    """Answer the request on standard input."""
    request = json.load(sys.stdin.buffer)
    # Whatever a parser prints must not get into the answer.
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit(request["limits"])
    json.dump(_answer(request), answer)
    answer.close()


def _limit(limits: dict[str, Any]) -> None:
    try:
        import resource
    except ImportError:  # not on Windows; there only the parent's clock holds
        return
    for what, amount in (
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["file_bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (amount, amount))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    name, fetched = request["name"], None
    path = Path(request["path"])
    try:
        if "url" in request:
            path = fetched = _fetched(request, path)
        outcome = _read(path, request)
        _check(outcome, request["limits"])
    except ReadError as error:
        outcome = ReadOutcome(failures=(Failure(name, f"{name}: {error}"),))
    return {
        "file": fetched.name if fetched else None,
        "articles": [_row(article, path, name) for article in outcome.articles],
        "failures": [
            one.error.replace(str(path), name) for one in outcome.failures[:_FAILURES_TOLD]
        ],
    }


def _read(path: Path, request: dict[str, Any]) -> ReadOutcome:
    from index.readers import read

    return read(Source(key=request["name"], path=path, url=request.get("url")))


def _fetched(request: dict[str, Any], folder: Path) -> Path:
    from index.readers import LARGEST_MARKUP, suffix_of
    from index.readers.fetch.fetching import fetch

    hosts = PublicHosts(also=frozenset((host, port) for host, port in request["also"]))
    most = min(LARGEST_MARKUP, request["limits"]["file_bytes"])
    page = fetch(request["url"], largest=most, hosts=hosts)
    path = folder / f"page{suffix_of(page.media_type)}"
    path.write_bytes(page.data)
    return path


def _check(outcome: ReadOutcome, limits: dict[str, Any]) -> None:
    count, most = len(outcome.articles), limits["articles"]
    if count > most:
        raise ReadError(
            f"holds {count:,} articles, more than {most:,}; split it, or use `pullquote index`"
        )
    size, most = sum(len(article.text) for article in outcome.articles), limits["text"]
    if size > most:
        raise ReadError(
            f"holds {size:,} characters of text, more than {most:,}; split it, or use "
            f"`pullquote index`"
        )


def _row(article: Article, path: Path, name: str) -> dict[str, Any]:
    info = asdict(article.info)
    if info["title"] == name_of(Source(key="", path=path)):  # no title but the name of our copy
        info["title"] = name_of(Source(key=name)) or None
    return {**info, "text": article.text, "headings": article.headings}


if __name__ == "__main__":
    main()
