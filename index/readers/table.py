"""Tables: JSON Lines and CSV, one article a row; a broken row never stops the others."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.articles.article import Article, ArticleInfo, normalise_text
from index.articles.dates import parse_date
from index.errors import ReadError
from index.readers.blocks import make_article, one_line
from index.readers.encoding import decode
from index.readers.sources import Failure, ReadOutcome, Source

_COLUMNS = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "byline"),
    "date": ("date", "published", "publish_date"),
    "publication": ("publication", "source", "site", "newspaper"),
    "url": ("url", "link"),
    "text": ("text", "content", "body"),
    "id": ("id", "_id"),
}
_LONGEST_CELL = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its line and the lower-case names of its columns, or what is wrong with it."""

    line: int
    values: Mapping[str, object] | None
    error: str = ""


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read every row with the columns title, author, date, publication, url, text (only text must).

    A row's article is known by its `id`, else its url, else its title, else its line, so that rows
    may move without becoming other articles.

    Raises:
        ReadError: not text, or a CSV file without a `text` column.
    """
    text = decode(data).text
    suffix = source.path.suffix.lower() if source.path else ".jsonl"
    rows = _csv_rows(text, suffix) if suffix in {".csv", ".tsv"} else _json_rows(text)
    return articles_of_rows(rows, source)


def names_text(names: Iterable[str]) -> bool:
    """Tell whether names of columns, one for the text among them, are those of articles."""
    known = {name.strip().lower() for name in names}
    of_text = known & set(_COLUMNS["text"])
    return bool(of_text) and any(
        known & set(names) for names in _COLUMNS.values() if names[0] != "text"
    )


def articles_of_rows(rows: Iterable[Row], source: Source) -> ReadOutcome:
    """Return the articles of rows; raises like `read`."""
    articles: dict[str, Article] = {}
    failures: list[Failure] = []
    for row in rows:
        made = _article(row, source, articles)
        if isinstance(made, Article):
            articles[made.id] = made
        else:
            failures.append(Failure(source.key, f"{source.key}, line {row.line}: {made}"))
    if not articles and not failures:
        raise ReadError("no rows in it; nothing to index")
    return ReadOutcome(tuple(articles.values()), tuple(failures))


def _article(row: Row, source: Source, taken: Mapping[str, Article]) -> Article | str:
    """Return the row's article, or what is wrong with the row."""
    if row.values is None:
        return row.error
    values = {name: _first(row.values, keys) for name, keys in _COLUMNS.items()}
    body = values["text"]
    if not isinstance(body, str) or not normalise_text(body).strip():
        return "no text; the column `text` must hold the article"
    date = one_line(values["date"])
    info = ArticleInfo(
        id="",
        title=one_line(values["title"]),
        author=one_line(values["author"]),
        date=parse_date(date) if date else None,
        publication=one_line(values["publication"]),
        url=one_line(values["url"]),
    )
    name = one_line(values["id"]) or info.url or info.title or f"line {row.line}"
    text = normalise_text(body).strip()
    article = make_article(source, info, text, (), name)
    if article.id in taken:
        article = make_article(source, info, text, (), f"{name}#{row.line}")
    return article


def _first(values: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((values[name] for name in names if values.get(name) not in (None, "", [])), None)


def _json_rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
            yield Row(number, None, f"not valid JSON ({reason}); the row is left out")
            continue
        if isinstance(values, dict):
            yield Row(number, {str(key).lower(): value for key, value in values.items()})
        else:
            yield Row(number, None, 'not an object; each line must be {"text": ...}')


def _csv_rows(text: str, suffix: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    delimiter = "\t" if suffix == ".tsv" else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line, None, f"damaged CSV ({error}); check its quotation marks")
            return
        if not names:
            names = _names(cells)
        elif len(cells) > len(names):
            yield Row(line, None, f"{len(cells)} cells for {len(names)} columns; quote the commas")
        elif any(cells):
            yield Row(line, dict(zip(names, cells, strict=False)))
        line = reader.line_num + 1


def _delimiter(text: str) -> str:
    head = text[: text.find("\n")] if "\n" in text else text
    return max(",;\t", key=lambda sign: (head.count(sign), sign == ","))


def _names(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    if not set(names) & set(_COLUMNS["text"]):
        raise ReadError("the first line must name the columns, `text` among them")
    return names
