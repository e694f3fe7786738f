"""Puts questions batch by batch; a question that crashes is a row of zeros, not the end."""

import logging
from collections.abc import Callable, Container, Iterator, Sequence
from typing import TypeAlias

from index.errors import IndexLocked, IndexMismatch, ModelError
from qa.evaluation.metrics.question_result import QuestionResult
from qa.evaluation.runs.evaluators import Evaluator
from qa.evaluation.runs.row_stream import RowStream
from qa.evaluation.sets.question_sets import GoldQuestion

BATCH = 8
TIMED = 60
"""How many questions are asked alone, spread over the set, so that their time can be measured."""

Progress: TypeAlias = Callable[[int, int], None]
_log = logging.getLogger(__name__)
_FATAL = (IndexMismatch, IndexLocked, ModelError)


def run(
    evaluator: Evaluator,
    questions: Sequence[GoldQuestion],
    *,
    stream: RowStream | None = None,
    progress: Progress | None = None,
) -> list[QuestionResult]:
    """Return a row for every question, in order.

    Args:
        evaluator: What is done with a question.
        questions: The gold questions.
        stream: Where rows go as they come; those it has already are not asked again.
        progress: Called with (done, total).

    Raises:
        ModelError, IndexMismatch, IndexLocked: when no question can be asked at all.
    """
    done = dict(stream.done) if stream else {}
    warm = False
    for batch, timed in _batches(questions, done.keys()):
        if timed and not warm:
            # The first batch also loads the models, which is no part of a question's time.
            _rows(evaluator, batch, timed=True)
        warm = True
        rows = _rows(evaluator, batch, timed=timed)
        done.update((row.id, row) for row in rows)
        if stream:
            stream.write(rows)
        if progress:
            progress(len(done), len(questions))
    return [done[question.id] for question in questions]


def _batches(
    questions: Sequence[GoldQuestion], done: Container[str]
) -> Iterator[tuple[list[GoldQuestion], bool]]:
    timed = _spread(questions)
    batch: list[GoldQuestion] = []
    for question in questions:
        if question.id in done:
            continue
        if question.id in timed:
            yield [question], True
            continue
        batch.append(question)
        if len(batch) == BATCH:
            yield batch, False
            batch = []
    if batch:
        yield batch, False


def _spread(questions: Sequence[GoldQuestion]) -> set[str]:
    count = min(TIMED, len(questions))
    return {questions[at * len(questions) // count].id for at in range(count)}


def _rows(evaluator: Evaluator, batch: list[GoldQuestion], *, timed: bool) -> list[QuestionResult]:
    try:
        return evaluator.rows(batch, timed=timed)
    except _FATAL:
        raise
    except Exception as error:
        if len(batch) == 1:
            _log.debug("question %s crashed", batch[0].id, exc_info=True)
            return [evaluator.crashed(batch[0], f"{type(error).__name__}: {error}")]
    return [row for question in batch for row in _rows(evaluator, [question], timed=False)]
