"""Many requests at once over real sockets, with next to no work on the side of who asks."""

import asyncio
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from loops import in_own_loop


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: status, headers by lower-case name, body, and the seconds it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


def request(
    url: str, path: str, *, body: object = None, headers: Mapping[str, str] | None = None
) -> bytes:
    """Return a request as it is sent: a GET, with a `body` a POST of JSON."""
    content = b"" if body is None else json.dumps(body).encode()
    fields = {
        "Host": urlsplit(url).netloc,
        "Connection": "close",
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
        **(headers or {}),
    }
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + content


async def send(url: str, content: bytes, *, source: str | None = None) -> Reply:
    """Send one request on a connection of its own, from the address `source`."""
    place = urlsplit(url)
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection(
        place.hostname, place.port, local_addr=(source, 0) if source else None
    )
    try:
        writer.write(content)
        await writer.drain()
        raw = await reader.read()
    finally:
        writer.close()
    seconds = time.perf_counter() - started
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in rest)
    return Reply(int(first.split(" ")[1]), headers, body, seconds)


async def send_all(url: str, contents: Iterable[bytes], *, at_once: int = 400) -> list[Reply]:
    """Send all requests, as many at once as said."""
    places = asyncio.Semaphore(at_once)

    async def one(content: bytes) -> Reply:
        async with places:
            return await send(url, content)

    return await asyncio.gather(*map(one, contents))


def flood(url: str, contents: Iterable[bytes], *, at_once: int = 400) -> list[Reply]:
    """Send all requests from a loop of their own; return the replies in the same order."""
    return in_own_loop(send_all(url, contents, at_once=at_once))
