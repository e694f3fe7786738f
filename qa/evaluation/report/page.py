"""A run as one self-contained HTML file: no script, no request, prints well."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote, urlsplit

from qa.evaluation.metrics import refusal_metrics
from qa.evaluation.metrics.aggregates import GROUP_METRICS, METRICS, groups, outcomes_of
from qa.evaluation.metrics.question_result import QuestionResult, ResultQuote
from qa.evaluation.metrics.retrieval_metrics import KS
from qa.evaluation.report import plots
from qa.evaluation.runs.comparison import Comparison
from qa.evaluation.runs.run_record import RunRecord

if TYPE_CHECKING:
    from jinja2 import Environment

WORST = 25
_WORDS = 6

_SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Answers",
        (
            ("right", "questions after which a reader was served: the evidence, the answer, or "
             "silence where nothing is stated"),
            ("em", "short answers equal to a gold one (SQuAD)"),
            ("f1", "words shared with the nearest gold answer (SQuAD)"),
            ("em_answered", "the same, of answerable questions that were answered"),
            ("f1_answered", "the same, of answerable questions that were answered"),
        ),
    ),
    (
        "Quotes",
        (
            ("quote_recall", "characters of gold evidence that were quoted"),
            ("quote_precision", "characters quoted that are gold evidence"),
            ("quote_exact", "evidence quoted from its first to its last character"),
            ("quote_validity", "quotes that are the stored text; must be 1"),
            ("speaker_accuracy", "quoted evidence with the right speaker named"),
        ),
    ),
    (
        "Search",
        (
            ("recall@5", "evidence among the first 5 found"),
            ("recall@10", "evidence among the first 10 found"),
            ("recall@20", "evidence among the first 20 found"),
            ("mrr", "one over the rank of the first evidence"),
            ("ndcg@10", "evidence among the first 10, higher up counting more"),
            ("article_recall@5", "articles with evidence among the first 5 passages' articles"),
        ),
    ),
    (
        "Silence",
        (
            ("refusal_precision", "refusals that were due"),
            ("refusal_recall", "unanswerable questions that were refused"),
            ("refusal_auroc", "an answerable question gets more confidence than another"),
            ("ece", "distance of confidence from the share that is right; lower is better"),
        ),
    ),
    (
        "Time",
        (
            ("latency_p50_ms", "milliseconds, half of the questions took less"),
            ("latency_p95_ms", "milliseconds, 95 of 100 questions took less"),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeadlineRow:
    """One metric of the headline table; `low`, `high` and `mark` are per cent of the scale."""

    name: str
    meaning: str
    value: str
    interval: str
    n: int
    bar: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Case:
    """A question that went wrong, as the report shows it."""

    row: QuestionResult
    verdict: str


LinkTo: TypeAlias = Callable[[ResultQuote], str | None]
"""Gives the address at which a browser shows a piece of an article, `None` where there is none."""


def render(
    run: RunRecord,
    comparison: Comparison | None = None,
    missed: Sequence[str] = (),
    *,
    link_to: LinkTo | None = None,
) -> str:
    """Return the report as a whole page; whatever came from articles or sets is escaped.

    Args:
        run: The run.
        comparison: What changed from a baseline.
        missed: Gates that the run did not pass, a sentence each.
        link_to: Gives the links into the articles; by default those of `address`.
    """
    return _filled("report.html", run, comparison, missed, link_to)


def render_body(
    run: RunRecord, comparison: Comparison | None = None, *, link_to: LinkTo | None = None
) -> str:
    """Return what is inside a report, for another page that has `report.css`; see `render`."""
    return _filled("report_body.html", run, comparison, (), link_to)


def style() -> str:
    """Return `report.css`: rules for what is inside an element of the class `report`."""
    return (
        files("qa.evaluation.report")
        .joinpath("templates")
        .joinpath("report.css")
        .read_text("utf-8")
    )


def _filled(
    template: str,
    run: RunRecord,
    comparison: Comparison | None,
    missed: Sequence[str],
    link_to: LinkTo | None,
) -> str:
    rows = run.questions
    return (
        _environment()
        .get_template(template)
        .render(
            run=run,
            settings=run.settings,
            sections=[
                (title, found) for title, names in _SECTIONS if (found := _headline(run, names))
            ],
            missed=list(missed),
            comparison=comparison,
            kinds=groups(rows, lambda row: (row.kind,) if row.kind else ()),
            tags=groups(rows, lambda row: row.tags),
            group_metrics=GROUP_METRICS,
            plots=[plot for plot in _plots(run) if plot],
            canvas=plots,
            cases=list(_worst(rows)),
            wrong=sum(row.right is False for row in rows),
            verdict_of=verdict,
            link_to=link_to or address,
        )
    )


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound

    class Resources(BaseLoader):
        """Templates of the package, also where it is installed as an archive."""

        def get_source(
            self, environment: Environment, template: str
        ) -> tuple[str, str | None, None]:
            """Return a template's text."""
            found = files("qa.evaluation.report").joinpath("templates").joinpath(template)
            if not found.is_file():
                raise TemplateNotFound(template)
            return found.read_text("utf-8"), None, None

    environment = Environment(
        loader=Resources(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = _figure
    environment.filters["change"] = _change
    return environment


def _headline(run: RunRecord, metrics: Sequence[tuple[str, str]]) -> list[HeadlineRow]:
    found = []
    for name, meaning in metrics:
        figure = run.figures.get(name)
        if name not in METRICS or figure is None or figure.value is None:
            continue
        time = name.endswith("_ms")
        low, high = (figure.interval.low, figure.interval.high) if figure.interval else (None, None)
        found.append(
            HeadlineRow(
                name=name,
                meaning=meaning,
                value=_figure(figure.value, time=time),
                interval=""
                if low is None
                else f"{_figure(low, time=time)} to {_figure(high, time=time)}",
                n=figure.n,
                bar=None
                if time or low is None or high is None
                else (100 * low, 100 * (high - low), 100 * figure.value),
            )
        )
    return found


def _figure(value: float | None, *, time: bool = False) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if time else f"{value:.3f}"


def _change(value: float, *, time: bool = False) -> str:
    text = f"{value:+.0f}" if time else f"{value:+.3f}"
    return text if float(text) else text.lstrip("+-")


def _plots(run: RunRecord) -> Iterator[plots.Plot | None]:
    outcomes = outcomes_of(run.questions)
    yield plots.risk_plot(refusal_metrics.risk_coverage(outcomes))
    yield plots.calibration_plot(refusal_metrics.calibration_bins(outcomes))
    judged_articles = run.settings.retrieval_unit == "article"
    plain = [run.value(f"recall@{k}") for k in KS]
    by_article = [run.value(f"article_recall@{k}") for k in KS]
    nothing: list[float | None] = [None] * len(KS)
    if judged_articles:
        plain, by_article = nothing, plain
    yield plots.recall_plot(KS, plain, by_article)
    times = [row.latency_ms for row in run.questions if row.latency_ms is not None]
    median, slow = run.value("latency_p50_ms"), run.value("latency_p95_ms")
    if median is not None and slow is not None:
        yield plots.latency_plot(times, median, slow)


def _worst(rows: Sequence[QuestionResult]) -> Iterator[Case]:
    """Yield wrong questions: crashes, wrong answers by how sure they were, answers missed."""
    wrong = [row for row in rows if row.right is False]
    if not wrong:
        judged = [row for row in rows if row.right is None and "ndcg@10" in row.scores]
        wrong = [row for row in judged if row.scores["ndcg@10"] < 0.5]
        wrong.sort(key=lambda row: row.scores["ndcg@10"])
    else:
        wrong.sort(key=lambda row: (row.error is None, not row.answered, -row.confidence, row.id))
    for row in wrong[:WORST]:
        yield Case(row, verdict(row))


def verdict(row: QuestionResult) -> str:
    """Return what became of a question in two or three words."""
    if row.error:
        return "crashed"
    if row.right is None:
        return "not judged"
    if row.right:
        return "right" if row.answered else "rightly silent"
    if row.answered:
        return "answered wrongly" if row.answerable else "not stated, yet answered"
    return "missed"


def address(piece: ResultQuote) -> str | None:
    """Return a link to the quote in the original, `None` where there is none a browser may open."""
    if not piece.link or not _of_the_web(piece.link):
        return None
    return _at_words(piece.link, piece.text)


def _of_the_web(link: str) -> bool:
    try:
        return urlsplit(link).scheme.lower() in {"http", "https"}
    except ValueError:  # as of https://[no-address]/
        return False


def address_beside(folder: Path) -> LinkTo:
    """Return links for a report that lies in `folder`: of articles without an address, the file.

    Links to files are relative, so that a report that is handed on does not tell whose disk it was.
    """

    def link_to(piece: ResultQuote) -> str | None:
        if not piece.path or piece.link:
            return address(piece)
        try:
            beside = os.path.relpath(piece.path, folder.absolute())
        except ValueError:  # another drive
            return None
        return _at_words(quote(Path(beside).as_posix()), piece.text)

    return link_to


def _at_words(link: str, text: str) -> str:
    """Return the link with a text fragment (https://wicg.github.io/scroll-to-text-fragment/).

    It names the first words, of the first line only, since a fragment may not cross blocks.
    """
    words = text.strip().split("\n", 1)[0].split()[:_WORDS]
    fragment = quote(" ".join(words).strip("“”\"'‘’.,:;"), safe="").replace("-", "%2D")
    joint = ":~:" if "#" in link else "#:~:"
    return f"{link}{joint}text={fragment}" if fragment else link
