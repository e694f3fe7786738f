"""Files of JSON: one document, or one a line; what they hold as numbered rows."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.errors import UsageError
from qa.evaluation.sets.formats.rows import json_lines


def json_rows(path: Path, text: str, whole: object) -> list[tuple[int, Any]]:
    """Return (number from 1, row or RowError) of a list, of columns, or of lines.

    Args:
        path: The file, for messages.
        text: What it holds.
        whole: The same as one JSON value; None where it is none.

    Raises:
        UsageError: If columns differ in length, or a `.json` file is neither list nor object.
    """
    if isinstance(whole, dict) and whole and all(isinstance(v, list) for v in whole.values()):
        whole = _columns_to_rows(path, whole)
    if isinstance(whole, list):
        return list(enumerate(whole, 1))
    if path.suffix.lower() == ".json" and not isinstance(whole, dict):
        raise UsageError(f"{path}: {_json_mistake(text)}. Expected a list of questions, or SQuAD.")
    return list(json_lines(text))


def _columns_to_rows(path: Path, columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        raise UsageError(f"{path}: the columns differ in length: {lengths}.")
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def _json_mistake(text: str) -> str:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return f"not JSON ({error.msg} in line {error.lineno}, column {error.colno})"
    except RecursionError:
        return "not usable JSON (nested too deeply)"
    return "neither a list nor an object"
