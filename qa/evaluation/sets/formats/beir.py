"""BEIR (Thakur et al. 2021), for retrieval alone.

A folder with `corpus.jsonl`, `queries.jsonl` and judgements in `qrels/test.tsv`, or in `qrels.tsv`
beside them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.errors import UsageError
from qa.evaluation.sets.formats.rows import (
    RowError,
    file_digest,
    json_lines,
    parse_rows,
    read_text,
    required,
    text_of,
)
from qa.evaluation.sets.question_sets import GoldQuestion, QuestionSet, RowProblem, SetText

_SPLITS = ("qrels/test.tsv", "qrels.tsv", "qrels/dev.tsv", "qrels/train.tsv")


def read_beir(folder: Path) -> QuestionSet:
    """Read a BEIR folder; queries without a judgement are left out, as BEIR's own code does.

    Raises:
        UsageError: If one of its three files is missing.
    """
    judgements = next((folder / name for name in _SPLITS if (folder / name).is_file()), None)
    corpus, queries = folder / "corpus.jsonl", folder / "queries.jsonl"
    missing = [p.name for p in (corpus, queries) if not p.is_file()]
    if judgements is None:
        missing.append("qrels/test.tsv (or qrels.tsv)")
    if missing or judgements is None:
        raise UsageError(f"{folder}: not a BEIR folder; there is no {' and no '.join(missing)}.")
    texts, problems = _beir_texts(corpus)
    relevant, bad = _judgements(judgements, {text.name for text in texts})
    questions, broken, unjudged = _beir_questions(queries, relevant)
    warnings = [RowProblem(0, f"{unjudged} queries have no judgement; left aside")]
    return QuestionSet(
        name=folder.name,
        form="beir",
        digest=file_digest(corpus, queries, judgements),
        questions=tuple(questions),
        texts=tuple(texts),
        problems=(*problems, *bad, *broken),
        warnings=tuple(warnings if unjudged else ()),
    )


def _beir_texts(corpus: Path) -> tuple[list[SetText], list[RowProblem]]:
    texts: list[SetText] = []
    problems: list[RowProblem] = []
    for number, row in json_lines(read_text(corpus)):
        try:
            if isinstance(row, RowError):
                raise row
            name, text = required(row, "_id"), text_of(row, "text") or ""
            title = text_of(row, "title")
            whole = text if text.strip() else (title or "")
            texts.append(
                SetText(name=name, text=whole, title=title, author=text_of(row, "author") or None)
            )
        except RowError as error:
            problems.append(RowProblem(number, f"{corpus.name}: {error}"))
    return texts, problems


def _judgements(
    path: Path, known: set[str]
) -> tuple[dict[str, list[tuple[str, int]]], list[RowProblem]]:
    relevant: dict[str, list[tuple[str, int]]] = {}
    problems = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        cells = line.split("\t")
        if not line.strip() or (number == 1 and not cells[-1].strip().lstrip("-").isdigit()):
            continue
        if len(cells) < 3 or not cells[-1].strip().lstrip("-").isdigit():
            problems.append(RowProblem(number, f"{path.name}: expected query, article, grade"))
            continue
        query, article, grade = cells[0], cells[-2], int(cells[-1])
        if article not in known:
            problems.append(RowProblem(number, f"{path.name}: no text {article!r} in the corpus"))
        elif grade > 0:
            relevant.setdefault(query, []).append((article, grade))
    return relevant, problems


def _beir_questions(
    path: Path, relevant: Mapping[str, list[tuple[str, int]]]
) -> tuple[list[GoldQuestion], list[RowProblem], int]:
    def parse(row: Mapping[str, Any], number: int) -> GoldQuestion:
        name = required(row, "_id")
        return GoldQuestion(
            id=name,
            row=number,
            question=required(row, "text"),
            relevant=tuple(relevant.get(name, ())),
        )

    known = frozenset(("_id", "text", "metadata", "title"))
    found, problems, _ = parse_rows(json_lines(read_text(path)), parse, known)
    judged = [question for question in found if question.relevant]
    return judged, problems, len(found) - len(judged)
