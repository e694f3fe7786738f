"""Single values: what is nothing, and the plain text within objects and lists."""

import re

from index.readers.blocks import one_line

_NOTHING = frozenset(
    ("", "nan", "none", "null", "nil", "n/a", "na", "nat", "undefined", "~", "-", "--", "[]", "{}",
     "['']", "[none]", "unknown", "\\n")
)  # fmt: skip
_INNER = (
    "rendered", "#text", "$t", "__cdata", "_text", "@value", "value", "main", "name", "title",
    "original", "$oid", "$date", "$numberLong", "text", "label", "url", "href",
)  # fmt: skip
_DEEPEST = 4
_MOST = 200
_LONGEST_LINE = 2_000


def is_nothing(value: object) -> bool:
    """Tell whether a value says nothing: empty, or a word that programs write for nothing."""
    if value is None or (isinstance(value, str) and value.strip().casefold() in _NOTHING):
        return True
    if isinstance(value, list | tuple | dict):
        return not value
    return isinstance(value, float) and value != value  # NaN


def plain(value: object, deep: int = 0) -> object:
    """Return what an object or a list of one says, and any other value as it is; None for nothing.

    `{"id": "hh", "name": "Harbour Herald"}` says Harbour Herald, `{"rendered": "<p>..."}` its text.
    """
    if is_nothing(value) or deep > _DEEPEST:
        return None
    if isinstance(value, dict):
        found = (plain(value.get(name), deep + 1) for name in _INNER)
        return next((one for one in found if one is not None), None)
    if isinstance(value, list | tuple):
        found = (plain(one, deep + 1) for one in value[:_MOST])
        return next((one for one in found if one is not None), None)
    return value


def line(value: object) -> str | None:
    """Return a value as one line of text; None for nothing, for truth values and whole texts."""
    found = plain(value)
    if isinstance(found, float) and found.is_integer():
        found = int(found)  # numbers that went through a table with gaps
    said = one_line(found)
    return said if said and len(said) <= _LONGEST_LINE else None


_ADDRESS = re.compile(r"(?:https?|ftp)://\S+$", re.I)


def address(value: object) -> str | None:
    """Return a value that is a web address, the first of several; None for others."""
    said = line(value) or ""
    first = re.split(r"[\s;|]+", said, maxsplit=1)[0].strip("<>\"',")
    if first.lower().startswith("www."):
        first = f"https://{first}"
    return first if _ADDRESS.match(first) else None


_TRUE = frozenset(("true", "yes", "on", "1", "1.0", "y", "t"))
_FALSE = frozenset(("false", "no", "off", "0", "0.0", "n", "f"))


def truth(value: object) -> bool | None:
    """Return what a flag says, None where it is no flag."""
    if isinstance(value, bool):
        return value
    said = str(value).strip().casefold() if isinstance(value, str | int | float) else ""
    return True if said in _TRUE else False if said in _FALSE else None
