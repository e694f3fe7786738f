"""What the server may do, and whom it listens to."""

import ipaddress
import re
import socket
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import UsageError
from index.search.milvus.address import MilvusAddress
from qa.kept_answers.limit import MEGABYTES
from qa.questions.understanding import MAX_LENGTH
from qa.reading.selector.endpoint import Endpoint
from qa.web.access.policy import Access, ProxyHeader
from qa.web.requests.addresses import network

GAP_DAYS = 180
"""Days that a question without an answer is kept after it was asked last, where it is."""

_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
# A name as a browser sends it: other letters come as punycode. Nothing that means something in a
# header may pass.
_HOST_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_EVERY_ADDRESS = ("0.0.0.0", "::", "")
_ROOT_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """What one address may do, so that all others are served, too.

    Questions and other requests each have a bucket: `questions` and `requests` of them may come
    at once, and it fills again at so many a minute. `asking` questions of one address may wait or
    be worked on at one time (half of all that may wait, where that is less), and `open` of its
    requests of any kind; `open_in_all` of all addresses together.
    """

    questions: int = 200
    questions_a_minute: int = 1_200
    requests: int = 1_200
    requests_a_minute: int = 6_000
    asking: int = 256
    open: int = 512
    open_in_all: int = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """How `serve` was asked to run.

    `allow_origins` are the web sites (scheme, host and port) whose pages may call the API;
    `allow_hosts` are names of this server beside its address. `access` says how people sign in;
    `None` for not at all. `groups` is a file that says which group sees which collections; left
    out, the one in the folder of the index, where there is one. With `allow_anonymous` strangers
    may read. `trusted_proxies` are addresses or networks whose word is taken on who sent a request;
    `root_path` is the part of the address under which a proxy shows this server ("" or as in
    /pullquote). With one of `workers` the server answers by itself, in `threads` that each work on
    `batch` questions together; with several, each is a process that works on such a batch, is ended
    after `longest_answer` seconds with it, and replaced when it holds `worker_growth` bytes more
    than at first. As many may wait as are
    answered within `longest_wait` seconds, and `waiting` at most; later ones are asked to come
    back. `body_bytes` limits what a request may send, `question_length` (code points) a question.
    A language model at `selector` chooses sentences; passages are searched in `milvus`. Without
    these, nothing is sent anywhere. Answers are kept in memory for who asks the same again, in
    `keep_answers` bytes, until anything changes; those that a language model chose are not.
    Editors may have public pages fetched only with `allow_urls`; subscriptions of the index are
    looked at every `refresh` minutes, never without it.
    Conversations of who is signed in are kept on the server with `keep_conversations`, else in
    their browsers. Shared conversations that are too long for a link are kept for `keep_links`
    days, else not at all. With `keep_gaps` questions without a sure answer are kept for `gap_days`
    days, and nothing of who asked. Answers in work get `grace` seconds when the server is stopped.
    Questions are in the log only with `log_questions`.
    """

    index: Path
    host: str = "127.0.0.1"
    port: int = 7860
    allow_origins: tuple[str, ...] = ()
    allow_hosts: tuple[str, ...] = ()
    allow_anonymous: bool = False
    access: Access | None = None
    groups: Path | None = None
    reader_model: str | None = None
    selector: Endpoint | None = None
    milvus: MilvusAddress | None = None
    trusted_proxies: tuple[str, ...] = ()
    root_path: str = ""
    limits: RateLimits = field(default_factory=RateLimits)
    batch: int = 4
    threads: int = 2
    workers: int = 1
    longest_answer: float = 120.0
    worker_growth: int = 1 << 30
    waiting: int = 4_096
    longest_wait: float = 30.0
    grace: int = 30
    log_questions: bool = False
    keep_answers: int = MEGABYTES << 20
    keep_conversations: bool = False
    keep_links: int | None = None
    keep_gaps: bool = False
    gap_days: int = GAP_DAYS
    body_bytes: int = 1_000_000
    question_length: int = MAX_LENGTH
    allow_urls: bool = False
    refresh: int | None = None
    examples: tuple[str, ...] = ()

    def knows_host(self, name: str) -> bool:
        """Whether a request may address this server as `name` (without the port).

        A page on another site can make a browser call a server on the same machine or network by
        pointing its own name at that address (DNS rebinding); the name is what gives it away. An
        address in figures cannot be rebound.
        """
        name = name.lower().removesuffix(".")
        if name in _LOOPBACK_NAMES or name in {host.lower() for host in self.allow_hosts}:
            return True
        if self.host not in _EVERY_ADDRESS:
            return name.strip("[]") == self.host.lower().strip("[]")
        return _is_address(name) or name in {socket.gethostname().lower(), socket.getfqdn().lower()}

    @property
    def at_once(self) -> int:
        """How many batches of questions are worked on at one time."""
        return self.workers if self.workers > 1 else self.threads

    @property
    def groups_file(self) -> Path:
        """Where the rules are that say which group sees which collections, if there are any."""
        return self.groups or self.index / "groups.toml"

    @property
    def url(self) -> str:
        """Where to point a browser on this machine."""
        name = "localhost" if self.host in _EVERY_ADDRESS else self.host
        return f"http://{f'[{name}]' if ':' in name else name}:{self.port}{self.root_path}/"


