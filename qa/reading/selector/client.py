"""The door to a language model's endpoint: one request, one answer, within a time and a size.

The host is looked up for each call, every address it leads to is checked, and the connection goes
to an address that was. Redirects and proxies are not followed.
"""

import contextlib
import http.client
import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from index.errors import PullquoteError
from qa.reading.selector.endpoint import Endpoint, IpAddress

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST_ANSWER = 262_144
"""Bytes of an answer after which it is given up."""

_MOST_ADDRESSES = 4


class EndpointProblem(PullquoteError):
    """Why an endpoint gave nothing: what follows "The language model at ..." in a sentence."""


class Deadline:
    """When a whole call must be over."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left, more than 0.

        Raises:
            EndpointProblem: None are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.problem()
        return left

    def problem(self) -> EndpointProblem:
        """Return what is said when the time is over."""
        return EndpointProblem(f"did not answer in {self._seconds:g} s")


def post(endpoint: Endpoint, body: bytes, deadline: Deadline) -> tuple[int, bytes]:
    """Send a JSON document and return the status and the bytes of the answer.

    Raises:
        EndpointProblem: There is no answer in time, one that is too large or redirects, or the
            host must not be called.
    """
    addresses = look_up(endpoint, deadline)
    try:
        with contextlib.closing(_connected(endpoint, addresses, deadline)) as plain:
            connection = _Connection(endpoint, _TimedSocket(plain, deadline))
            connection.request("POST", endpoint.target, body, _headers(endpoint))
            with connection.getresponse() as response:
                return response.status, _body(response)
    except TimeoutError as error:
        raise deadline.problem() from error
    except ssl.SSLError as error:
        raise EndpointProblem("cannot be reached safely (TLS failed)") from error
    except OSError as error:
        deadline.left()
        raise EndpointProblem("cannot be reached") from error
    except (http.client.HTTPException, ValueError) as error:
        raise EndpointProblem("gave no answer of HTTP") from error


def look_up(endpoint: Endpoint, deadline: Deadline) -> list[IpAddress]:
    """Return the addresses of an endpoint's host, each of which may be called.

    Raises:
        EndpointProblem: There is none, one may not be called, or looking up takes too long.
    """
    found = _within(deadline, endpoint)
    for address in found:
        refusal = endpoint.refusal(address)
        if refusal is not None:
            raise EndpointProblem(refusal)
    return found


def _within(deadline: Deadline, endpoint: Endpoint) -> list[IpAddress]:
    """Look a host up in a thread of its own: the system's look-up knows no time limit."""
    with contextlib.suppress(ValueError):
        return [ipaddress.ip_address(endpoint.host)]
    answers: queue.SimpleQueue[list[IpAddress]] = queue.SimpleQueue()
    look = threading.Thread(
        target=lambda: answers.put(_addresses(endpoint)), name="look-up", daemon=True
    )
    look.start()
    try:
        found = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise deadline.problem() from None
    if not found:
        raise EndpointProblem("cannot be reached (there is no such host)")
    return found


def _addresses(endpoint: Endpoint) -> list[IpAddress]:
    try:
        rows = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    # A zone after "%" belongs to an address of the local network only.
    names = dict.fromkeys(str(row[4][0]).partition("%")[0] for row in rows)
    return [ipaddress.ip_address(name) for name in names]


def _connected(
    endpoint: Endpoint, addresses: Sequence[IpAddress], deadline: Deadline
) -> socket.socket:
    tried = addresses[:_MOST_ADDRESSES]
    for number, address in enumerate(tried):
        last = number == len(tried) - 1
        # One address that swallows packets must leave time for the others.
        share = deadline.left() / (len(tried) - number)
        try:
            plain = socket.create_connection((str(address), endpoint.port), timeout=share)
        except OSError:
            if last:
                raise
            continue
        return _secured(plain, endpoint, deadline)
    raise EndpointProblem("cannot be reached")


def _secured(plain: socket.socket, endpoint: Endpoint, deadline: Deadline) -> socket.socket:
    if endpoint.scheme != "https":
        return plain
    try:
        plain.settimeout(deadline.left())
        context = ssl.create_default_context()
        return context.wrap_socket(plain, server_hostname=endpoint.host)
    except BaseException:
        plain.close()
        raise


def _headers(endpoint: Endpoint) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "pullquote",
        "Connection": "close",
    }
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    return headers


def _body(response: http.client.HTTPResponse) -> bytes:
    if 300 <= response.status < 400:
        raise EndpointProblem(f"redirects ({response.status}), which is not followed")
    if response.getheader("Content-Encoding", "identity").strip().lower() != "identity":
        raise EndpointProblem("answered in a compression that was not asked for")
    body = response.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        raise EndpointProblem(f"answered more than {LARGEST_ANSWER // 1024} kB")
    return body


class _Connection(http.client.HTTPConnection):
    """Speaks HTTP over a socket that is connected already."""

    def __init__(self, endpoint: Endpoint, stream: "_TimedSocket") -> None:
        super().__init__(endpoint.host, endpoint.port)
        self.default_port = 443 if endpoint.scheme == "https" else 80
        self.sock = cast(socket.socket, stream)

    def connect(self) -> None:
        """Never connect again: the address would not be checked."""
        raise http.client.NotConnected


class _TimedSocket:
    """What `http.client` needs of a socket; each wait is as long as the call may still last.

    A time limit of the socket alone would begin anew with each byte that comes. Whoever opened the
    socket closes it.
    """

    def __init__(self, plain: socket.socket, deadline: Deadline) -> None:
        self._plain, self._deadline = plain, deadline

    def sendall(self, data: bytes) -> None:
        self._plain.settimeout(self._deadline.left())
        self._plain.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedStream(self._plain, self._deadline))

    def close(self) -> None:
        """Leave the socket open: the answer may still be read when the connection is done with."""


class _TimedStream(io.RawIOBase):
    def __init__(self, plain: socket.socket, deadline: Deadline) -> None:
        self._plain, self._deadline = plain, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        self._plain.settimeout(self._deadline.left())
        return self._plain.recv_into(buffer)
