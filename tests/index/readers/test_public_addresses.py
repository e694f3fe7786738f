"""Fetching for others: nothing but public hosts, looked up once, redirects checked again."""

import gzip
import ipaddress
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import brotli
import httpx
import pytest
from local_site import QuietHandler, listening

from index.errors import ReadError
from index.readers.fetch.fetching import fetch
from index.readers.fetch.public_addresses import PublicHosts, is_public

LARGEST = 1_000_000


class Site(QuietHandler):
    """Sends visitors on to where its path says, or answers in the encoding that its path names."""

    def do_GET(self) -> None:
        what, _, rest = self.path[1:].partition("/")
        body, headers = b"<p>news</p>", {"Content-Type": "text/html"}
        if what == "to":
            self.send_response(302)
            headers["Location"] = rest
        else:
            self.send_response(200)
        if what in {"br", "gzip"}:
            zeros = bytes(50_000_000)
            body = brotli.compress(zeros, quality=1) if what == "br" else gzip.compress(zeros, 1)
            headers["Content-Encoding"] = what
        headers["Content-Length"] = str(len(body))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with listening(Site) as port:
        yield port


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1", "240.0.0.1",
        "::", "::1", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::",
    ],
)  # fmt: skip
def test_addresses_of_machine_and_network_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "216.58.214.206", "2606:4700:4700::1111"])
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f.1", "2130706433", "0"])
def test_the_own_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(ReadError, match="not a public web address"):
        PublicHosts().pinned("http", host, 80)


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8080, 65535])
def test_other_ports_than_the_webs_are_refused(port: int) -> None:
    with pytest.raises(ReadError, match="not a public web address"):
        PublicHosts().pinned("http", "8.8.8.8", port)


@pytest.mark.parametrize("scheme", ["file", "ftp", "gopher", "javascript", ""])
def test_other_schemes_are_refused(scheme: str) -> None:
    with pytest.raises(ReadError, match="http or https"):
        PublicHosts().pinned(scheme, "8.8.8.8", 80)


def test_published_payloads_reach_no_private_host(shared: Path) -> None:
    lines = (shared / "data/attacks/url_and_path.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["kind"] == "ssrf"]
    payloads = [row["payload"].replace("{FILE}", "etc/passwd") for row in rows]
    assert len(payloads) > 100
    for payload in payloads:
        try:
            url = httpx.URL(payload)
            host = url.raw_host.decode("ascii").strip("[]")
        except (httpx.InvalidURL, ValueError):
            continue
        if not host[:1].isdigit() and ":" not in host and host != "localhost":
            continue  # a name, which only a look-up could tell about
        try:
            pinned = PublicHosts().pinned(url.scheme, host, url.port or 80)
        except ReadError:
            continue
        assert is_public(ipaddress.ip_address(pinned)), payload


def test_this_machine_is_refused_unless_the_program_lists_it(port: int) -> None:
    url = f"http://127.0.0.1:{port}/page"
    with pytest.raises(ReadError, match="not a public web address"):
        fetch(url, largest=LARGEST, hosts=PublicHosts())
    listed = PublicHosts(also=frozenset({("127.0.0.1", port)}))
    assert fetch(url, largest=LARGEST, hosts=listed).data == b"<p>news</p>"


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/",
     "//localhost/", "http://10.0.0.1/", "http://2130706433/"],
)  # fmt: skip
def test_a_redirect_to_a_private_address_is_refused(port: int, target: str) -> None:
    listed = PublicHosts(also=frozenset({("127.0.0.1", port)}))
    with pytest.raises(ReadError, match="not a public web address"):
        fetch(f"http://127.0.0.1:{port}/to/{target}", largest=LARGEST, hosts=listed)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x/1"])
def test_a_redirect_to_another_scheme_is_refused(port: int, target: str) -> None:
    listed = PublicHosts(also=frozenset({("127.0.0.1", port)}))
    with pytest.raises(ReadError):
        fetch(f"http://127.0.0.1:{port}/to/{target}", largest=LARGEST, hosts=listed)


def test_redirects_within_what_is_allowed_are_followed(port: int) -> None:
    listed = PublicHosts(also=frozenset({("127.0.0.1", port)}))
    url = f"http://127.0.0.1:{port}/to//to//page"
    assert fetch(url, largest=LARGEST, hosts=listed).data == b"<p>news</p>"


def test_a_name_is_looked_up_once_and_the_connection_goes_there(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that gives another address the second time gains nothing (DNS rebinding)."""
    real, asked = socket.getaddrinfo, []

    def rebinding(host: object, *args: object, **options: object) -> object:
        if host != "rebind.example":
            return real(host, *args, **options)  # type: ignore[call-overload]
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.66"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    listed = PublicHosts(also=frozenset({("127.0.0.1", port)}))
    fetched = fetch(f"http://rebind.example:{port}/page", largest=LARGEST, hosts=listed)
    assert fetched.data == b"<p>news</p>"
    assert asked == ["rebind.example"]


def test_a_name_with_one_private_address_among_public_ones_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
        for address in ("8.8.8.8", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(ReadError, match="not a public web address"):
        PublicHosts().pinned("http", "both.example", 80)


def test_a_proxy_of_the_environment_is_not_asked(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    listed = PublicHosts(also=frozenset({("127.0.0.1", port)}))
    assert fetch(f"http://127.0.0.1:{port}/page", largest=LARGEST, hosts=listed).data


def test_what_unpacks_to_too_much_is_given_up(port: int) -> None:
    with pytest.raises(ReadError, match="more than"):
        fetch(f"http://127.0.0.1:{port}/gzip", largest=LARGEST)


def test_an_encoding_that_was_not_asked_for_is_not_unpacked(port: int) -> None:
    with pytest.raises(ReadError, match="compressed in a way not asked for"):
        fetch(f"http://127.0.0.1:{port}/br", largest=LARGEST)
