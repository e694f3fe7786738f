"""How a checked draft looks in a terminal, line by line, so that it can be kept and printed."""

from collections.abc import Iterator

import typer

from index.articles.article import ArticleInfo
from qa.answers import Quote
from qa.checking.values import CheckedQuotation, DraftReport, Fate
from qa.text.control_characters import visible
from qa.text.differences import Change

_MARKS = {Change.SAME: "{}", Change.GONE: "[-{}-]", Change.NEW: "{{+{}+}}"}
_COLOURS = {
    Fate.EXACT: "green", Fate.ALTERED: "yellow", Fate.MISATTRIBUTED: "red", Fate.STITCHED: "yellow",
    Fate.REPORTED: "yellow", Fate.NOT_FOUND: "red",
}  # fmt: skip


def show_report(report: DraftReport) -> None:
    """Print every quotation with its verdict, and how many there are of each."""
    for number, one in enumerate(report.quotations, 1):
        typer.echo(
            typer.style(f"{number}. {one.verdict.value}", fg=_COLOURS[one.verdict], bold=True)
        )
        for line in _lines(one):
            typer.echo(f"   {visible(line)}")
        typer.echo()
    counts = ", ".join(f"{count} {fate}" for fate, count in report.counts.items() if count)
    whole = f"{len(report.quotations)} quotations: {counts}." if counts else "No quotations."
    passed = (
        f" {report.passed_over} short terms in marks passed over." if report.passed_over else ""
    )
    typer.echo(f"{whole}{passed} Searched: all {report.articles} articles.")


def _lines(one: CheckedQuotation) -> Iterator[str]:
    by = f" ({one.speaker})" if one.speaker else ""
    yield f"{_flat(one.text)}{by}"
    if not one.closed:
        yield "The closing quotation mark is missing; read to the end of the paragraph."
    if one.verdict is Fate.MISATTRIBUTED:
        yield f"Said by: {', '.join(one.speakers_found) or 'not by anybody of this name'}"
    if one.difference and any(piece.change is not Change.SAME for piece in one.difference):
        changed = "".join(_MARKS[piece.change].format(piece.text) for piece in one.difference)
        yield f"Difference: {_flat(changed)}"
    for number, part in enumerate(one.parts, 1):
        yield f"Part {number}: {_flat(part.text)} {_place(part)}"
    if one.match and not one.parts:
        said = f"{one.match.speaker}, " if one.match.speaker else ""
        yield f"{said}{_place(one.match)}"
    if one.nearest:
        yield f"Nearest: {_flat(one.nearest.text)} {_place(one.nearest)}"
    if one.places > 1:
        yield f"{one.places} places in all:"
        for other in one.also_in:
            yield f"  {f'{other.speaker}, ' if other.speaker else ''}{_place(other)}"


def _place(quote: Quote) -> str:
    info: ArticleInfo = quote.article.info
    told = " · ".join(part for part in (info.title or info.id, info.date, info.publication) if part)
    return f"[{told}; {info.id} {quote.start}-{quote.end}]"


def _flat(text: str) -> str:
    return " ".join(text.split())
