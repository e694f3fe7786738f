"""A member of an archive, whatever packed it."""

from collections.abc import Callable
from dataclasses import dataclass

TOO_MANY = "holds more files than are read of one archive; unpack it and index the folder"
TOO_LARGE = "unpacks to more than is read of one archive; unpack it and index the folder"


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive.

    `name` is as it is stored there, `load` gives at most so many bytes of it or raises `ReadError`,
    `left_out` says why it is not read at all, "" where it is. Members are taken in their order.
    """

    name: str
    load: Callable[[int], bytes]
    left_out: str = ""
