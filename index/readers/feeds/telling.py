"""Whether a file whose suffix says little (.xml, .json) lists articles, told by its beginning."""

import re

_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(rss|feed|rdf|channel|urlset|sitemapindex)[\s>/]", re.I)
_FIRST = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")
_ITEMS = re.compile(r"jsonfeed\.org/version|\"items\"\s*:\s*\[")


def why_not(head: bytes) -> str | None:
    """Return why a file that begins so is no feed, export or sitemap; None where it may be one."""
    text = _text(head)
    if not text:
        return None  # its reader says what is wrong
    if text.lstrip()[:1] in {"{", "["}:
        return None if _ITEMS.search(text) else "JSON, but no JSON Feed"
    if _ROOT.search(text):
        return None
    first = _FIRST.search(text)
    if first is None:
        return "neither XML nor JSON"
    return f"XML, but no feed, WordPress export or sitemap (it begins with <{first[1]}>)"


def is_list(head: bytes) -> bool:
    """Tell whether what begins so is XML whose first element lists articles."""
    text = _text(head)
    first, root = _FIRST.search(text), _ROOT.search(text)
    return first is not None and root is not None and first.start() == root.start()


def _text(head: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace")
    return head.replace(b"\x00", b"").decode("latin-1").removeprefix("ï»¿")
