"""Whether a site can show the widget, and if not, why: what `/embed/check` tells a site owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.errors import UsageError
from qa.web.settings import check_origin, is_loopback
from qa.web.widget.page_policy import policy_blocks

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, what it is, and what to do."""

    good: bool
    title: str
    advice: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """What a site owner is told about an origin."""

    origin: str | None
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        """Whether the widget should work there."""
        return all(finding.good for finding in self.findings)


def check_site(given: str, script: str, listed: tuple[str, ...], policy: str = "") -> SiteCheck:
    """Say whether pages of the site `given` can show the widget, and if not, why.

    `script` is the address of the widget's script, `listed` are the origins that this server lets
    frame it, `policy` is the Content-Security-Policy of the site's pages, if it is known.
    """
    origin = origin_of(given)
    if origin is None:
        return SiteCheck(None, (_no_origin(given),))
    return SiteCheck(origin, tuple(_findings(origin, script, listed, policy)))


def _findings(origin: str, script: str, listed: tuple[str, ...], policy: str) -> Iterator[Finding]:
    yield _listed(origin, listed)
    for finding in (_same_security(origin, script), _reachable(origin, script)):
        if finding:
            yield finding
    if policy.strip():
        yield from _policy(origin, script, policy)


def origin_of(given: str) -> str | None:
    """Return the origin of an address as a browser names it; `None` when it has none."""
    try:
        parts = urlsplit(given.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        return None
    if not parts.scheme or not host:
        return None
    bracketed = f"[{host}]" if ":" in host else host
    named = "" if port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f":{port}"
    try:
        return check_origin(f"{parts.scheme}://{bracketed}{named}")
    except UsageError:
        return None


def _no_origin(given: str) -> Finding:
    if given.strip().lower() == "null" or given.strip().lower().startswith(("file:", "data:")):
        return Finding(
            False,
            "A page without an origin cannot show the widget",
            "Pages opened from a file, from a data: address or in a sandboxed frame have the "
            "origin “null”, which anybody can take on. Serve the page from a web server.",
        )
    return Finding(
        False,
        "This is not the address of a site",
        "Write it with its scheme, as in https://news.example or http://localhost:8000.",
    )


def _listed(origin: str, listed: tuple[str, ...]) -> Finding:
    if origin in listed:
        return Finding(True, "The origin is on this server’s list")
    alike = next((one for one in listed if _bare_host(one) == _bare_host(origin)), None)
    advice = "Start the server with this option added to those it has now:"
    if alike:
        advice = f"{alike} is listed, but is another origin to a browser. {advice}"
    return Finding(
        False, "The origin is not on this server’s list", advice, f"--allow-origin {origin}"
    )


def _bare_host(origin: str) -> str:
    return (urlsplit(origin).hostname or "").removeprefix("www.")


def _same_security(origin: str, script: str) -> Finding | None:
    if urlsplit(origin).scheme != "https":
        return None
    server = urlsplit(script)
    if server.scheme == "https":
        return Finding(True, "Both the page and this server use https")
    if _own_machine(server.hostname):
        return None  # browsers make an exception for the machine itself
    return Finding(
        False,
        "Mixed content: the page uses https, this server does not",
        "Browsers block http scripts and frames in https pages. Put this server behind a proxy "
        "with a certificate and use its https address in the script element.",
    )


def _reachable(origin: str, script: str) -> Finding | None:
    server = urlsplit(script)
    if not _own_machine(server.hostname) or _own_machine(urlsplit(origin).hostname):
        return None
    return Finding(
        False,
        "This address of the server is only good on the machine itself",
        f"{server.scheme}://{server.netloc} means each visitor’s own machine. Use the server’s "
        "public name in the script element.",
    )


def _own_machine(host: str | None) -> bool:
    """Whether a browser takes `host` for the machine it runs on (RFC 6761)."""
    return is_loopback(host or "") or (host or "").endswith(".localhost")


def _policy(origin: str, script: str, policy: str) -> Iterator[Finding]:
    blocks = policy_blocks(policy, page=origin, script=script)
    for block in blocks:
        yield Finding(False, block.what, block.advice, block.line)
    if not blocks:
        yield Finding(True, "The page’s policy lets the script and its frame load")
