"""The door to other hosts: fetches an address that the user named, within limits, and no other."""

import time
from dataclasses import dataclass

from index.errors import ReadError

_SECONDS_TO_ANSWER = 10.0
_SECONDS_IN_ALL = 60.0
_REDIRECTS = 5
_AGENT = "pullquote"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave; `media_type` is lower-case and without parameters."""

    data: bytes
    media_type: str


def fetch(url: str, *, largest: int) -> Fetched:
    """Return what `url` gives, following at most five redirects.

    Args:
        url: `http` or `https`.
        largest: bytes after which the transfer is given up.

    Raises:
        ReadError: no answer in time, an error status, too many bytes or redirects.
    """
    import httpx

    deadline = time.monotonic() + _SECONDS_IN_ALL
    client = httpx.Client(
        timeout=_SECONDS_TO_ANSWER,
        follow_redirects=True,
        max_redirects=_REDIRECTS,
        headers={"User-Agent": _AGENT},
    )
    try:
        with client, client.stream("GET", url) as response:
            if response.is_error:
                raise ReadError(f"answered {response.status_code}; open it in a browser to see why")
            pieces, size = [], 0
            for piece in response.iter_bytes():
                pieces.append(piece)
                size += len(piece)
                if size > largest:
                    raise ReadError(
                        f"more than {largest // (1024 * 1024)} MB; save it and split it"
                    )
                if time.monotonic() > deadline:
                    raise ReadError(f"not here after {_SECONDS_IN_ALL:.0f} seconds; try later")
    except httpx.TooManyRedirects:
        raise ReadError(f"redirects more than {_REDIRECTS} times; give the final address") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        reason = str(error) or type(error).__name__
        raise ReadError(f"cannot be fetched ({reason}); check the address") from error
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(b"".join(pieces), media_type)
