"""How things look in a terminal: the only place that knows rich.

Text of articles is data: it is printed as it is, never read as markup.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.progress import Progress
from rich.text import Text

from index.articles.article import ArticleInfo
from index.articles.judgement import Judged
from index.articles.passages import Hit
from qa.answers import Answer, Quote, Verdict
from qa.text.control_characters import visible
from qa.text.differences import Change
from qa.wording.copies_named import named
from qa.wording.quote_lines import is_reported
from qa.wording.times import shown_time

if TYPE_CHECKING:
    pass

_VERDICTS = {
    Verdict.STATED: "Stated",
    Verdict.UNSURE: "Unsure",
    Verdict.NOT_STATED: "Not found",
}
_STYLES = {Verdict.STATED: "bold", Verdict.UNSURE: "yellow", Verdict.NOT_STATED: "yellow"}

_CHANGES = {Change.SAME: ("", ""), Change.GONE: ("-", "red"), Change.NEW: ("+", "green")}

_out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())  # lines for programs are whole
_err = Console(stderr=True, highlight=False, soft_wrap=True)  # paths are copied from messages


def note(message: str) -> None:
    """Print a message to standard error."""
    _err.print(Text(visible(message)))


def say(*pieces: str | tuple[str, str], indent: int = 0, err: bool = False) -> None:
    """Print a line of pieces (text, or text and style), never broken: identifiers stay whole."""
    text = Text(" " * indent)
    for piece in pieces:
        words, style = (piece, "") if isinstance(piece, str) else piece
        text.append(visible(words), style=style)
    (_err if err else _out).print(text, soft_wrap=True)


def say_wrapped(text: str, style: str = "", indent: int = 0) -> None:
    """Print text over as many lines as a terminal needs, each indented."""
    _block(Text(visible(text), style=style), indent)


def _block(text: Text, indent: int) -> None:
    if is_watched():
        _out.print(Padding(text, (0, 0, 0, indent)))
        return
    for line in text.split("\n", allow_blank=True):
        _out.print(Text(" " * indent).append_text(line), soft_wrap=True)


def say_pieces(pieces: Iterable[tuple[str, str]]) -> None:
    """Print pieces of text, each in its style, one after the other."""
    text = Text()
    for words, style in pieces:
        text.append(words, style=style)
    _out.print(text)


def is_watched() -> bool:
    """Tell whether somebody looks at what is printed, in lines of limited length."""
    return _out.is_terminal


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on standard error; what is yielded moves it to (done, total)."""
    with Progress(console=_err, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def source_line(info: ArticleInfo) -> str:
    """Return title, author, date and publication, as far as known, on one line."""
    parts = (info.title or info.id, info.author, info.date, info.publication)
    return " · ".join(part for part in parts if part)


def show_answer(answer: Answer) -> None:
    """Print an answer with its quotes and verdict, or an abstention with the nearest passages."""
    if answer.asked_as != answer.question:
        _out.print(Text(f"Asked as: {answer.asked_as}", style="dim"))
    for remark in answer.notes:
        _out.print(Text(visible(remark), style="dim"))
    _out.print(Text(answer.answer, style=_STYLES[answer.verdict]))
    if answer.answered:
        _show_quotes(answer.quotes, unsure=answer.unsure)
        if answer.quotes:
            verdict = f"\n{_VERDICTS[answer.verdict]}, confidence {answer.confidence:.0%}"
            _out.print(Text(verdict, style="dim"))
    elif answer.nearest:
        _out.print(Text("\nNearest passages, which may not answer:", style="dim"))
        _show_quotes(answer.nearest)


def _show_quotes(quotes: Sequence[Quote], *, unsure: bool = False) -> None:
    for quote in quotes:
        heading = Text(f"\n[{quote.number}] ", style="bold cyan")
        if unsure:
            heading.append("may answer: ", style="yellow")
        if quote.corrected_by:
            heading.append(f"corrected by [{quote.corrected_by}]: ", style="yellow")
        if quote.speaker:
            reported = ", reported" if is_reported(quote) else ""
            heading.append(f"{quote.speaker}{reported} — ", style="bold")
        heading.append(source_line(quote.article.info), style="cyan")
        if quote.confirmed:
            heading.append(f"  confirmed by an editor, {quote.confirmed.at[:10]}", style="green")
        _out.print(heading)
        _block(_marked(quote), 4)
        if quote.copies:
            others = visible(f"also in {named([one.info for one in quote.copies])}")
            _block(Text(others, style="cyan"), 4)
        where = quote.article.info.url or quote.article.info.path or quote.article.id
        page = f", page {quote.page}" if quote.page else ""
        time = f", at {shown_time(quote.time)}" if quote.time else ""
        say((f"{where} ({quote.start}-{quote.end}{page}{time})", "dim"), indent=4)


def _marked(quote: Quote) -> Text:
    text = Text(quote.text)
    if quote.answer_span:
        start, end = quote.answer_span
        text.stylize("bold underline", start - quote.start, end - quote.start)
    return text


def show_hits(hits: Sequence[Hit]) -> None:
    """Print passages found, best first."""
    if not hits:
        _out.print("Nothing found.")
    for hit in hits:
        heading = f"\n{hit.rank}. {source_line(hit.article.info)}  ({hit.score:.3f})"
        _out.print(Text(heading, style="bold cyan"))
        _block(Text(hit.text.strip()), 3)
        say((f"{hit.article.id} {hit.passage.start}-{hit.passage.end}", "dim"), indent=3)


def show_statements(
    rows: Iterable[Mapping[str, Any]], infos: Mapping[str, ArticleInfo] | None = None
) -> None:
    """Print who said what in which article, one statement after the other.

    `infos` describes the articles, by identifier: that somebody said this is their claim.
    """
    for row in rows:
        heading = Text(f"\n{row['speaker'] or 'unknown speaker'}", style="bold")
        info = (infos or {}).get(str(row["article"]))
        if info is not None:
            heading.append(f" — {source_line(info)}", style="not bold cyan")
        _out.print(heading)
        say_wrapped(str(row["text"]), indent=3)
        place = f"{row['kind']}, {row['article']} {row['start']}-{row['end']}"
        say((place, "dim"), indent=3)


def show_judgements(judged: Sequence[Judged]) -> None:
    """Print what editors said of quotes, one after the other."""
    if not judged:
        _out.print("Editors have said nothing of quotes yet.")
    for judgement, article in judged:
        said = "right" if judgement.right else "wrong"
        heading = Text(f"\n{judgement.number}. ", style="bold cyan")
        heading.append(f"{said} for: {visible(judgement.asked)}", style="bold")
        _out.print(heading)
        text = "" if article is None else article.text[judgement.start : judgement.end]
        gone = "The article is gone or has changed, so this no longer counts."
        _block(Text(text) if article else Text(gone, style="yellow"), 4)
        place = f"{judgement.article} {judgement.start}-{judgement.end}"
        said_by = f"{place}, {judgement.editor}, {judgement.at[:16].replace('T', ' ')} UTC"
        say((said_by, "dim"), indent=4)
