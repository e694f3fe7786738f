"""Forking a process that has tantivy open, whose threads may be at work just then."""

import contextlib
import os

_LOCK = ".tantivy-meta.lock"


def fork() -> int:
    """Fork as `os.fork` does; the child holds no lock of tantivy's.

    A thread of the library, which no Python knows of, looks at an index again once it is open, with
    this file locked. A child that is forked meanwhile has the file open, too, and nobody to close
    it: it would wait for itself.
    """
    child = os.fork()
    if not child:
        with contextlib.suppress(OSError):  # there is no /proc
            for number in map(int, os.listdir("/proc/self/fd")):
                with contextlib.suppress(OSError):
                    if os.readlink(f"/proc/self/fd/{number}").endswith(_LOCK):
                        os.close(number)
    return child
