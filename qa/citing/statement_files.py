"""Statements to take along: as a table, as Markdown, for reference managers and programs.

All forms hold the same statements; the words are always sliced from the article, those of the
narrator in no quotation marks and called reported.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.articles.article import Article, ArticleInfo
from index.articles.statement import StatementKind
from qa.citing.cited import CitedQuote, quote_path
from qa.citing.links import quote_link
from qa.citing.record import UNTITLED, one_line
from qa.citing.reference_files import bibtex, csl_json_of
from qa.citing.running_text import markdown_link, marked_down
from qa.citing.tables import MEDIA_TYPE, table

COLUMNS = (
    "date", "speaker", "kind", "text", "title", "publication", "author", "article", "start", "end",
    "speaker_mention", "cue", "doubtful", "url", "link",
)  # fmt: skip
"""The columns of the table: the fields of a statement, and what is known of its article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementList:
    """Statements that are written, in order.

    Args:
        rows: elements of `statements` of the contract; `link` is the permanent address of one.
        infos: their articles by identifier.
        articles: those with rows, with their texts, for the forms that cite.
        searched: what was looked at, as in the contract.
        title: what the list is of, in a line.
        told: sentences below the title.
    """

    rows: Sequence[Mapping[str, Any]]
    infos: Mapping[str, ArticleInfo]
    articles: Mapping[str, Article] = field(default_factory=dict)
    searched: Mapping[str, object] = field(default_factory=dict)
    title: str = "Statements"
    told: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class StatementForm:
    """A form in which statements are taken along.

    Args:
        name: as the command line has it.
        suffix: of its file, without the dot.
        media_type: of its file.
        write: gives the file; BibTeX and CSL-JSON need the articles, and the links of rows.
    """

    name: str
    suffix: str
    media_type: str
    write: Callable[[StatementList], str]


def linked(
    rows: Iterable[Mapping[str, Any]], articles: Mapping[str, Article], root: str
) -> list[Mapping[str, Any]]:
    """Return rows with the permanent links of those whose articles are given.

    Args:
        rows: elements of `statements` of the contract.
        articles: by identifier.
        root: the address of the server, before the paths of links.
    """
    return [
        {**row, "link": f"{root}{quote_path(article, row['start'], row['end'])}"}
        if (article := articles.get(row["article"]))
        else row
        for row in rows
    ]


def as_json(listed: StatementList) -> str:
    """Return the document of the contract."""
    told = {"statements": list(listed.rows), "searched": dict(listed.searched)}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_csv(listed: StatementList) -> str:
    """Return a table with COLUMNS, one statement a row."""
    known = ((row, listed.infos.get(str(row["article"]))) for row in listed.rows)
    return table(COLUMNS, ([_value(row, info, name) for name in COLUMNS] for row, info in known))


def _value(row: Mapping[str, Any], info: ArticleInfo | None, column: str) -> object:
    if column in ("title", "publication", "author", "url"):
        return getattr(info, column, None)
    value = row.get(column)
    if isinstance(value, list):
        return f"{value[0]}-{value[1]}"
    return "yes" if value is True else value


def as_markdown(listed: StatementList) -> str:
    """Return a page of Markdown: a heading an article, each statement a quotation with its link."""
    lines = [f"# {marked_down(one_line(listed.title))}", ""]
    for sentence in listed.told:
        lines += [marked_down(one_line(sentence)), ""]
    before: object = None
    for row in listed.rows:
        info = listed.infos.get(str(row["article"]))
        if row["article"] != before:
            lines += [f"## {_heading(info, str(row['article']))}", ""]
            before = row["article"]
        lines += [*_quotation(row, info), ""]
    return "\n".join(lines).rstrip() + "\n"


def _heading(info: ArticleInfo | None, identifier: str) -> str:
    if info is None:
        return marked_down(identifier)
    known = (info.date, info.title or UNTITLED, info.publication, info.author)
    return " · ".join(marked_down(one_line(one)) for one in known if one)


def _quotation(row: Mapping[str, Any], info: ArticleInfo | None) -> Iterator[str]:
    for line in str(row["text"]).split("\n"):
        yield f"> {marked_down(line)}".rstrip()
    yield ">"
    speaker = marked_down(one_line(row["speaker"] or "unknown speaker"))
    given = "" if row["kind"] == StatementKind.DIRECT else " (reported)"
    doubt = " (doubtful)" if row.get("doubtful") else ""
    yield f"> — {' · '.join([f'{speaker}{given}{doubt}', *_links(row, info)])}"


def _links(row: Mapping[str, Any], info: ArticleInfo | None) -> Iterable[str]:
    if row.get("link"):
        yield markdown_link("cite", row["link"])
    original = quote_link(info.url, str(row["text"])) if info else None
    if original:
        yield markdown_link("original", original)
    if not row.get("link"):
        yield marked_down(f"{row['article']} {row['start']}-{row['end']}")


def as_bibtex(listed: StatementList) -> str:
    """Return an entry of BibTeX for each statement, as `qa.citing.formats` has it for a quote."""
    return "\n".join(bibtex(quote, link) for quote, link in _cited(listed))


def as_csl(listed: StatementList) -> str:
    """Return CSL-JSON with a record for each statement, as `qa.citing.formats` has it."""
    return csl_json_of(_cited(listed))


def _cited(listed: StatementList) -> Iterator[tuple[CitedQuote, str]]:
    for row in listed.rows:
        quote = CitedQuote(
            article=listed.articles[row["article"]],
            start=row["start"],
            end=row["end"],
            # Doubtful words are given to nobody.
            speaker=None if row.get("doubtful") else row["speaker"],
            kind=StatementKind(row["kind"]),
        )
        yield quote, row["link"]


FORMS = (
    StatementForm("json", "json", "application/json", as_json),
    StatementForm("csv", "csv", MEDIA_TYPE, as_csv),
    StatementForm("md", "md", "text/markdown", as_markdown),
    StatementForm("bibtex", "bib", "application/x-bibtex", as_bibtex),
    StatementForm("csl", "csl", "application/vnd.citationstyles.csl+json", as_csl),
)
