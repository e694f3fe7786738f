"""Links into the original page of an article, down to the quote."""

import re
from urllib.parse import quote, urlsplit

_LONGEST_WHOLE = 10
_EDGE_WORDS = 5
_LONGEST_WORD = 20  # scripts without spaces: a whole line is one "word"
_EDGE_MARKS = re.compile(r"^\W+|\W+$")


def safe_url(url: str | None) -> str | None:
    """Return `url` when a browser may be sent there: http(s) with a host; else `None`."""
    if not url or any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return url if usable and "\\" not in url and "@" not in parts.netloc else None


def host_of(url: str) -> str:
    """Return the host a reader would be sent to, without "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def quote_link(url: str | None, text: str) -> str | None:
    """Return `url` with a text fragment that makes the browser scroll to `text`.

    A text directive (https://wicg.github.io/scroll-to-text-fragment/) is either the text or its
    first and last words; each part must lie within one block of the page, so parts are taken from
    the first and the last line only, and without quotation marks, which pages print differently.
    """
    target = safe_url(url)
    if target is None:
        return None
    directive = _directive(text)
    if not directive:
        return target
    joint = ":~:" if "#" in target else "#:~:"
    return f"{target.split(':~:')[0]}{joint}text={directive}"


def _directive(text: str) -> str:
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if not lines:
        return ""
    if len(lines) == 1 and len(lines[0]) <= _LONGEST_WHOLE and _fits(lines[0]):
        return _encode(" ".join(lines[0]))
    first = " ".join(lines[0][:_EDGE_WORDS])[: _LONGEST_WORD * _EDGE_WORDS]
    last = " ".join(lines[-1][-_EDGE_WORDS:])[-_LONGEST_WORD * _EDGE_WORDS :]
    return ",".join(filter(None, (_encode(first), _encode(last))))


def _fits(words: list[str]) -> bool:
    return sum(map(len, words)) <= _LONGEST_WORD * _EDGE_WORDS


def _encode(part: str) -> str:
    # Comma, ampersand and hyphen have a meaning of their own in a directive; `quote` leaves "-".
    return quote(_EDGE_MARKS.sub("", part), safe="").replace("-", "%2D")
