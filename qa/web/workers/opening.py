"""The workers of a server, and an index whose questions they answer."""

import logging

from index.models.cores import usable_cores
from qa.speakers.finder import SpeakerFinder
from qa.web import logs
from qa.web.answering.opened import OpenIndex
from qa.web.metrics import WorkerFigures
from qa.web.settings import ServerSettings
from qa.web.workers.answerer import WorkersAnswerer
from qa.web.workers.messages import Setup
from qa.web.workers.pool import Limits, Pool

_log = logging.getLogger(__name__)


def pool_of(settings: ServerSettings, figures: WorkerFigures) -> Pool:
    """Return the workers that some settings ask for; nothing is started yet."""
    if settings.workers > (cores := usable_cores()):
        _log.warning(
            "%d workers share %d cores: more than one each makes answers slower, and takes memory",
            settings.workers, cores,
        )  # fmt: skip
    setup = Setup(
        index=settings.index.absolute(),
        reader_model=settings.reader_model,
        selector=settings.selector,
        milvus=settings.milvus,
        log=logs.chosen(),
    )
    limits = Limits(seconds=settings.longest_answer, growth=settings.worker_growth)
    return Pool(settings.workers, setup, limits, figures)


def open_with_workers(settings: ServerSettings, pool: Pool) -> OpenIndex | None:
    """Open an index of which workers answer; `None` while there is none.

    This process opens it, too: for searches, pages, and what editors change.
    """
    from index.collection import Index
    from qa.opening import open_assistant

    if not Index.exists(settings.index):
        return None
    index = Index.open(
        settings.index, annotator=SpeakerFinder(), milvus=settings.milvus, follows="beside"
    )
    index.warm()
    answerer = WorkersAnswerer(
        pool,
        lambda: open_assistant(
            index, reader_model=settings.reader_model, selector=settings.selector
        ),
    )
    return OpenIndex(index, answerer)
