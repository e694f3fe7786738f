"""The reader for which a language model chooses; the built-in one answers where that fails."""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from qa.reading.protocol import Reader, Reading
from qa.reading.selector.chat import Chat
from qa.reading.selector.client import EndpointProblem
from qa.reading.selector.messages import NO_USE
from qa.reading.selector.prompt import SCHEMA, Prompt, prompt_for
from qa.reading.selector.reply import ReplyError, Selection, selection_in
from qa.reading.selector.selected import selected
from qa.reading.windows import Window

_LOG = logging.getLogger(__name__)

_AT_ONCE = 4
"""Questions of one batch that the model is asked at the same time."""

_Chosen: TypeAlias = tuple[Prompt, Selection]


class SelectingReader:
    """Reads with a language model that chooses; see `qa.reading.protocol.Reader`.

    What it falls back to is weighed by that reader's own coefficients, so that an answer without
    the model is the answer that this reader would have given.
    """

    calibration = "selector"
    any_language = True

    def __init__(self, chat: Chat, fallback: Reader) -> None:
        self._chat, self._fallback = chat, fallback

    @property
    def name(self) -> str:
        """What reports call it: with the model's name."""
        return f"selector/{self._chat.name}"

    @property
    def reads_most(self) -> int:
        """As many as the reader it falls back to."""
        return self._fallback.reads_most

    def read(self, pairs: Sequence[tuple[str, Window]]) -> list[Reading]:
        """Return one Reading for each (question, window) pair, in the order given."""
        if not pairs:
            return []
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="selector") as pool:
            waiting = [
                (number, [one for _, one in group], pool.submit(self._chosen, question, group))
                for number, question, group in _by_question(pairs)
            ]
            read = self._fallback.read(pairs)
            return [
                reading
                for first, windows, answer in waiting
                for reading in self._readings(windows, read[first : first + len(windows)], answer)
            ]

    def _readings(
        self, windows: Sequence[Window], read: Sequence[Reading], answer: "Future[_Chosen | None]"
    ) -> list[Reading]:
        try:
            chosen = answer.result()
        except EndpointProblem as problem:
            note = self._chat.told(problem)
            _LOG.info("%s", note)  # the answer says it, too
            return self._without(read, note)
        return self._without(read) if chosen is None else selected(windows, read, *chosen)

    def _without(self, read: Sequence[Reading], note: str = "") -> list[Reading]:
        own = self._fallback.calibration
        return [replace(one, note=note, calibration=own) for one in read]

    def _chosen(self, question: str, group: Sequence[tuple[str, Window]]) -> _Chosen | None:
        """Return what the model chose; None where there is nothing to choose from."""
        prompt = prompt_for(question, [one for _, one in group])
        if not prompt.sentences:
            return None
        reply = self._chat.ask(prompt.messages, SCHEMA)
        try:
            return prompt, selection_in(reply, len(prompt.sentences))
        except ReplyError as error:
            raise EndpointProblem(NO_USE) from error


def _by_question(
    asked: Sequence[tuple[str, Window]],
) -> Iterator[tuple[int, str, list[tuple[str, Window]]]]:
    """Yield each question with its windows and the number of its first pair."""
    first = 0
    for question, pairs in groupby(asked, key=lambda pair: pair[0]):
        group = list(pairs)
        yield first, question, group
        first += len(group)
