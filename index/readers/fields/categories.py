"""Categories as writers and programs put them down: lists, objects, names with commas between."""

import html
from collections.abc import Iterator, Mapping

from index.readers.fields.people import listed
from index.readers.fields.values import is_nothing, line

_MOST = 200
_DEEPEST = 4
_SIGNS = ";|"


def category_names(value: object, *, parted: bool) -> Iterator[str]:
    """Yield the names that a value holds; where it is `parted`, a comma parts two names.

    A comma in the name of a section ("Arts, Briefly") parts nothing.
    """
    return _names(value, parted=parted, deep=0)


def _names(value: object, *, parted: bool, deep: int) -> Iterator[str]:
    if is_nothing(value) or isinstance(value, bool) or deep > _DEEPEST:
        return
    if isinstance(value, list | tuple):
        for one in value[:_MOST]:  # an element of a list is one name
            yield from _names(one, parted=False, deep=deep + 1)
    elif isinstance(value, str):
        written = listed(value)
        if written is None:
            yield from _parts(html.unescape(value), parted=parted)
        else:
            yield from _names(written, parted=parted, deep=deep + 1)
    elif isinstance(value, Mapping | int | float):
        yield html.unescape(line(value) or "")


def _parts(text: str, *, parted: bool) -> Iterator[str]:
    for sign in _SIGNS + "," * parted:
        text = text.replace(sign, "\n")
    for part in text.split("\n"):
        name = part.strip().removeprefix("#")
        if not is_nothing(name):
            yield name
