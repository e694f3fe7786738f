"""Rows of question sets: read one by one, so that a bad one never stops the others."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import UsageError
from qa.evaluation.sets.question_sets import GoldQuestion, GoldQuote, QuestionSet, RowProblem

Parse = Callable[[Mapping[str, Any], int], GoldQuestion]


class RowError(ValueError):
    """A row cannot be read; the message says why, the reader of the file adds where."""


@dataclass(frozen=True, slots=True)
class RowFormat:
    """A form of question set whose questions are rows, told by the names of its columns.

    `columns` are all that the form knows; others are left aside with a warning. `recognises` says
    from the names of the columns whether rows have this form. `parse` makes a question of a row
    and its number, or raises RowError.
    """

    name: str
    columns: frozenset[str]
    recognises: Callable[[Set[str]], bool]
    parse: Parse


def row_set(path: Path, form: RowFormat, rows: Iterable[tuple[int, Any]]) -> QuestionSet:
    """Return the question set of the rows of the file at `path`."""
    questions, problems, warnings = parse_rows(rows, form.parse, form.columns)
    return QuestionSet(
        name=path.name,
        form=form.name,
        digest=file_digest(path),
        questions=tuple(questions),
        problems=tuple(problems),
        warnings=tuple(warnings),
    )


def parse_rows(
    rows: Iterable[tuple[int, Any]], parse: Parse, known: frozenset[str]
) -> tuple[list[GoldQuestion], list[RowProblem], list[RowProblem]]:
    """Return questions, rows that cannot be read, and doubts; a bad row never stops the others."""
    questions: dict[str, GoldQuestion] = {}
    problems: list[RowProblem] = []
    warned: dict[str, RowProblem] = {}
    for number, row in rows:
        try:
            question = parse(_as_row(row), number)
            if question.id in questions:
                first = questions[question.id].row
                raise RowError(f"the id {question.id!r} is already that of row {first}")  # noqa: TRY301
        except RowError as error:
            name = row.get("id") if isinstance(row, dict) else None
            problems.append(RowProblem(number, str(error), name if isinstance(name, str) else None))
            continue
        questions[question.id] = question
        for column in row.keys() - known - warned.keys():
            warned[column] = RowProblem(number, f"the column {column!r} is not known; left aside")
    return list(questions.values()), problems, sorted(warned.values(), key=lambda p: p.message)


def _as_row(row: object) -> Mapping[str, Any]:
    if isinstance(row, RowError):
        raise row
    if not isinstance(row, dict):
        raise RowError(f"expected an object with a `question`, found {kind_of(row)}")
    return row


def gold_question(
    number: int,
    row: Mapping[str, Any],
    question: str,
    answers: Iterable[str],
    *,
    quotes: tuple[GoldQuote, ...] = (),
    history: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
) -> GoldQuestion:
    """Return a question; where it has answers or quotes it counts as answerable."""
    texts = tuple(dict.fromkeys(answer for answer in answers if answer.strip()))
    return GoldQuestion(
        id=text_of(row, "id") or f"row-{number}",
        row=number,
        question=question,
        answers=texts,
        answerable=True if texts or quotes else None,
        quotes=quotes,
        history=history,
        tags=tags,
    )


def read_text(path: Path) -> str:
    """Return the file's text.

    Raises:
        UsageError: If it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.") from error


def file_digest(*paths: Path) -> str:
    """Return the SHA-256 (hex) of the files' bytes, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def json_value(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return the value that a JSON text holds; None where it is not JSON."""
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None


def json_lines(text: str) -> Iterator[tuple[int, Any]]:
    """Yield (line number, value or RowError) for each line that is not blank."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, _json_line(line)


def _json_line(line: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        return RowError(f"not JSON ({error.msg} at column {error.colno})")
    except RecursionError:
        return RowError("not usable JSON (nested too deeply)")


def required(row: Mapping[str, Any], column: str) -> str:
    """Return the text of a column that must be there and not empty."""
    value = text_of(row, column)
    if value is None or not value.strip():
        raise RowError(f"there is no `{column}`, or it is empty")
    return value


def text_of(row: Mapping[str, Any], column: str) -> str | None:
    """Return the text of a column, `None` when it is missing; numbers become their digits."""
    value = row.get(column)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise RowError(f"`{column}` must be text, not {kind_of(value)}")
    return value


def strings(row: Mapping[str, Any], column: str) -> tuple[str, ...]:
    """Return the texts of a column that holds a list of them, or one; empty ones left out."""
    if isinstance(row.get(column), str):
        return (row[column],) if row[column].strip() else ()
    return tuple(value for value in list_of(row, column, str) if value.strip())


def list_of(row: Mapping[str, Any], column: str, of: type) -> list[Any]:
    """Return the elements of a column that holds a list, each of the type `of`."""
    value = row.get(column)
    if value is None:
        return []
    wanted = "texts" if of is str else "objects"
    if not isinstance(value, list):
        raise RowError(f"`{column}` must be a list of {wanted}, not {kind_of(value)}")
    for element in value:
        if not isinstance(element, of):
            raise RowError(f"`{column}` must be a list of {wanted}; one is {kind_of(element)}")
    return value


def kind_of(value: object) -> str:
    """Return what a JSON value is, for messages: "a list"."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return "nothing" if value is None else names.get(type(value), "a number")
