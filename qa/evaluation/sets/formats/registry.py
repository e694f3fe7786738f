"""The one list of forms that question sets are read in.

A form with a question a row is a RowFormat in ROW_FORMATS, told by the names of its columns; a
file or folder of another kind is a FileKind in FILE_KINDS, told by its suffix. Nothing else has to
be changed for a new one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import UsageError
from qa.evaluation.sets.formats.beir import read_beir
from qa.evaluation.sets.formats.generated import DEEPEVAL, RAGAS_NEW, RAGAS_OLD
from qa.evaluation.sets.formats.json_file import json_rows
from qa.evaluation.sets.formats.native import NATIVE
from qa.evaluation.sets.formats.rows import RowFormat, json_value, read_text, row_set
from qa.evaluation.sets.formats.squad import read_squad
from qa.evaluation.sets.formats.table import TABLE, table_rows, with_lists
from qa.evaluation.sets.question_sets import QuestionSet

ROW_FORMATS: tuple[RowFormat, ...] = (RAGAS_NEW, RAGAS_OLD, DEEPEVAL, NATIVE)
"""Forms of rows, in the order in which they are tried."""

_FOLDER = "/"
_GENERATED_COLUMNS = frozenset(("user_input", "ground_truth", "ground_truths", "input"))


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file by its suffixes (`_FOLDER` for a folder), and what reads it."""

    suffixes: tuple[str, ...]
    read: Callable[[Path], QuestionSet]


def read_question_set(path: Path) -> QuestionSet:
    """Read a question set of any known form.

    A folder is a BEIR set, `.csv` and `.tsv` are tables; what a `.json` or `.jsonl` file is, its
    top level and the names of its columns say.

    Raises:
        UsageError: If the path is missing, not of a known form, or holds no readable question.
    """
    if not path.exists():
        raise UsageError(f"{path}: there is no such question set. Give a file, or a BEIR folder.")
    suffix = _FOLDER if path.is_dir() else path.suffix.lower()
    kind = next((kind for kind in FILE_KINDS if suffix in kind.suffixes), None)
    if kind is None:
        raise UsageError(
            f"{path}: question sets are .jsonl, .json, .csv, .tsv or a BEIR folder, "
            f"not {path.suffix or 'a file without an extension'}."
        )
    found = kind.read(path)
    if not found.questions:
        first = found.problems[0] if found.problems else None
        why = f"; {first}" if first else ""
        raise UsageError(f"{path}: no question could be read{why}.")
    return found


def read_json(path: Path) -> QuestionSet:
    """Read a file of JSON: its top level and its columns say which form it has.

    Raises:
        UsageError: If it is none of the known forms.
    """
    text = read_text(path)
    whole = json_value(text)
    if isinstance(whole, dict) and isinstance(whole.get("data"), list):
        return read_squad(path, whole["data"])
    rows = json_rows(path, text, whole)
    return row_set(path, _row_format(path, rows), rows)


def read_table(path: Path) -> QuestionSet:
    """Read a table with the columns `question` and `answer`.

    Also known: `id`, `answers` (parted by `|`), `answerable`, `article`, `quote`, `speaker`,
    `tags` (parted by `|`), and everything Ragas and DeepEval write into tables.

    Raises:
        UsageError: If no column is called `question`, `user_input` or `input`.
    """
    rows = list(table_rows(path, read_text(path)))
    names = set(rows[0][1]) if rows and isinstance(rows[0][1], dict) else set()
    if not names & _GENERATED_COLUMNS:
        return row_set(path, TABLE, rows)
    rows = [(number, with_lists(row)) for number, row in rows]
    return row_set(path, _row_format(path, rows), rows)


def _row_format(path: Path, rows: Sequence[tuple[int, Any]]) -> RowFormat:
    names = set().union(*(row.keys() for _, row in rows if isinstance(row, dict)))
    for form in ROW_FORMATS:
        if form.recognises(names):
            return form
    raise UsageError(
        f"{path}: no column is called `question`, `user_input` (Ragas) or `input` (DeepEval); "
        f"found {', '.join(sorted(names)[:8])}."
    )


FILE_KINDS = (
    FileKind((_FOLDER,), read_beir),
    FileKind((".csv", ".tsv"), read_table),
    FileKind((".jsonl", ".ndjson", ".json"), read_json),
)
"""Kinds of files and folders; each path is read by the first that has its suffix."""
