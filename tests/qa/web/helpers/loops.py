"""Coroutines in tests that share a process with a browser, whose driver has a loop of its own."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_Result = TypeVar("_Result")


def in_own_loop(coroutine: Coroutine[Any, Any, _Result]) -> _Result:
    """Run a coroutine to its end in a loop of its own on a thread of its own."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, coroutine).result()
