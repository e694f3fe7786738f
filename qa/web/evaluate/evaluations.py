"""Evaluations asked for in a browser: one at a time, in a thread of its own, the last ones kept.

They go through the same code as `pullquote evaluate`. Before each batch they step aside while
readers' questions are being answered, so that the chat stays quick. What is kept lies in a private
temporary folder that goes with the server.
"""

import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from index.collection import Index
from index.errors import UnknownArticle, UsageError
from qa.evaluation.sets.checking import SetCheck, check_set
from qa.evaluation.sets.question_sets import QuestionSet, RowProblem
from qa.web.answering.opened import Opener
from qa.web.pages.article_text import read_link
from qa.web.requests.problems import message_for

if TYPE_CHECKING:
    from qa.evaluation.metrics.question_result import ResultQuote
    from qa.evaluation.report.page import LinkTo
    from qa.evaluation.runs.run_record import RunRecord
    from qa.reading.protocol import Reader
    from qa.rewriting import QuestionRewriter

KEPT = 8
"""Finished runs that can still be looked at."""
MOST_QUESTIONS = 5_000
MOST_TEXTS = 5_000
"""What a server is asked for beside its own work; the command line has no such limits."""
MOST_PROBLEMS = 500
_PATIENCE = 3.0  # seconds that a batch waits for readers' questions, at most
_MOMENT = 0.02


class EvaluationMode(StrEnum):
    """How a set is asked: over the server's articles, over its own texts, or the reader alone."""

    INDEX = "index"
    TEXTS = "texts"
    READING = "reading"


