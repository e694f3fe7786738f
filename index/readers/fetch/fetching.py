"""The door to other hosts: fetches an address that the user named, within limits, and no other."""

import time
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.readers.fetch.public_addresses import PublicHosts
from index.readers.fetch.sites import same_site
from index.readers.registry import Registry

if TYPE_CHECKING:
    import httpx

_SECONDS_TO_ANSWER = 10.0
_SECONDS_IN_ALL = 60.0
_REDIRECTS = 5
_LONGEST_WAIT = 7 * 24 * 3600.0
_VALIDATOR = 500
"""Characters of an ETag or date that are kept."""

AGENT = "pullquote"
"""What this program calls itself."""

# Of what httpx can unpack by itself, others make gigabytes of one packet.
_ENCODINGS = frozenset(("", "identity", "gzip"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave; `media_type` is lower-case and without parameters.

    `etag` and `modified` are what the server calls this state of it. Where it is as it was under
    the conditions, `is_new` is false and there are no data.
    """

    data: bytes
    media_type: str
    etag: str | None = None
    modified: str | None = None
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Conditions:
    """The state of an address that is known: only another one is sent."""

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Return the headers of a request that say so."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in said.items() if value}


ANYTHING = Conditions()
"""Nothing is known: whatever is there is sent."""


class NoAnswer(ReadError):
    """An address gave nothing.

    `status` is that of HTTP, None where there was no answer at all; `wait` how many seconds the
    server asks to wait.
    """

    def __init__(self, message: str, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.wait = wait


def fetch(
    url: str,
    *,
    largest: int,
    hosts: PublicHosts | None = None,
    formats: Registry | None = None,
    conditions: Conditions = ANYTHING,
    within: str | None = None,
) -> Fetched:
    """Return what `url` gives, following at most five redirects.

    Args:
        url: `http` or `https`.
        largest: bytes, unpacked, after which the transfer is given up.
        hosts: which hosts may be called, redirects included, when the address is not the user's
            own; None for whatever this machine reaches.
        formats: of which one must be given; each has a limit of its own beside `largest`.
        conditions: what is known of it already.
        within: an address of the site that redirects must not leave.

    Raises:
        NoAnswer: no answer in time, or an error status.
        ReadError: too many bytes or redirects, a host that must not be called, a type that none of
            `formats` has.
    """
    import httpx

    deadline = time.monotonic() + _SECONDS_IN_ALL
    try:
        with _client(hosts) as client:
            request = client.build_request("GET", url, headers=conditions.headers())
            for _ in range(_REDIRECTS + 1):
                if within is not None and not same_site(str(request.url), within):
                    raise ReadError("leads to another site, which is not followed")
                response = client.send(request, stream=True)
                with closing(response):
                    if response.next_request is None:
                        return _fetched(response, largest, formats, deadline)
                request = response.next_request
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        reason = str(error) or type(error).__name__
        raise NoAnswer(f"cannot be fetched ({reason}); check the address") from error
    raise ReadError(f"redirects more than {_REDIRECTS} times; give the final address")


def _fetched(
    response: "httpx.Response", largest: int, formats: Registry | None, deadline: float
) -> Fetched:
    etag, modified = (_validator(response, name) for name in ("etag", "last-modified"))
    if response.status_code == 304:
        return Fetched(b"", "", etag, modified, is_new=False)
    _check(response)
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if formats is not None:
        largest = min(largest, formats.of_media_type(media_type).largest_fetched)
    return Fetched(_body(response, largest, deadline), media_type, etag, modified)


def _validator(response: "httpx.Response", name: str) -> str | None:
    value = response.headers.get(name, "")
    return value if 0 < len(value) <= _VALIDATOR and value.isascii() else None


def _client(hosts: PublicHosts | None) -> "httpx.Client":
    import httpx

    transport = None
    if hosts is not None:
        from index.readers.fetch.pinned_transport import PinnedTransport

        transport = PinnedTransport(hosts)
    return httpx.Client(
        timeout=_SECONDS_TO_ANSWER,
        follow_redirects=False,  # httpx reads the body of a redirect, however large it unpacks
        headers={"User-Agent": AGENT, "Accept-Encoding": "gzip"},
        transport=transport,
        trust_env=hosts is None,
    )


def _check(response: "httpx.Response") -> None:
    if response.is_error:
        status = response.status_code
        raise NoAnswer(
            f"answered {status}; open it in a browser to see why", status, _wait(response)
        )
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise ReadError(f"is compressed in a way not asked for ({encoding[:40]!r}); save the page")


def _wait(response: "httpx.Response") -> float | None:
    """Return how many seconds the server asks to wait: for ever is a week."""
    asked = response.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return min(float(asked[:9]), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(asked)
    except (ValueError, TypeError, IndexError):
        return 60.0 if response.status_code in {429, 503} else None
    seconds = until.timestamp() - time.time()
    return min(max(seconds, 0.0), _LONGEST_WAIT)


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
