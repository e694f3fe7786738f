"""Authors as people and programs write them down: lists, objects, lists in text."""

import ast
import json
import re
from collections.abc import Iterator

from index.readers.fields.values import is_nothing, line

_DEEPEST = 4
_MOST = 200
_LONGEST_LIST = 20_000
_NAMES = (
    "name", "display_name", "displayName", "full_name", "fullName", "original", "rendered",
    "webTitle", "title", "label", "@value", "#text", "$t", "author",
)  # fmt: skip
_GIVEN = ("first", "first_name", "firstName", "firstname", "given", "given_name", "givenName")
_FAMILY = ("last", "last_name", "lastName", "lastname", "family", "family_name", "familyName",
           "surname")  # fmt: skip
_ACCOUNT = ("login", "username", "nickname", "slug", "id")
_BY = re.compile(r"^(?:by|von|par|por|di)\s*:?\s+", re.I)
_MAIL = re.compile(r"\s*[<(]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[>)]?\s*")
_LIST = re.compile(r"^\s*[\[({].*[\])}]\s*$", re.S)
_SIGNS = re.compile(r"\s*[;|]\s*")
_COMMA = re.compile(r"^[^\W\d]+(?:[\s'’.-]+[^\W\d]+)*,\s*[^\W\d][^,]*$")
_LINK = re.compile(r"^\[\[(?:[^\]|]*\|)?([^\]|]+)\]\]$")  # of note books
_NOBODY = re.compile(r"^[\W\d_]*$|^https?://", re.I)


def people(value: object) -> str | None:
    """Return the names that a value holds, "Lena Fisk, Tom Vane and Bo Roe"; None for nobody.

    Numbers and addresses are nobody; objects with an account alone give the account's name.
    """
    names = list(dict.fromkeys(_names(value, 0)))
    return joined(names[:_MOST])


def joined(names: list[str]) -> str | None:
    """Return names as a byline joins them."""
    if len(names) < 2:
        return names[0] if names else None
    return f"{', '.join(names[:-1])} and {names[-1]}"


def is_account(name: str) -> bool:
    """Tell whether a name looks like one of a program's rather than of a person: `lfisk`."""
    return re.fullmatch(r"@?[a-z0-9]+(?:[._-][a-z0-9]+)*", name) is not None


def _names(value: object, deep: int) -> Iterator[str]:
    if is_nothing(value) or deep > _DEEPEST:
        return
    if isinstance(value, list | tuple):
        if _is_parsed(value):
            yield from _names(f"{value[1]} {value[0]}", deep + 1)
            return
        for one in value[:_MOST]:
            yield from _names(one, deep + 1)
    elif isinstance(value, dict):
        yield from _of_object(value, deep)
    elif isinstance(value, str):
        yield from _of_text(value, deep)


def _is_parsed(value: list[object] | tuple[object, ...]) -> bool:
    """Tell `["Fisk", "Lena", ""]`, as arXiv parts a name, from a list of names."""
    return len(value) == 3 and value[2] == "" and all(isinstance(one, str) for one in value)


def _of_object(value: dict[str, object], deep: int) -> Iterator[str]:
    given, family = (line(_first(value, keys)) for keys in (_GIVEN, _FAMILY))
    if family:
        yield f"{given} {family}" if given else family
        return
    found = _first(value, _NAMES) or _first(value, _ACCOUNT)
    if found is not None:
        yield from _names(found, deep + 1)
    elif all(isinstance(one, dict) for one in value.values()):  # {"lfisk": {"name": "Lena Fisk"}}
        for one in list(value.values())[:_MOST]:
            yield from _names(one, deep + 1)


def _first(value: dict[str, object], keys: tuple[str, ...]) -> object:
    return next((value[name] for name in keys if not is_nothing(value.get(name))), None)


def _of_text(value: str, deep: int) -> Iterator[str]:
    written = listed(value)
    if written is not None:
        yield from _names(written, deep + 1)
        return
    parts = [part for part in _SIGNS.split(value) if part.strip()]
    for part in parts:
        said = line(_MAIL.sub(" ", part)) or line(part)
        name = _BY.sub("", said or "").strip(" ,")
        name = _LINK.sub(r"\1", name)
        if len(parts) > 1 and _COMMA.match(name):
            family, _, given = name.partition(",")
            name = f"{given.strip()} {family}"
        if name and not is_nothing(name) and not _NOBODY.match(name):
            yield name


def listed(text: str) -> object:
    """Return the list or object that a cell's text writes out, as Python or JSON does, or None."""
    if not _LIST.match(text) or len(text) > _LONGEST_LIST:
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(text.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
        return found if isinstance(found, list | tuple | dict) else None
    return None
