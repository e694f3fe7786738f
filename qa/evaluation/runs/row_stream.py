"""Rows on disk as they come, so that a run that was killed goes on where it stopped."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from index.errors import UsageError
from qa.evaluation.metrics.question_result import QuestionResult


class RowStream:
    """A file of rows, one JSON line each after a line that says which run they belong to.

    Each call of `write` reaches the disk before it returns: a kill loses at most the questions in
    work. A half line at the end is what a kill leaves; it is taken off.
    """

    def __init__(self, path: Path, key: str, *, resume: bool) -> None:
        """Open the stream; with `resume`, `done` holds the rows that are there already.

        Raises:
            UsageError: If it cannot be written, or the rows there are those of another run.
        """
        self.path = path
        self.done: dict[str, QuestionResult] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if resume and path.exists():
                self._file = path.open("r+b")
                self._take_up(key)
            else:
                self._file = path.open("w+b")
                self._line({"run": key})
        except OSError as error:
            raise UsageError(f"{path}: the rows cannot be written ({error.strerror}).") from error

    def __enter__(self) -> "RowStream":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, rows: Sequence[QuestionResult]) -> None:
        """Append the rows and see them to the disk."""
        for row in rows:
            self._line(row.to_json())
        os.fsync(self._file.fileno())

    def _line(self, value: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        self._file.flush()

    def _take_up(self, key: str) -> None:
        whole = 0
        for number, line in enumerate(self._file.read().splitlines(keepends=True)):
            if not line.endswith(b"\n"):
                break
            value = json.loads(line)
            if number == 0 and value.get("run") != key:
                self._file.close()
                raise UsageError(
                    f"{self.path} holds rows of another run: the set, the articles, the model or "
                    "the settings have changed since. Start again without --resume."
                )
            if number:
                row = QuestionResult.from_json(value)
                self.done[row.id] = row
            whole += len(line)
        self._file.seek(whole)
        self._file.truncate()
        if whole == 0:
            self._line({"run": key})
