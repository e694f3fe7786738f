"""Question sets: what is asked and what is right, whatever file it came from.

The native form is JSON Lines, one question a row, only `question` required:
`{"id", "question", "answers": [..], "answerable": true, "quotes": [{"text", "article"?, "start"?,
"end"?, "speaker"?}], "history": [..], "filters": {..}, "tags": [..]}`. Foreign forms are read by
`qa.evaluation.sets.foreign_sets` into the same records.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index.articles.article import normalise_text
from index.articles.passages import Filters
from index.errors import UsageError

COLUMNS = frozenset(
    ("id", "question", "answers", "answerable", "quotes", "history", "filters", "tags", "note")
)
QUOTE_COLUMNS = frozenset(("text", "article", "start", "end", "speaker", "need"))
FILTER_COLUMNS = frozenset(("author", "source", "after", "before", "articles"))


class RowError(ValueError):
    """A row cannot be read; the message says why, the reader of the file adds where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuote:
    """Evidence that a right answer quotes.

    `article` is an identifier, file name, end of a path, address or title; `None` means any
    article that holds the text. Quotes with the same `need` are alternatives: one of them does.
    """

    text: str
    article: str | None = None
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    need: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuestion:
    """One question with what is right.

    `row` counts from 1: the line of a line-based file, else the question's place in the file.
    `answerable` is `None` where the set does not say. `passage` is the text that holds the answer,
    for the reader alone. `relevant` grades articles (name, grade > 0), for retrieval alone.
    """

    id: str
    row: int
    question: str
    answers: tuple[str, ...] = ()
    answerable: bool | None = None
    quotes: tuple[GoldQuote, ...] = ()
    history: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    tags: tuple[str, ...] = ()
    passage: str | None = None
    relevant: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetText:
    """A text that the set itself carries; `name` is what its questions call it."""

    name: str
    text: str
    title: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something wrong with a row of the set. `id` is the question's, where it has one.

    `row` is 0 where it is about the set as a whole.
    """

    row: int
    message: str
    id: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return one element of `failed` or `warnings`."""
        return {"row": self.row, "id": self.id, "error": self.message}

    def __str__(self) -> str:
        return f"row {self.row}: {self.message}" if self.row else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """A set as read: questions, texts it carries, rows that could not be read, and doubts.

    `digest` is the SHA-256 of the file (of a folder: of its files), so that two runs can tell
    whether they were asked the same. `form` is `native`, `squad`, `beir`, `ragas`, `deepeval` or
    `csv`.
    """

    name: str
    form: str
    digest: str
    questions: tuple[GoldQuestion, ...]
    texts: tuple[SetText, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[RowProblem, ...] = ()

    @property
    def has_gold(self) -> bool:
        """Whether any question says what is right."""
        return any(q.answerable is not None or q.relevant for q in self.questions)

    def tagged(self, tags: Iterable[str]) -> "QuestionSet":
        """Return the set with only the questions that have all of `tags`."""
        wanted = set(tags)
        return replace(self, questions=tuple(q for q in self.questions if wanted <= set(q.tags)))


WITHOUT_GOLD = RowProblem(
    0, "no row says what is right; only validity of quotes and latency can be measured"
)


def doubts(questions: QuestionSet) -> tuple[RowProblem, ...]:
    """Return the warnings about a set, that no row says what is right among them."""
    return questions.warnings if questions.has_gold else (*questions.warnings, WITHOUT_GOLD)


def read_question_set(path: Path) -> QuestionSet:
    """Read a question set of any known form.

    A folder is a BEIR set, `.csv` and `.tsv` are tables; what a `.json` or `.jsonl` file is, its
    top level and the names of its columns say.

    Raises:
        UsageError: If the path is missing, not of a known form, or holds no readable question.
    """
    from qa.evaluation.sets import foreign_sets

    if not path.exists():
        raise UsageError(f"{path}: there is no such question set. Give a file, or a BEIR folder.")
    if path.is_dir():
        found = foreign_sets.read_beir(path)
    elif path.suffix.lower() in {".csv", ".tsv"}:
        found = foreign_sets.read_table(path)
    elif path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        found = foreign_sets.read_json(path)
    else:
        raise UsageError(
            f"{path}: question sets are .jsonl, .json, .csv, .tsv or a BEIR folder, "
            f"not {path.suffix or 'a file without an extension'}."
        )
    if not found.questions:
        first = found.problems[0] if found.problems else None
        why = f"; {first}" if first else ""
        raise UsageError(f"{path}: no question could be read{why}.")
    return found


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


Parse = Callable[[Mapping[str, Any], int], GoldQuestion]


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
        raise RowError(f"expected an object with a `question`, found {_name(row)}")
    return row


def native_question(row: Mapping[str, Any], number: int) -> GoldQuestion:
    """Return the question of a native row.

    Raises:
        RowError: If a column holds what it must not.
    """
    quotes = tuple(_quote(q) for q in _list(row, "quotes", dict))
    answers = strings(row, "answers")
    answerable = row.get("answerable")
    if answerable is None and (answers or quotes):
        answerable = True
    if not isinstance(answerable, bool | None):
        raise RowError(f"`answerable` must be true or false, not {_name(answerable)}")
    if answerable is False and (answers or quotes):
        raise RowError("`answerable` is false, but there are answers or quotes")
    return GoldQuestion(
        id=text_of(row, "id") or f"row-{number}",
        row=number,
        question=required(row, "question"),
        answers=answers,
        answerable=answerable,
        quotes=quotes,
        history=strings(row, "history"),
        filters=_filters(row.get("filters")),
        tags=strings(row, "tags"),
    )


def _quote(row: Mapping[str, Any]) -> GoldQuote:
    unknown = row.keys() - QUOTE_COLUMNS
    if unknown:
        raise RowError(f"a quote has the unknown column {min(unknown)!r}")
    start, end = row.get("start"), row.get("end")
    for value in (start, end):
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise RowError(f"a quote's `start` and `end` must be whole numbers, not {_name(value)}")
    if (start is None) != (end is None):
        raise RowError("a quote has only one of `start` and `end`")
    return GoldQuote(
        text=normalise_text(required(row, "text")),
        article=text_of(row, "article"),
        start=start,
        end=end,
        speaker=text_of(row, "speaker"),
        need=text_of(row, "need"),
    )


def _filters(value: object) -> Filters:
    if value is None:
        return Filters()
    if not isinstance(value, dict):
        raise RowError(f"`filters` must be an object, not {_name(value)}")
    unknown = value.keys() - FILTER_COLUMNS
    if unknown:
        known = ", ".join(sorted(FILTER_COLUMNS))
        raise RowError(f"unknown filter {min(unknown)!r}; known: {known}")
    names = {name: text_of(value, name) for name in ("author", "source")}
    return Filters(
        **names,
        after=_date(value, "after"),
        before=_date(value, "before"),
        articles=frozenset(strings(value, "articles")),
    )


def _date(row: Mapping[str, Any], column: str) -> str | None:
    from index.articles.dates import parse_date

    value = text_of(row, column)
    if value is None:
        return None
    date = parse_date(value)
    if date is None:
        raise RowError(f"the filter `{column}` is {value!r}, not a date such as 2012-04-18")
    return date


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
        raise RowError(f"`{column}` must be text, not {_name(value)}")
    return value


def strings(row: Mapping[str, Any], column: str) -> tuple[str, ...]:
    """Return the texts of a column that holds a list of them, or one; empty ones left out."""
    if isinstance(row.get(column), str):
        return (row[column],) if row[column].strip() else ()
    return tuple(value for value in _list(row, column, str) if value.strip())


def _list(row: Mapping[str, Any], column: str, of: type) -> list[Any]:
    value = row.get(column)
    if value is None:
        return []
    wanted = "texts" if of is str else "objects"
    if not isinstance(value, list):
        raise RowError(f"`{column}` must be a list of {wanted}, not {_name(value)}")
    for element in value:
        if not isinstance(element, of):
            raise RowError(f"`{column}` must be a list of {wanted}; one is {_name(element)}")
    return value


def _name(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return "nothing" if value is None else names.get(type(value), "a number")
