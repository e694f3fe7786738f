"""How many bytes a value takes. Pure."""

import enum
import gc
import re
import sys
import types
from collections.abc import Iterable

_OF_ALL: set[type] = {
    bool,
    types.BuiltinFunctionType,
    types.FunctionType,
    types.MethodType,
    types.ModuleType,
    types.NoneType,
    re.Pattern,
}
"""Types of what a value points at and does not own."""


def count_not(*types_: type) -> None:
    """Have `bytes_of` leave out what is of these types: tables that everybody points at."""
    _OF_ALL.update(types_)


def bytes_of(value: object, without: Iterable[object] = ()) -> int:
    """Return the bytes of a value and of all that hangs on it, each object counted once.

    What it shares with other values is counted in full: rather too much than too little.

    Args:
        value: any; arrays that are views of others count as little, so copy them before.
        without: objects that are counted elsewhere.
    """
    seen = set(map(id, without))
    total, ahead = 0, [value]
    while ahead:
        fresh = []
        for one in ahead:
            if id(one) in seen:
                continue
            seen.add(id(one))
            if type(one) not in _OF_ALL and not isinstance(one, type | enum.Enum):
                total += sys.getsizeof(one)
                fresh.append(one)
        ahead = gc.get_referents(*fresh)
    return total
