"""The door to other hosts: fetches an address that the user named, within limits, and no other."""

import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.readers.fetch.public_addresses import PublicHosts
from index.readers.registry import Registry

if TYPE_CHECKING:
    import httpx

_SECONDS_TO_ANSWER = 10.0
_SECONDS_IN_ALL = 60.0
_REDIRECTS = 5
_AGENT = "pullquote"
# Of what httpx can unpack by itself, others make gigabytes of one packet.
_ENCODINGS = frozenset(("", "identity", "gzip"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave; `media_type` is lower-case and without parameters."""

    data: bytes
    media_type: str


def fetch(
    url: str, *, largest: int, hosts: PublicHosts | None = None, formats: Registry | None = None
) -> Fetched:
    """Return what `url` gives, following at most five redirects.

    Args:
        url: `http` or `https`.
        largest: bytes, unpacked, after which the transfer is given up.
        hosts: which hosts may be called, redirects included, when the address is not the user's
            own; None for whatever this machine reaches.
        formats: of which one must be given; each has a limit of its own beside `largest`.

    Raises:
        ReadError: no answer in time, an error status, too many bytes or redirects, a host that
            must not be called, a type that none of `formats` has.
    """
    import httpx

    deadline = time.monotonic() + _SECONDS_IN_ALL
    try:
        with _client(hosts) as client:
            request = client.build_request("GET", url)
            for _ in range(_REDIRECTS + 1):
                response = client.send(request, stream=True)
                with closing(response):
                    if response.next_request is None:
                        return _fetched(response, largest, formats, deadline)
                request = response.next_request
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        reason = str(error) or type(error).__name__
        raise ReadError(f"cannot be fetched ({reason}); check the address") from error
    raise ReadError(f"redirects more than {_REDIRECTS} times; give the final address")


def _fetched(
    response: "httpx.Response", largest: int, formats: Registry | None, deadline: float
) -> Fetched:
    _check(response)
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if formats is not None:
        largest = min(largest, formats.of_media_type(media_type).largest_fetched)
    return Fetched(_body(response, largest, deadline), media_type)


def _client(hosts: PublicHosts | None) -> "httpx.Client":
    import httpx

    transport = None
    if hosts is not None:
        from index.readers.fetch.pinned_transport import PinnedTransport

        transport = PinnedTransport(hosts)
    return httpx.Client(
        timeout=_SECONDS_TO_ANSWER,
        follow_redirects=False,  # httpx reads the body of a redirect, however large it unpacks
        headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip"},
        transport=transport,
        trust_env=hosts is None,
    )


def _check(response: "httpx.Response") -> None:
    if response.is_error:
        raise ReadError(f"answered {response.status_code}; open it in a browser to see why")
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise ReadError(f"is compressed in a way not asked for ({encoding[:40]!r}); save the page")


def _body(response: "httpx.Response", largest: int, deadline: float) -> bytes:
    pieces, size = [], 0
    for piece in response.iter_bytes():
        pieces.append(piece)
        size += len(piece)
        if size > largest:
            raise ReadError(f"more than {largest // (1024 * 1024)} MB; save it and split it")
        if time.monotonic() > deadline:
            raise ReadError(f"not here after {_SECONDS_IN_ALL:.0f} seconds; try later")
    return b"".join(pieces)