def check_settings(settings: ServerSettings) -> None:
    """Refuse settings that would open the articles to strangers by accident.

    Raises:
        UsageError: for a public address without `access` or `allow_anonymous`, for an origin that
            is not exactly scheme, host and port, for a proxy or a root path that is none, and for
            a number of workers that cannot be started.
    """
    _check_who_may_come(settings)
    if settings.workers < 1:
        raise UsageError(
            f"{settings.workers} workers answer nothing; say --workers 1, or as many as there are "
            "cores to spare."
        )
    if settings.workers > 1 and not hasattr(socket, "AF_UNIX"):
        raise UsageError("--workers needs a system with Unix sockets; leave it out here.")
    if settings.keep_conversations and settings.access is None:
        raise UsageError(
            "--keep-conversations keeps conversations by account, and there are accounts only with "
            "--auth. Without it they stay in each browser."
        )
    for origin in settings.allow_origins:
        check_origin(origin)
    for proxy in settings.trusted_proxies:
        network(proxy)
    if not _ROOT_PATH.fullmatch(settings.root_path):
        raise UsageError(
            f"{settings.root_path!r} is not a path to show this server under; write it with a "
            "slash in front and none at the end, as in /pullquote."
        )


def _check_who_may_come(settings: ServerSettings) -> None:
    open_to_all = settings.access is None and not settings.allow_anonymous
    if open_to_all and not is_loopback(settings.host):
        raise UsageError(
            f"{settings.host or 'The empty address'} is reachable from other machines, and anyone "
            "who reaches it could read every article. Keep --host 127.0.0.1, let people sign in "
            "with --auth, or say --allow-anonymous if everyone may read."
        )
    method = settings.access.method if settings.access else None
    if isinstance(method, ProxyHeader) and not settings.trusted_proxies:
        raise UsageError(
            f"--auth header:{method.name} needs the address of the proxy that sends the header, "
            "as in --trusted-proxy 127.0.0.1; from anywhere else anyone could send it."
        )


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to `host`."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_origin(origin: str) -> str:
    """Return `origin` when it is one: scheme, host and perhaps a port, nothing more.

    Raises:
        UsageError: when a path, a wildcard or another scheme than http(s) was given.
    """
    problem = UsageError(
        f"{origin!r} is not the origin of a site; write scheme, host and port as in "
        "https://news.example or http://localhost:8000, without a path or '*'."
    )
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        raise problem from None
    host = parts.hostname or ""
    bracketed = f"[{host}]" if ":" in host else host
    plain = f"{parts.scheme}://{bracketed}" + (f":{port}" if port is not None else "")
    known = _is_address(host) if ":" in host else _HOST_NAME.fullmatch(host)
    if parts.scheme not in {"http", "https"} or not known or plain != origin:
        raise problem
    return origin
