"""Whether a JSON file that is met in a folder holds articles, told by its beginning."""

import re

from index.readers.fields.names import BODIES, NAMES, key

_NAME = re.compile(r'"([^"\\\n]{1,60})"\s*:')
_FEED = re.compile(r"jsonfeed\.org")
_FIELDS = ("title", "author", "date", "publication", "url")
_FEWEST = 2


def why_not(head: bytes) -> str | None:
    """Return why a file that begins so holds no articles; None where it may.

    Its reader may find that it holds none after all.
    """
    text = head.replace(b"\x00", b"").decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text.startswith(("{", "[")):
        return "not JSON"
    names = {key(name) for name in _NAME.findall(text)}
    found = [field for field in _FIELDS if any(NAMES[field].get(one) == 1 for one in names)]
    if names & BODIES.keys() or len(found) >= _FEWEST or _FEED.search(text):
        return None
    return "JSON without names that articles have"
