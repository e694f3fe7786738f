"""What a server does once it runs: models are loaded, and what looks like a slip is told."""

import contextlib
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from index.errors import PullquoteError
from qa.web.answering.service import AnsweringService
from qa.web.manage.refreshing import Refreshing
from qa.web.requests.group_rules import GroupRules
from qa.web.requests.seeing import EVERYTHING, seeing
from qa.web.speakers.directories import KeptDirectory
from qa.web.workers.pool import Pool

_READY = 200_000
"""Articles of the largest index whose speakers are found when it is loaded, not when asked for."""

_log = logging.getLogger(__name__)


def warming(
    service: AnsweringService,
    refreshing: Refreshing,
    speakers: KeptDirectory,
    rules: GroupRules,
    tell: Callable[[str], None],
    workers: Pool | None = None,
    warmed: Callable[[], None] = lambda: None,
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return what begins and ends with a server; `warmed` is called once all is loaded."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if workers is not None:
            workers.start()
        # The first visitor should not wait for models to load; nor should the server to answer.
        threading.Thread(
            target=_warm,
            args=(service, speakers, rules, tell, workers, warmed),
            name="warm",
            daemon=True,
        ).start()
        with app.state.at_the_end, refreshing:
            yield

    return lifespan


def _warm(
    service: AnsweringService,
    speakers: KeptDirectory,
    rules: GroupRules,
    tell: Callable[[str], None],
    workers: Pool | None,
    warmed: Callable[[], None],
) -> None:
    started = time.perf_counter()
    tell("Loading the articles, and the models that find and read")
    with seeing(EVERYTHING):
        service.warm()
    with contextlib.suppress(PullquoteError):  # which was logged
        if workers is not None:
            workers.wait()
        _look_at(rules, service)
        count, _ = service.health()
        seconds = time.perf_counter() - started
        articles = "1 article" if count == 1 else f"{count:,} articles"
        what = f"{articles} can be asked" if count else "There are no articles yet"
        tell(f"{what} (loaded in {seconds:.1f} s)")
        if count <= _READY:
            with seeing(EVERYTHING):
                speakers.opened()
    warmed()


def _look_at(rules: GroupRules, service: AnsweringService) -> None:
    """Say which collections the rules name that there are not: a slip, or still to come."""
    if rules.in_force:
        with seeing(EVERYTHING):
            names = [one.name for one in service.collections()]
        if unknown := rules.unknown_collections(names):
            _log.warning(
                "%s names collections that the index does not have: %s; it has %s",
                rules.path, ", ".join(unknown), ", ".join(names) or "none",
            )  # fmt: skip
