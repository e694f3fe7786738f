"""The body of a request into a file, piece by piece, never more than was allowed."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath

import anyio
from fastapi import HTTPException
from starlette.requests import ClientDisconnect, Request

from index.articles.article import normalise_text
from index.errors import ReadError

_BODY_SECONDS = 20  # seconds that the next piece may take
_LONGEST_NAME = 200
_LONGEST_SUFFIX = 10
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean_name(sent: str) -> str:
    """Return what a sent file was called, to show and nothing else: one line, without folders.

    Raises:
        ReadError: when nothing is left of it.
    """
    last = re.split(r"[/\\]", normalise_text(sent))[-1]
    name = " ".join(_DIRECTION.sub("", last).split())
    if not name.strip(". "):
        raise ReadError("The file has no name; give it one that ends in what it is, as in .txt.")
    if len(name) <= _LONGEST_NAME:
        return name
    path = PurePosixPath(name)
    return path.stem[: _LONGEST_NAME - _LONGEST_SUFFIX] + path.suffix[:_LONGEST_SUFFIX]


async def receive_file(request: Request, path: Path, *, most: int) -> int:
    """Write the body of a request to `path`, and return how many bytes it had.

    Raises:
        HTTPException: 408 when it comes too slowly, 413 when it is larger than `most` bytes, 400
            when it breaks off, 415 when it is compressed.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "Send the file as it is, without Content-Encoding")
    size, pieces = 0, aiter(request.stream())
    async with await anyio.open_file(path, "wb") as file:
        while (piece := await _next(pieces)) is not None:
            size += len(piece)
            if size > most:
                raise HTTPException(413, too_large(most))
            await file.write(piece)
    return size


async def _next(pieces: AsyncIterator[bytes]) -> bytes | None:
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            return await anext(pieces, None)
    except TimeoutError:
        raise HTTPException(408, "The file did not arrive in time; send it again") from None
    except ClientDisconnect:
        raise HTTPException(400, "The file did not arrive whole; send it again") from None


def too_large(most: int) -> str:
    """Return what is said of a file that has more than `most` bytes."""
    return (
        f"The file is larger than {most // 1_000_000} MB; split it, or index it on the server with "
        f"`pullquote index`"
    )
