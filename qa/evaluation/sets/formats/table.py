"""Tables, `.csv` and `.tsv`: a question a row, the columns named in the first line."""

import ast
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.articles.article import normalise_text
from index.errors import UsageError
from qa.evaluation.sets.formats.rows import (
    RowError,
    RowFormat,
    gold_question,
    json_value,
    required,
    strings,
    text_of,
)
from qa.evaluation.sets.question_sets import GoldQuestion, GoldQuote

_COLUMNS = frozenset(
    ("id", "question", "answer", "answers", "answerable", "article", "quote", "speaker", "tags")
)
_YES, _NO = frozenset(("true", "yes", "1")), frozenset(("false", "no", "0"))


def table_rows(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    """Yield (line, row or RowError) of a table whose first line names its columns.

    Raises:
        UsageError: If no column is called `question`, `user_input` or `input`.
    """
    header = text.split("\n", 1)[0]
    asks = ("question", "user_input", "input")
    for delimiter in "\t" if path.suffix.lower() == ".tsv" else ",;\t":
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
        if any(ask in names for ask in asks):
            break
    else:
        raise UsageError(
            f"{path}: no column is called `question`; the first line must name the columns, "
            f"for example: question,answer. Found: {header[:100]!r}."
        )
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    next(reader)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, RowError(f"not a row of a table ({error})")
            return
        if len(cells) > len(names):
            yield line, RowError(f"{len(cells)} cells, but {len(names)} columns; quote the commas")
        elif any(cell.strip() for cell in cells):
            yield line, dict(zip(names, cells, strict=False))


def with_lists(row: Any) -> Any:  # noqa: ANN401 - a row or what is wrong with it
    """Return the row with lists that a table holds as JSON text made lists again."""
    if not isinstance(row, dict):
        return row
    return {
        name: _json_list(value) if value.startswith("[") else value for name, value in row.items()
    }


def _json_list(cell: str) -> Any:  # noqa: ANN401 - any JSON value
    found = json_value(cell)
    if found is not None:
        return found
    return _python_list(cell)


def _python_list(cell: str) -> Any:  # noqa: ANN401 - pandas writes lists as Python shows them
    try:
        return ast.literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return cell


def _table_question(row: Mapping[str, Any], number: int) -> GoldQuestion:
    answers = (*strings(row, "answer"), *_parted(row, "answers"))
    quote = text_of(row, "quote") or ""
    gold = GoldQuote(
        text=normalise_text(quote),
        article=text_of(row, "article") or None,
        speaker=text_of(row, "speaker") or None,
    )
    question = gold_question(
        number,
        row,
        required(row, "question"),
        answers,
        quotes=(gold,) if quote.strip() else (),
        tags=_parted(row, "tags"),
    )
    return _with_answerable(question, (text_of(row, "answerable") or "").strip().lower())


def _with_answerable(question: GoldQuestion, said: str) -> GoldQuestion:
    if not said:
        return question
    if said not in _YES | _NO:
        raise RowError(f"`answerable` must be true or false, not {said!r}")
    if said in _NO and question.answerable:
        raise RowError("`answerable` is false, but there are answers or quotes")
    return replace(question, answerable=said in _YES)


def _parted(row: Mapping[str, Any], column: str) -> tuple[str, ...]:
    parts = (text_of(row, column) or "").split("|")
    return tuple(part.strip() for part in parts if part.strip())


TABLE = RowFormat(
    name="csv",
    columns=_COLUMNS,
    recognises=lambda names: "question" in names,
    parse=_table_question,
)
