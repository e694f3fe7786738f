"""How many heaps glibc takes memory from.

By itself it makes a heap for each thread that asks while others are asked, up to eight for each
core, and what is freed in one serves no other: of a process whose threads come, work and rest, each
heap stays as large as it once had to be. Nearly all that Python asks for is asked for under its one
lock, so that two heaps are enough for threads not to wait for each other.
"""

import contextlib
import ctypes
import sys

_M_ARENA_MAX = -8  # of malloc.h
_HEAPS = 2


def use_few_heaps() -> None:
    """Have all threads of this process share two heaps; elsewhere than with glibc, do nothing."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)
