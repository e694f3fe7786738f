"""The log: one JSON document a line, or text for people at a terminal.

Everything that the server and its libraries have to say comes through here, each line with the
identifier of the request it belongs to. What visitors ask is left out unless that was wished for:
an error's own words may repeat a question, so of errors only the kind and the place are told.
"""

import contextlib
import json
import logging
import queue
import re
import sys
import threading
import time
import traceback
import uuid
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO, TypeAlias

_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_OURS = ("qa", "index", "uvicorn.error")
_FRAMES = 12
_ROOM = 10_000  # lines
_PATIENCE = 2.0  # seconds
_LOST = "lines of the log were lost, because nobody read it"
# Errors of the system speak of files and sockets, never of what was asked.
_TELLING = (OSError, MemoryError)

_ErrorInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None]

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The request being served; `None` outside of one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How the log of a process is written, as `configure` takes it."""

    as_json: bool
    questions: bool


_chosen: Choice | None = None


def chosen() -> Choice | None:
    """Return how the log of this process is written; `None` where nobody said it."""
    return _chosen


def take_id(offered: str | None) -> str:
    """Return `offered` when it can be an identifier of a request, else a new one."""
    if offered is not None and _WELL_FORMED.fullmatch(offered):
        return offered
    return uuid.uuid4().hex


def event(logger: logging.Logger, name: str, **fields: object) -> None:
    """Write down that something happened, with its figures."""
    logger.info("%s", name, extra={"fields": fields})


def configure(*, as_json: bool, questions: bool, stream: TextIO | None = None) -> None:
    """Send every log of the process to `stream` (standard error).

    Args:
        as_json: JSON lines, with a line for each request; else text, of what went wrong only.
        questions: Whether what visitors asked may be written.
        stream: Where to write.
    """
    global _chosen
    _chosen = Choice(as_json=as_json, questions=questions)
    handler = LogHandler(stream or sys.stderr)
    handler.setFormatter(
        JsonLines(questions=questions) if as_json else TextLines(questions=questions)
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    for name in _OURS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO if as_json else logging.WARNING)
        logger.handlers.clear()
        logger.propagate = True


class LogHandler(logging.Handler):
    """Writes in a thread of its own: a log that nobody reads must not make visitors wait.

    Lines that find no room are lost, and the next one says how many.
    """

    def __init__(self, stream: TextIO, *, capacity: int = _ROOM) -> None:
        super().__init__()
        self._stream = stream
        self._lines: queue.Queue[str] = queue.Queue(capacity)
        self._lost = 0
        threading.Thread(target=self._write, name="log", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record; its line is made at once, for it belongs to the request of now."""
        try:
            line = self.format(record)
            if self._lost:
                lost = logging.LogRecord(__name__, logging.WARNING, "", 0, _LOST, None, None)
                lost.fields = {"lines": self._lost}
                line = f"{self.format(lost)}\n{line}"
            self._lines.put_nowait(line)
            self._lost = 0
        except queue.Full:
            self._lost += 1
        except Exception:
            self.handleError(record)

    def flush(self) -> None:
        """Wait until all is written, but not for long."""
        deadline = time.monotonic() + _PATIENCE
        while self._lines.unfinished_tasks and time.monotonic() < deadline:
            time.sleep(0.005)

    def _write(self) -> None:
        while True:
            line = self._lines.get()
            with contextlib.suppress(OSError, ValueError):  # the reader has gone
                self._stream.write(line + "\n")
                self._stream.flush()
            self._lines.task_done()


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def __init__(self, *, questions: bool) -> None:
        super().__init__()
        self._questions = questions

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        known = request_id.get()
        if known:
            line["request_id"] = known
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _told(record.exc_info, whole=self._questions)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """A record as text for people; an error as one line with its place."""

    def __init__(self, *, questions: bool) -> None:
        super().__init__()
        self._questions = questions

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record."""
        text = f"{record.levelname.lower()}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            error = _told(record.exc_info, whole=self._questions)
            text += f" ({error['kind']}: {error['words'] or '-'}; {' < '.join(error['at'])})"
        known = request_id.get()
        return f"{text} [{known}]" if known else text


def _told(info: _ErrorInfo, *, whole: bool) -> dict[str, Any]:
    """Return the kind of an error and where it rose, innermost place first."""
    kind, error, trace = info
    telling = whole or isinstance(error, _TELLING)
    places = traceback.extract_tb(trace)[-_FRAMES:]
    return {
        "kind": f"{kind.__module__}.{kind.__qualname__}",
        "words": str(error) if telling else "",
        "at": [f"{place.filename}:{place.lineno} {place.name}" for place in reversed(places)],
    }
