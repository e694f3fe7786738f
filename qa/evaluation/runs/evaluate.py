"""From a question set and an index to a finished run: the order of things, in one place."""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from index.errors import UsageError
from qa.evaluation.metrics.aggregates import figures
from qa.evaluation.metrics.question_result import QuestionResult
from qa.evaluation.runs.evaluators import (
    AssistantEvaluator,
    Evaluator,
    ReaderEvaluator,
    RetrievalEvaluator,
)
from qa.evaluation.runs.row_stream import RowStream
from qa.evaluation.runs.run_record import RunRecord, RunSettings
from qa.evaluation.runs.runner import Progress, run
from qa.evaluation.sets.gold import GoldFinder
from qa.evaluation.sets.question_sets import QuestionSet, RowProblem, doubts
from qa.evaluation.sets.temporary_index import index_of, names_of
from qa.reading.selector.messages import WITHOUT_IT

if TYPE_CHECKING:
    from index.collection import Index
    from qa.assistant import Assistant
    from qa.reading.protocol import Reader
    from qa.reading.selector.endpoint import Endpoint
    from qa.rewriting import QuestionRewriter

IndexOpener: TypeAlias = Callable[[], "Index"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationOptions:
    """How a set is to be evaluated.

    `reading` gives the reader the passage of each question and uses no index. `build_index` makes a
    temporary index of the texts that the set carries, instead of opening one. `tags` keeps the
    questions that have them all, `limit` as many as that, spread over the set. The language model
    at `selector` chooses sentences and resolves follow-ups. `stream` is where
    rows go as they come; with `resume` those there are not asked again. The caller removes the file
    once the run is where it belongs. `judgements` lets what editors said of quotes change answers:
    without it the assistant is measured, not their memory.
    """

    reading: bool = False
    build_index: bool = False
    tags: tuple[str, ...] = ()
    limit: int | None = None
    reader_model: str | None = None
    selector: "Endpoint | None" = None
    stream: Path | None = None
    resume: bool = False
    judgements: bool = False


def evaluate(
    questions: QuestionSet,
    open_index: IndexOpener,
    options: EvaluationOptions,
    progress: Progress | None = None,
    *,
    reader: "Reader | None" = None,
    rewriter: "QuestionRewriter | None" = None,
) -> RunRecord:
    """Ask every question of the set and return the run.

    Args:
        questions: The set, whole.
        open_index: Opens the index to ask; not called where a temporary one is made or none used.
        options: How to evaluate.
        progress: Called with (done, total), also while a temporary index is made; what it raises
            ends the run.
        reader: A reader that is open already, instead of the one that `options` name.
        rewriter: What makes follow-ups stand alone, instead of what `options` name.

    Raises:
        UsageError: If set, index and options do not fit each other.
        IndexProblem, ModelError: If the index or a model cannot be used.
    """
    started = time.perf_counter()
    asked = _chosen(questions, options)
    told = _told(progress, len(asked.questions))
    parts = _Parts(reader or _reader(options), rewriter or _rewriter(options))
    prepared = _prepared(asked, open_index, options, parts, told)
    with prepared as stage, _stream(stage.settings, options) as stream:
        rows = run(stage.evaluator, asked.questions, stream=stream, progress=progress)
    return RunRecord(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        settings=stage.settings,
        questions=tuple(rows),
        figures=figures(rows),
        failed=(*asked.problems, *stage.problems, *_crashes(rows)),
        warnings=(*doubts(asked), *stage.warnings, *_without_model(rows)),
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the assistant is given; its own where it is None."""

    reader: "Reader | None"
    rewriter: "QuestionRewriter | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    evaluator: Evaluator
    settings: RunSettings
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[RowProblem, ...] = ()


def _chosen(questions: QuestionSet, options: EvaluationOptions) -> QuestionSet:
    chosen = questions.tagged(options.tags)
    if not chosen.questions:
        raise UsageError(f"{questions.name}: no question has the tag {' and '.join(options.tags)}.")
    if options.limit is not None and options.limit < len(chosen.questions):
        total = len(chosen.questions)
        kept = tuple(chosen.questions[at * total // options.limit] for at in range(options.limit))
        chosen = replace(chosen, questions=kept)
    return chosen


def _told(progress: Progress | None, total: int) -> Callable[[], None]:
    """Return what says that work goes on, though no question is done yet."""
    return (lambda: progress(0, total)) if progress else (lambda: None)


@contextmanager
def _prepared(
    asked: QuestionSet,
    open_index: IndexOpener,
    options: EvaluationOptions,
    parts: _Parts,
    told: Callable[[], None],
) -> Iterator[_Stage]:
    if options.reading:
        yield _reading_stage(asked, options, parts.reader)
        return
    temporary = index_of(asked, told=told) if options.build_index else nullcontext(open_index())
    with temporary as index:
        yield _index_stage(asked, index, options, parts)


def _settings(asked: QuestionSet, options: EvaluationOptions, mode: str) -> RunSettings:
    return RunSettings(
        mode=mode,
        set_name=asked.name,
        set_form=asked.form,
        set_digest=asked.digest,
        tags=options.tags,
        limit=options.limit,
        judgements=options.judgements,
        models_digest=_models_digest(),
        version=_version(),
    )


def _reading_stage(
    asked: QuestionSet, options: EvaluationOptions, reader: "Reader | None"
) -> _Stage:
    without = [question for question in asked.questions if not question.passage]
    if without:
        raise UsageError(
            f"{asked.name}: --reading needs the passage of each question, as SQuAD files give it; "
            f"{len(without)} have none."
        )
    reader = reader or open_reader(None)
    settings = replace(_settings(asked, options, "reading"), reader=reader.name)
    return _Stage(evaluator=ReaderEvaluator(reader, asked.questions), settings=settings)


def open_reader(name: str | None) -> "Reader":
    """Return the reader of this name, or the one that answers by default."""
    import tempfile

    from index.collection import Index
    from qa.assistant import Assistant

    if name:
        from qa.reading.trained_reader import open_reader as open_by_name

        return open_by_name(name)
    with tempfile.TemporaryDirectory() as folder, Index.open(folder, create=True) as index:
        return Assistant(index).reader


def _reader(options: EvaluationOptions) -> "Reader | None":
    if options.selector is None:
        return open_reader(options.reader_model) if options.reader_model else None
    from qa.reading.selector.chat import Chat
    from qa.reading.selector.reader import SelectingReader

    return SelectingReader(Chat(options.selector), open_reader(options.reader_model))


def _rewriter(options: EvaluationOptions) -> "QuestionRewriter | None":
    if options.selector is None:
        return None
    from qa.reading.selector.chat import Chat
    from qa.reading.selector.followups import SelectingRewriter

    return SelectingRewriter(Chat(options.selector))


def _index_stage(
    asked: QuestionSet, index: "Index", options: EvaluationOptions, parts: _Parts
) -> _Stage:
    if not index.article_count:
        raise UsageError(
            f"{asked.name}: the index is empty. Index the set's articles: pullquote index PATH"
        )
    names = names_of(asked) if options.build_index else {}
    finder = GoldFinder(index, asked.questions, names)
    problems = _checked(asked, finder, index)
    retrieval = asked.form == "beir"
    settings = replace(
        _settings(asked, options, "retrieval" if retrieval else "open"),
        corpus_digest=finder.corpus_digest,
        articles=index.article_count,
        passages=index.passage_count,
        embedding_model=index.setting("embedding_model"),
        embedding_fingerprint=index.setting("embedding_fingerprint"),
        confidence=index.setting("calibration"),
        retrieval_unit="article" if retrieval else "passage",
    )
    # Contexts of other tools are often cleaned copies, so only a native set promises exact quotes.
    exact = asked.form in {"native", "csv"}
    evaluator: Evaluator
    if retrieval:
        evaluator = RetrievalEvaluator(index, finder)
    else:
        assistant = _assistant(index, parts, learns=options.judgements)
        settings = replace(settings, reader=assistant.reader.name)
        evaluator = AssistantEvaluator(index, assistant, finder)
    return _Stage(
        evaluator=evaluator,
        settings=settings,
        problems=problems if exact else (),
        warnings=() if exact else problems,
    )


def _assistant(index: "Index", parts: _Parts, *, learns: bool) -> "Assistant":
    from qa.assistant import Assistant

    return Assistant(index, reader=parts.reader, rewriter=parts.rewriter, learns=learns)


def _checked(asked: QuestionSet, finder: GoldFinder, index: "Index") -> tuple[RowProblem, ...]:
    """Return the mistakes of the set against the index; raise when it is of other articles."""
    problems: list[RowProblem] = []
    named: set[str] = set()
    unknown: set[str] = set()
    for question in asked.questions:
        gold = finder.find(question)
        named |= {q.article for q in question.quotes if q.article} | set(dict(question.relevant))
        unknown |= set(gold.unknown)
        problems += [RowProblem(question.row, said, question.id) for said in gold.problems]
    if named and named == unknown:
        some = ", ".join(repr(name) for name in sorted(named)[:3])
        raise UsageError(
            f"{asked.name}: the index holds none of the {len(named)} articles that the set is "
            f"about ({some}, ...), but {index.article_count} others. Index them, choose another "
            "index with --index, or give --build-index where the set carries its texts."
        )
    return tuple(problems)


@contextmanager
def _stream(settings: RunSettings, options: EvaluationOptions) -> Iterator[RowStream | None]:
    if options.stream is None:
        yield None
        return
    with RowStream(options.stream, settings.digest, resume=options.resume) as stream:
        yield stream


def _crashes(rows: Sequence[QuestionResult]) -> tuple[RowProblem, ...]:
    return tuple(RowProblem(row.row, f"crashed: {row.error}", row.id) for row in rows if row.error)


def _without_model(rows: Sequence[QuestionResult]) -> list[RowProblem]:
    """Return a warning for each question that a language model failed at: two readers answered."""
    return [
        RowProblem(row.row, note, row.id)
        for row in rows
        for note in row.notes
        if note.endswith(f"{WITHOUT_IT}.")
    ]


def _models_digest() -> str:
    """Return the SHA-256 of the heads and coefficients shipped with the package."""
    digest = hashlib.sha256()
    for file in sorted(resources.files("qa.reading.model").iterdir(), key=lambda file: file.name):
        if file.is_file() and not file.name.endswith((".py", ".pyc", ".md")):
            digest.update(file.name.encode("utf-8") + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _version() -> str:
    try:
        return metadata.version("pullquote")
    except metadata.PackageNotFoundError:
        return ""
