"""What a host page's Content-Security-Policy does to the widget (Content Security Policy Level 3).

Only what the widget needs is judged: its script and its frame. Its style sheet is constructed, and
its requests are made by the framed page, under that page's own policy.
"""

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_SCRIPT = ("script-src-elem", "script-src", "default-src")
_FRAME = ("frame-src", "child-src", "default-src")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class PolicyBlock:
    """Something that a policy forbids: what, what to do, and the directive that would allow it."""

    what: str
    advice: str
    line: str = ""


def policy_blocks(policy: str, *, page: str, script: str) -> tuple[PolicyBlock, ...]:
    """Return what keeps the widget's `script` from working in pages of the origin `page`.

    A header may hold several policies, parted by commas; each must allow everything.
    """
    found: list[PolicyBlock] = []
    for one in policy.split(","):
        directives = _directives(one)
        blocks = (
            _sandbox(directives),
            _script(directives, page, script),
            _frame(directives, page, script),
        )
        found += [block for block in blocks if block and block not in found]
    return tuple(found)


def _directives(policy: str) -> dict[str, list[str]]:
    """Return the directives by name; of several of one name the first counts, as in a browser."""
    policy = policy.strip()
    name, colon, rest = policy.partition(":")
    if colon and name.strip().lower() == "content-security-policy":
        policy = rest  # the whole header was pasted
    found: dict[str, list[str]] = {}
    for directive in policy.split(";"):
        words = directive.split()
        if words:
            found.setdefault(words[0].lower(), words[1:])
    return found


def _sandbox(directives: dict[str, list[str]]) -> PolicyBlock | None:
    missing = {"allow-scripts", "allow-same-origin"} - set(directives.get("sandbox", ()))
    if "sandbox" not in directives or not missing:
        return None
    return PolicyBlock(
        "The page’s policy puts the page in a sandbox",
        "Without scripts or without an origin of its own a page cannot show the widget. Add:",
        f"sandbox {' '.join([*directives['sandbox'], *sorted(missing)])}",
    )


def _script(directives: dict[str, list[str]], page: str, script: str) -> PolicyBlock | None:
    name = _in_force(directives, _SCRIPT)
    if name is None:
        return None
    sources = directives[name]
    trusted = {source.lower() for source in sources}
    if "'strict-dynamic'" in trusted:
        return PolicyBlock(
            "The page’s policy trusts scripts by nonce or hash only",
            f"Its {name} has 'strict-dynamic', under which addresses do not count. Give the script "
            "element the nonce of the page:",
            f'<script nonce="…" src="{script}" async></script>',
        )
    if _allowed(sources, page, script):
        return None
    return PolicyBlock(
        "The page’s policy blocks the script",
        f"Its {name} does not name this server. It should say:",
        _with_server("script-src" if name == "default-src" else name, sources, script),
    )


def _frame(directives: dict[str, list[str]], page: str, script: str) -> PolicyBlock | None:
    name = _in_force(directives, _FRAME)
    frame = script.removesuffix("widget.js") + "embed"
    if name is None or _allowed(directives[name], page, frame):
        return None
    return PolicyBlock(
        "The page’s policy blocks the frame that the script opens",
        f"Its {name} does not name this server. It should say:",
        _with_server("frame-src" if name == "default-src" else name, directives[name], script),
    )


def _in_force(directives: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in directives), None)


def _with_server(name: str, sources: list[str], script: str) -> str:
    parts = urlsplit(script)
    kept = [source for source in sources if source.lower() != "'none'"]
    return " ".join([name, *kept, f"{parts.scheme}://{parts.netloc}"])


def _allowed(sources: list[str], page: str, address: str) -> bool:
    target = urlsplit(address)
    return any(_names(source, urlsplit(page), target) for source in sources)


def _names(source: str, page: SplitResult, target: SplitResult) -> bool:
    try:
        return _matches(source, page, target)
    except ValueError:
        return False  # it is no address at all, and browsers pass over it


def _matches(source: str, page: SplitResult, target: SplitResult) -> bool:
    """Whether one source expression names `target` (section 6.7.2 of the specification)."""
    lowered = source.lower()
    if lowered == "'self'":
        return (page.scheme, page.netloc) == (target.scheme, target.netloc)
    if lowered == "*":
        return target.scheme in _PORTS
    if lowered.endswith(":") and "/" not in lowered:
        return _scheme_matches(lowered[:-1], target.scheme)
    if lowered.startswith("'"):
        return False
    scheme, mark, rest = source.partition("://")
    wanted = urlsplit(f"//{rest if mark else source}")
    return (
        _scheme_matches(scheme.lower() if mark else page.scheme, target.scheme)
        and _host_matches(wanted.hostname or "", target.hostname or "")
        and _port_matches(wanted, target)
        and _path_matches(wanted.path, target.path)
    )


def _scheme_matches(wanted: str, actual: str) -> bool:
    return wanted == actual or (wanted, actual) == ("http", "https")


def _host_matches(wanted: str, actual: str) -> bool:
    if wanted.startswith("*."):
        return actual.endswith(wanted[1:])
    return wanted == actual


def _port_matches(wanted: SplitResult, target: SplitResult) -> bool:
    _, colon, port = wanted.netloc.rpartition(":")
    actual = target.port or _PORTS.get(target.scheme)
    if colon and port == "*":
        return True
    if not (colon and port.isascii() and port.isdigit()):
        return actual == _PORTS.get(target.scheme)
    return int(port) == actual or (int(port), actual) == (80, 443)


def _path_matches(wanted: str, actual: str) -> bool:
    if not wanted or wanted == "/":
        return True
    return actual.startswith(wanted) if wanted.endswith("/") else actual == wanted