class RunState(StrEnum):
    """What became of a run."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RunInProgress(UsageError):
    """Another evaluation is running."""


class _Cancelled(Exception):
    pass


class _Parts(TypedDict, total=False):
    reader: "Reader"
    rewriter: "QuestionRewriter"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRequest:
    """What is to be evaluated.

    `baseline` is the number of a kept run to compare with. `root` is the address of this server,
    with a slash at its end, for links in a report that is downloaded.
    """

    questions: QuestionSet
    way: EvaluationMode = EvaluationMode.INDEX
    limit: int | None = None
    baseline: int | None = None
    root: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a run stands. `message` says why it failed, `problems` what is wrong with the set."""

    number: int
    name: str
    way: EvaluationMode
    state: RunState = RunState.RUNNING
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    message: str | None = None
    right: float | None = None
    problems: tuple[RowProblem, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the status as JSON values; of many problems the first."""
        return {
            "number": self.number,
            "name": self.name,
            "way": self.way.value,
            "state": self.state.value,
            "done": self.done,
            "total": self.total,
            "seconds": round(self.seconds, 1),
            "message": self.message,
            "right": self.right,
            "problems": [problem.to_json() for problem in self.problems[:MOST_PROBLEMS]],
            "problem_count": len(self.problems),
        }


class Evaluations:
    """Runs question sets one at a time and keeps the last results."""

    def __init__(self, opener: Opener, is_busy: Callable[[], bool]) -> None:
        """Evaluate answers from the index that `opener` opens.

        `is_busy` says whether a visitor's question is being answered; questions of a set wait then.
        """
        self._opener = opener
        self._is_busy = is_busy
        self._lock = threading.Lock()
        self._runs: dict[int, Status] = {}
        self._last = 0
        self._cancel = threading.Event()
        self._folder: Path | None = None

    def statuses(self) -> list[Status]:
        """Return every run that is known, the newest first."""
        with self._lock:
            return sorted(self._runs.values(), key=lambda run: -run.number)

    def check(self, questions: QuestionSet, way: EvaluationMode) -> SetCheck:
        """Return what is wrong with a set; its quotes are looked up in the server's articles."""
        opened = self._opener()
        looked_up = (
            opened is not None and way is EvaluationMode.INDEX and isinstance(opened.index, Index)
        )
        return check_set(questions, opened.index if opened and looked_up else None)

    def start(self, request: EvaluationRequest) -> Status:
        """Begin a run and return its status.

        Raises:
            RunInProgress: if another one is running.
            UsageError: if the request cannot be carried out.
        """
        total = len(request.questions.questions)
        total = min(total, request.limit or total)
        _check_size(request, total)
        with self._lock:
            running = next((r for r in self._runs.values() if r.state is RunState.RUNNING), None)
            if running:
                raise RunInProgress(
                    f"{running.name} is being evaluated ({running.done} of {running.total} "
                    "questions); one evaluation runs at a time. Wait for it, or cancel it."
                )
            baseline = self._file(request.baseline, "json") if request.baseline else None
            self._last += 1
            status = Status(
                number=self._last,
                name=request.questions.name,
                way=request.way,
                total=total,
                problems=request.questions.problems,
            )
            self._runs[status.number] = status
            self._cancel.clear()
        work = partial(self._run, status.number, request, baseline)
        threading.Thread(target=work, name="evaluate", daemon=True).start()
        return status

    def cancel(self, number: int) -> None:
        """End a run after the batch in work; one that has ended stays as it is."""
        with self._lock:
            if self._known(number).state is RunState.RUNNING:
                self._cancel.set()

    def read(self, number: int, kind: str) -> str:
        """Return what is kept of a finished run: `html` (report), `body` (its inside) or `json`.

        Raises:
            UsageError: if the run is not known, or has no result.
        """
        with self._lock:
            return self._file(number, kind).read_text("utf-8")

    def name(self, number: int) -> str:
        """Return the name of the set that a run was about; raises UsageError like `read`."""
        with self._lock:
            return self._known(number).name

    def _known(self, number: int) -> Status:
        if number not in self._runs:
            raise UsageError(f"There is no evaluation {number}; the last {KEPT} are kept.")
        return self._runs[number]

    def _file(self, number: int, kind: str) -> Path:
        status = self._known(number)
        if status.state is not RunState.FINISHED or self._folder is None:
            raise UsageError(f"The evaluation of {status.name} has no result.")
        return self._folder / f"{number}.{kind}"

    def _run(self, number: int, request: EvaluationRequest, baseline: Path | None) -> None:
        started = time.monotonic()
        try:
            run = self._evaluated(request, partial(self._moved, number, started))
            self._keep(number, request, run, baseline)
            ended = replace(
                self._runs[number],
                state=RunState.FINISHED,
                right=run.value("right"),
                problems=run.failed,
            )
        except _Cancelled:
            ended = replace(self._runs[number], state=RunState.CANCELLED)
        except Exception as error:
            ended = replace(self._runs[number], state=RunState.FAILED, message=message_for(error))
        with self._lock:
            self._runs[number] = replace(ended, seconds=time.monotonic() - started)
            self._forget_oldest()

    def _evaluated(
        self, request: EvaluationRequest, progress: Callable[[int, int], None]
    ) -> "RunRecord":
        from qa.evaluation.runs.evaluate import EvaluationOptions, evaluate

        options = EvaluationOptions(
            reading=request.way is EvaluationMode.READING,
            build_index=request.way is EvaluationMode.TEXTS,
            limit=request.limit,
        )
        return evaluate(request.questions, self._index, options, progress, **self._parts())

    def _index(self) -> Index:
        opened = self._opener()
        if opened is None or not isinstance(opened.index, Index):
            raise UsageError(
                "This server has no articles yet. Index them, or choose the set's own texts."
            )
        return opened.index

    def _parts(self) -> "_Parts":
        """Return the parts that answer here already, rather than load a reader a second time."""
        opened = self._opener()
        assistant = opened.assistant if opened else None
        if assistant is None:
            return {}
        return {"reader": assistant.reader, "rewriter": assistant.rewriter}

    def _moved(self, number: int, started: float, done: int, total: int) -> None:
        with self._lock:
            self._runs[number] = replace(
                self._runs[number], done=done, total=total, seconds=time.monotonic() - started
            )
        self._step_aside()

    def _step_aside(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while self._is_busy() and time.monotonic() < deadline and not self._cancel.is_set():
            time.sleep(_MOMENT)
        if self._cancel.is_set():
            raise _Cancelled

    def _keep(
        self, number: int, request: EvaluationRequest, run: "RunRecord", baseline: Path | None
    ) -> None:
        from qa.evaluation.report.page import render, render_body
        from qa.evaluation.runs.comparison import compare
        from qa.evaluation.runs.run_record import load_run, save_run

        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="pullquote-evaluations-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        comparison = compare(load_run(baseline), run) if baseline else None
        save_run(run, self._folder / f"{number}.json")
        for kind, show, root in (("html", render, request.root), ("body", render_body, "")):
            link_to = self._links(root) if request.way is EvaluationMode.INDEX else None
            page = show(run, comparison, link_to=link_to)
            path = self._folder / f"{number}.{kind}"
            path.write_text(page, encoding="utf-8", errors="replace")

    def _links(self, root: str) -> "LinkTo":
        """Return links to the article pages of this server; where the article changed, others."""
        from qa.evaluation.report.page import address

        index = self._index()

        def link_to(piece: "ResultQuote") -> str | None:
            try:
                article = index.article(piece.article)
            except UnknownArticle:
                return address(piece)
            if article.text[piece.start : piece.end] != piece.text:
                return address(piece)
            return read_link(article, piece.start, piece.end, root=root)

        return link_to

    def _forget_oldest(self) -> None:
        for number in sorted(self._runs)[:-KEPT]:
            del self._runs[number]
            for path in self._folder.glob(f"{number}.*") if self._folder else ():
                path.unlink(missing_ok=True)


def _check_size(request: EvaluationRequest, total: int) -> None:
    name = request.questions.name
    if total > MOST_QUESTIONS:
        raise UsageError(
            f"{name}: {total:,} questions; here at most {MOST_QUESTIONS:,} are asked. Set a limit, "
            "or use the command line: pullquote evaluate."
        )
    texts = len(request.questions.texts)
    if request.way is EvaluationMode.TEXTS and texts > MOST_TEXTS:
        raise UsageError(
            f"{name}: {texts:,} texts; here at most {MOST_TEXTS:,} are indexed. Use the command "
            "line: pullquote evaluate --build-index."
        )
