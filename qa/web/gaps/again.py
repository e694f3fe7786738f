"""Gaps asked again, as if nobody but the articles had changed; few at a time."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import anyio
import anyio.to_thread

from qa.gaps.filters import filters_of
from qa.gaps.of_answers import found_in
from qa.gaps.values import Gap, UnknownGap
from qa.web.answering.service import AnsweringService
from qa.web.gaps.reading import GapReader
from qa.web.gaps.store import GapStore, today

MOST = 10
"""Gaps that are asked again by one request."""

_ASKER = "gaps"  # one among those who wait for answers, with a fair share


class AskingAgain:
    """Asks the questions of gaps again, one request at a time."""

    def __init__(self, service: AnsweringService, store: GapStore, reader: GapReader) -> None:
        self._service = service
        self._store = store
        self._reader = reader
        self._one_at_a_time = anyio.Semaphore(1)

    def generation(self) -> int | None:
        """Return the generation of the index that would be asked; None while there is none."""
        opened = self._service.opened()
        return opened.index.generation if opened else None

    async def ask(self, numbers: Sequence[int]) -> list[Gap]:
        """Ask some gaps again, and return them as they are now; those that are gone are left out.

        Raises:
            PullquoteError: when one cannot be asked now, or what came of it not be kept.
        """
        async with self._one_at_a_time:
            return [gap for one in numbers[:MOST] if (gap := await self._ask(one)) is not None]

    async def _ask(self, number: int) -> Gap | None:
        in_thread = anyio.to_thread.run_sync
        try:
            gap = await in_thread(self._reader.one, number)
        except UnknownGap:
            return None
        generation = await in_thread(self.generation)
        if generation is None:
            return gap
        answer = await self._service.ask(
            gap.question, filters=filters_of(gap.filters), asker=_ASKER, visitor=False
        )
        found = found_in(answer, gap.found.on if gap.found else today())
        await in_thread(partial(self._store.asked_again, number, found, generation))
        return replace(gap, found=found, checked=generation)
