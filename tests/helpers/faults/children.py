"""Work in processes of its own, which are forked."""

import logging
import os
import pickle
import signal
import traceback
from collections.abc import Callable
from typing import Any

from forking import fork

PATIENCE = 120
"""Seconds of the clock after which a process hangs, which is a fault."""


def in_child(work: Callable[[], Any]) -> Any:  # noqa: ANN401 - what the work returns
    """Do some work in a process of its own; return what it returns.

    Raises:
        AssertionError: it failed, or ended otherwise.
    """
    reader, writer = os.pipe()
    child = fork()
    if not child:
        os.close(reader)
        quiet()
        try:
            told = pickle.dumps((True, work()))
        except BaseException:
            told = pickle.dumps((False, traceback.format_exc()))
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(told)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert told, f"the process ended with {ended}"
    done, result = pickle.loads(told)
    assert done, result
    return result


def problems_in_child(work: Callable[[], list[str]]) -> list[str]:
    """Look for problems in a process of its own; that it fails or ends is one."""
    try:
        found: list[str] = in_child(work)
    except AssertionError as failure:
        lines = str(failure).strip().splitlines()
        return [f"{lines[-1]} ({' '.join(line.strip() for line in lines[-7:-1])})"]
    return found


def quiet() -> None:
    """Have this process, a child, log nothing and end in time."""
    signal.alarm(PATIENCE)
    logging.disable(logging.CRITICAL)
