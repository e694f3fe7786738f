"""How things look in a terminal: the only place that knows rich.

Text of articles is data: it is printed as it is, never read as markup.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from index.articles.article import Article, ArticleInfo
from index.articles.details.checking import NEEDED, Checked
from index.articles.judgement import Judged
from index.articles.origins import DOUBTFUL
from index.articles.passages import Hit
from qa.answers import Answer, Quote, Verdict
from qa.text.control_characters import visible
from qa.text.differences import Change, Piece
from qa.wording.copies_named import named
from qa.wording.quote_lines import is_reported
from qa.wording.times import shown_time

if TYPE_CHECKING:
    from index.indexing.report import IndexReport
    from index.readers.sources import Failure, Skip
    from index.store.tables.versions import Version
    from index.subscriptions import Subscribed
    from index.verification import VerifyReport

_VERDICTS = {
    Verdict.STATED: "Stated",
    Verdict.UNSURE: "Unsure",
    Verdict.NOT_STATED: "Not found",
}
_STYLES = {Verdict.STATED: "bold", Verdict.UNSURE: "yellow", Verdict.NOT_STATED: "yellow"}

_CHANGES = {Change.SAME: ("", ""), Change.GONE: ("-", "red"), Change.NEW: ("+", "green")}

_out = Console(highlight=False, soft_wrap=False)
_err = Console(stderr=True, highlight=False, soft_wrap=True)  # paths are copied from messages


def note(message: str) -> None:
    """Print a message to standard error."""
    _err.print(Text(visible(message)))


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
        _out.print(Padding(_marked(quote), (0, 0, 0, 4)))
        if quote.copies:
            others = visible(f"also in {named([one.info for one in quote.copies])}")
            _out.print(Padding(Text(others, style="cyan"), (0, 0, 0, 4)))
        where = quote.article.info.url or quote.article.info.path or quote.article.id
        page = f", page {quote.page}" if quote.page else ""
        time = f", at {shown_time(quote.time)}" if quote.time else ""
        place = f"{visible(where)} ({quote.start}-{quote.end}{page}{time})"
        _out.print(Padding(Text(place, style="dim"), (0, 0, 0, 4)))


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
        _out.print(Padding(Text(hit.text.strip()), (0, 0, 0, 3)))


def show_articles(infos: Sequence[ArticleInfo]) -> None:
    """Print a table of articles."""
    if not infos:
        _out.print("The index is empty. Add articles with: pullquote index PATH...")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("ID", "Date", "Title", "Author", "Publication"):
        table.add_column(column, overflow="fold")
    for info in infos:
        cells = (info.id, info.date, info.title, info.author, info.publication)
        table.add_row(*(Text(cell or "") for cell in cells))
    _out.print(table)


def show_checked(checked: Sequence[Checked]) -> None:
    """Print the articles that need a look, and how many do."""
    if not checked:
        _out.print("The index is empty. Add articles with: pullquote index PATH...")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("ID", "Title", "Missing", "Doubtful"):
        table.add_column(column, overflow="fold")
    wrong = [one for one in checked if one.needs_a_look]
    for one in wrong:
        missing = ", ".join(name for name in one.missing if name in NEEDED)
        doubts = "\n".join(
            f"{doubt.field} {doubt.value or ''}: {doubt.why}".replace(" :", ":")
            for doubt in one.doubtful
        )
        cells = (one.info.id, one.info.title or "", missing, doubts)
        table.add_row(*(Text(_lines(cell)) for cell in cells))
    if wrong:
        _out.print(table)
    sound = len(checked) - len(wrong)
    _out.print(f"{len(wrong)} of {len(checked)} articles need a look, {sound} are in order.")
    for name, label in (("url", "an address"), ("lang", "a language")):
        without = sum(name in one.missing for one in checked)
        if without:
            _out.print(f"{without} without {label}.")


def show_article(
    article: Article,
    checked: Checked,
    before: Sequence["Version"] = (),
    copies: Sequence[ArticleInfo] = (),
) -> None:
    """Print one article: details and their origins, what it was, its near copies, its text."""
    origins = {origin.field: origin for origin in article.origins}
    for name, value in article.info.to_json().items():
        origin = origins.pop(name, None)
        if not value and origin is None:
            continue
        line = Text(f"{name:12}{visible(value or '(nothing)')}", style="cyan")
        if origin:
            doubt = ", doubtful" if origin.certainty < DOUBTFUL else ""
            line.append(f"  ({visible(origin.source)}{doubt})", style="dim")
        _out.print(line)
    for origin in origins.values():
        _out.print(Text(f"{origin.field:12}({visible(origin.source)})", style="dim"))
    for one in checked.corrections:
        read = one.read.value or "nothing"
        told = f"{one.field} was read as {read}; corrected by {one.editor}, {one.at[:10]}"
        _out.print(Text(visible(told), style="dim"))
    for version in before:
        earlier = f"--version {version.content_hash[:12]} shows what was before"
        _out.print(Text(f"{'changed on':12}{version.replaced[:10]}; {earlier}", style="yellow"))
    for place, copy in enumerate(copies):
        label = "" if place else "copies"
        _out.print(Text(f"{label:12}{visible(source_line(copy))}  {copy.id}", style="cyan"))
    _out.print()
    _out.print(Text(article.text))


def _lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))


def show_changes(pieces: Iterable[Piece]) -> None:
    """Print what became of a text: what is gone in red, what is new in green, signs beside them."""
    text = Text()
    for piece in pieces:
        sign, style = _CHANGES[piece.change]
        text.append(f"[{sign}{piece.text}{sign}]" if sign else piece.text, style=style)
    _out.print(text)


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
        heading.append(
            f"  {row['kind']}, {row['article']} {row['start']}-{row['end']}", style="dim"
        )
        _out.print(heading)
        _out.print(Padding(Text(str(row["text"])), (0, 0, 0, 3)))


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
        _out.print(Padding(Text(text) if article else Text(gone, style="yellow"), (0, 0, 0, 4)))
        place = f"{judgement.article} {judgement.start}-{judgement.end}"
        said_by = f"{place}, {judgement.editor}, {judgement.at[:16].replace('T', ' ')} UTC"
        _out.print(Padding(Text(visible(said_by), style="dim"), (0, 0, 0, 4)))


def show_report(report: "IndexReport", *, err: bool = False) -> None:
    """Print what indexing did, and each file that failed."""
    console = _err if err else _out
    console.print(
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.removed} removed; {report.articles} articles, {report.passages} passages "
        f"({report.seconds:.1f} s)"
    )
    for reason, paths in _by_reason(report.skipped):
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        console.print(Text(visible(f"Skipped: {paths[0]}{more}: {reason}"), style="yellow"))
    show_failures(report.failed)


def _by_reason(skipped: Iterable["Skip"]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for skip in skipped:
        found.setdefault(skip.reason, []).append(skip.path)
    return list(found.items())


def show_subscriptions(subscribed: Sequence["Subscribed"]) -> None:
    """Print which addresses are looked at, and what is known of each."""
    if not subscribed:
        _out.print("There are no subscriptions. Make one with: pullquote subscribe URL")
    for one in subscribed:
        known = one.to_json()
        follow = ", with the pages of its items" if one.subscription.follow else ""
        _out.print(Text(f"{visible(one.subscription.url)}{follow}"))
        checked = f"last looked at {known['checked']}" if one.fetch else "not looked at yet"
        _out.print(Padding(Text(checked, style="dim"), (0, 0, 0, 4)))
        if known["problem"]:
            problem = f"failed {known['failures']} times: {known['problem']}"
            _out.print(Padding(Text(visible(problem), style="red"), (0, 0, 0, 4)))


def show_failures(failures: Iterable["Failure"]) -> None:
    """Print to standard error what could not be read, and why."""
    for failure in failures:
        name = Path(failure.path).name
        message = failure.error if name in failure.error else f"{failure.path}: {failure.error}"
        _err.print(Text(visible(message), style="red"))


def show_verification(report: "VerifyReport") -> None:
    """Print what `verify` found."""
    for line in (*report.problems, *report.lost):
        _err.print(Text(visible(line), style="red"))
    for repaired in report.repaired:
        _err.print(Text(f"Repaired: {visible(repaired)}", style="green"))
    for remedy in report.remedies:
        _err.print(Text(f"What to do: {visible(remedy)}"))
    state = "sound" if report.ok else "damaged"
    _out.print(f"{report.articles} articles, {report.passages} passages: {state}.")
