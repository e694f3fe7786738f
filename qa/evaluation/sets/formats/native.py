"""The native form: JSON Lines, one question a row, only `question` required.

`{"id", "question", "answers": [..], "answerable": true, "quotes": [{"text", "article"?, "start"?,
"end"?, "speaker"?}], "history": [..], "filters": {..}, "tags": [..]}`
"""

from collections.abc import Mapping
from typing import Any

from index.articles.article import normalise_text
from index.articles.dates import parse_date
from index.articles.passages import Filters
from qa.evaluation.sets.formats.rows import (
    RowError,
    RowFormat,
    kind_of,
    list_of,
    required,
    strings,
    text_of,
)
from qa.evaluation.sets.question_sets import GoldQuestion, GoldQuote

_COLUMNS = frozenset(
    (
        "id",
        "question",
        "answers",
        "answerable",
        "quotes",
        "history",
        "filters",
        "tags",
        "note",
        "wrong",
    )
)
_QUOTE_COLUMNS = frozenset(("text", "article", "start", "end", "speaker", "need"))
_FILTER_COLUMNS = frozenset(
    (
        "author",
        "source",
        "category",
        "authors",
        "sources",
        "after",
        "before",
        "articles",
        "collections",
    )
)


def native_question(row: Mapping[str, Any], number: int) -> GoldQuestion:
    """Return the question of a native row.

    Raises:
        RowError: If a column holds what it must not.
    """
    quotes = tuple(_quote(q) for q in list_of(row, "quotes", dict))
    answers = strings(row, "answers")
    answerable = row.get("answerable")
    if answerable is None and (answers or quotes):
        answerable = True
    if not isinstance(answerable, bool | None):
        raise RowError(f"`answerable` must be true or false, not {kind_of(answerable)}")
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
    unknown = row.keys() - _QUOTE_COLUMNS
    if unknown:
        raise RowError(f"a quote has the unknown column {min(unknown)!r}")
    start, end = row.get("start"), row.get("end")
    for value in (start, end):
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise RowError(
                f"a quote's `start` and `end` must be whole numbers, not {kind_of(value)}"
            )
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
        raise RowError(f"`filters` must be an object, not {kind_of(value)}")
    unknown = value.keys() - _FILTER_COLUMNS
    if unknown:
        known = ", ".join(sorted(_FILTER_COLUMNS))
        raise RowError(f"unknown filter {min(unknown)!r}; known: {known}")
    return Filters(
        author=text_of(value, "author"),
        source=text_of(value, "source"),
        category=text_of(value, "category"),
        after=_date(value, "after"),
        before=_date(value, "before"),
        authors=frozenset(strings(value, "authors")),
        sources=frozenset(strings(value, "sources")),
        articles=frozenset(strings(value, "articles")),
        collections=frozenset(strings(value, "collections")),
    )


def _date(row: Mapping[str, Any], column: str) -> str | None:
    value = text_of(row, column)
    if value is None:
        return None
    date = parse_date(value)
    if date is None:
        raise RowError(f"the filter `{column}` is {value!r}, not a date such as 2012-04-18")
    return date


NATIVE = RowFormat(
    name="native",
    columns=_COLUMNS,
    recognises=lambda names: "question" in names or not names,
    parse=native_question,
)
