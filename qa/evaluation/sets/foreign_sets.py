"""Question sets in other people's forms, read as they are.

SQuAD 1.1 and 2.0 (Rajpurkar et al. 2016, 2018): `{"data": [{"title", "paragraphs": [{"context",
"qas": [{"id", "question", "answers": [{"text", "answer_start"}], "is_impossible"}]}]}]}`.
BEIR (Thakur et al. 2021): a folder with `corpus.jsonl`, `queries.jsonl` and judgements in
`qrels/test.tsv`, or in `qrels.tsv` beside them. Ragas: old columns (`question`, `ground_truth`) and
new ones (`user_input`, `reference`). DeepEval: goldens (`input`, `expected_output`). Tables with
`question` and `answer`.
"""

import ast
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.articles.article import Span, normalise_text
from index.chunking.sentences import sentence_spans
from index.errors import UsageError
from qa.evaluation.sets.question_sets import (
    COLUMNS,
    GoldQuestion,
    GoldQuote,
    Parse,
    QuestionSet,
    RowError,
    RowProblem,
    SetText,
    file_digest,
    json_lines,
    native_question,
    parse_rows,
    read_text,
    required,
    strings,
    text_of,
)

RAGAS = frozenset(
    (
        *("id", "question", "contexts", "ground_truth", "ground_truths", "answer"),
        *("evolution_type", "metadata", "episode_done"),
        *("user_input", "retrieved_contexts", "reference_contexts", "response", "reference"),
        *("rubrics", "multi_responses", "synthesizer_name", "reference_topics"),
        *("reference_tool_calls", "persona_name", "query_style", "query_length"),
    )
)
DEEPEVAL = frozenset(
    (
        *("id", "input", "expected_output", "actual_output", "context", "retrieval_context"),
        *("source_file", "name", "tags", "comments", "additional_metadata", "tools_called"),
        *("expected_tools", "custom_column_key_values"),
    )
)
TABLE = frozenset(
    ("id", "question", "answer", "answers", "answerable", "article", "quote", "speaker", "tags")
)
_SPLITS = ("qrels/test.tsv", "qrels.tsv", "qrels/dev.tsv", "qrels/train.tsv")
_YES, _NO = frozenset(("true", "yes", "1")), frozenset(("false", "no", "0"))


def read_json(path: Path) -> QuestionSet:
    """Read a `.json` or `.jsonl` file: its top level and its columns say which form it has.

    Raises:
        UsageError: If it is none of the known forms.
    """
    text = read_text(path)
    whole = _whole(text)
    if isinstance(whole, dict) and isinstance(whole.get("data"), list):
        return read_squad(path, whole["data"])
    if isinstance(whole, dict) and whole and all(isinstance(v, list) for v in whole.values()):
        whole = _columns_to_rows(path, whole)
    if isinstance(whole, list):
        rows: list[tuple[int, Any]] = list(enumerate(whole, 1))
    elif path.suffix.lower() == ".json" and not isinstance(whole, dict):
        raise UsageError(f"{path}: {_json_mistake(text)}. Expected a list of questions, or SQuAD.")
    else:
        rows = list(json_lines(text))
    form, parse, known = _form(path, rows)
    questions, problems, warnings = parse_rows(rows, parse, known)
    return QuestionSet(
        name=path.name,
        form=form,
        digest=file_digest(path),
        questions=tuple(questions),
        problems=tuple(problems),
        warnings=tuple(warnings),
    )


def _whole(text: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None


def _json_mistake(text: str) -> str:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return f"not JSON ({error.msg} in line {error.lineno}, column {error.colno})"
    except RecursionError:
        return "not usable JSON (nested too deeply)"
    return "neither a list nor an object"


def _columns_to_rows(path: Path, columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        raise UsageError(f"{path}: the columns differ in length: {lengths}.")
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def _form(path: Path, rows: Sequence[tuple[int, Any]]) -> tuple[str, Parse, frozenset[str]]:
    names = set().union(*(row.keys() for _, row in rows if isinstance(row, dict)))
    if "user_input" in names:
        return "ragas", _ragas_new, RAGAS
    if "question" in names and names & {"ground_truth", "ground_truths"}:
        return "ragas", _ragas_old, RAGAS
    if "input" in names and "question" not in names:
        return "deepeval", _deepeval, DEEPEVAL
    if "question" in names:
        return "native", native_question, COLUMNS
    if not names:
        return "native", native_question, COLUMNS
    raise UsageError(
        f"{path}: no column is called `question`, `user_input` (Ragas) or `input` (DeepEval); "
        f"found {', '.join(sorted(names)[:8])}."
    )


# --- SQuAD -------------------------------------------------------------------------------------


def read_squad(path: Path, data: Sequence[Any]) -> QuestionSet:
    """Read the `data` of a SQuAD 1.1 or 2.0 file.

    Evidence is the sentence that holds an answer; answers of several annotators are alternatives.
    An entry with a title becomes one text, its paragraphs parted by a blank line; paragraphs of an
    entry without a title become a text each.
    """
    squad = _Squad()
    for place, entry in enumerate(data, 1):
        squad.add_entry(entry, place)
    return QuestionSet(
        name=path.name,
        form="squad",
        digest=file_digest(path),
        questions=tuple(squad.questions.values()),
        texts=tuple(squad.texts),
        problems=tuple(squad.problems),
        warnings=tuple(squad.warnings),
    )


@lru_cache(maxsize=1)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(sentence_spans(text))


class _Squad:
    """Collects a SQuAD file's questions; `row` counts them from 1."""

    def __init__(self) -> None:
        self.questions: dict[str, GoldQuestion] = {}
        self.texts: list[SetText] = []
        self.problems: list[RowProblem] = []
        self.warnings: list[RowProblem] = []
        self._names: set[str] = set()
        self._row = 0

    def add_entry(self, entry: Any, place: int) -> None:  # noqa: ANN401 - any JSON value
        if not isinstance(entry, dict) or not isinstance(entry.get("paragraphs"), list):
            self.problems.append(RowProblem(self._row, f"entry {place} has no list of paragraphs"))
            return
        title = entry.get("title") if isinstance(entry.get("title"), str) else None
        contexts = []
        name = self._name(title) if title else None
        for number, paragraph in enumerate(entry["paragraphs"], 1):
            context = paragraph.get("context") if isinstance(paragraph, dict) else None
            if not isinstance(context, str) or not context.strip():
                where = f"entry {place}, paragraph {number}"
                self.problems.append(RowProblem(self._row, f"{where} has no context"))
                continue
            contexts.append(normalise_text(context))
            self._add_questions(paragraph, name or f"{place}-{number}")
            if name is None:
                self.texts.append(SetText(name=f"{place}-{number}", text=contexts[-1]))
        if name and contexts:
            self.texts.append(SetText(name=name, text="\n\n".join(contexts), title=title))

    def _name(self, title: str) -> str:
        name, number = title, 2
        while name in self._names:
            name, number = f"{title} ({number})", number + 1
        self._names.add(name)
        return name

    def _add_questions(self, paragraph: Mapping[str, Any], article: str) -> None:
        asked = paragraph.get("qas")
        for qa in asked if isinstance(asked, list) else []:
            self._row += 1
            try:
                question = self._question(qa, paragraph["context"], article)
                if question.id in self.questions:
                    first = self.questions[question.id].row
                    raise RowError(f"the id {question.id!r} is already that of question {first}")  # noqa: TRY301
            except RowError as error:
                self.problems.append(RowProblem(self._row, str(error)))
                continue
            self.questions[question.id] = question

    def _question(self, qa: Any, context: str, article: str) -> GoldQuestion:  # noqa: ANN401
        if not isinstance(qa, dict):
            raise RowError("a question is not an object")
        answers = qa.get("answers")
        if not isinstance(answers, list) or not all(isinstance(a, dict) for a in answers):
            raise RowError("`answers` must be a list of objects with `text` and `answer_start`")
        impossible = bool(qa.get("is_impossible", False))
        texts = () if impossible else tuple(required(a, "text") for a in answers)
        quotes = [] if impossible else [self._evidence(a, context, article) for a in answers]
        return GoldQuestion(
            id=text_of(qa, "id") or f"question-{self._row}",
            row=self._row,
            question=required(qa, "question"),
            answers=tuple(dict.fromkeys(texts)),
            answerable=not impossible if impossible or texts else None,
            quotes=tuple(dict.fromkeys(quote for quote in quotes if quote)),
            passage=normalise_text(context),
        )

    def _evidence(self, answer: Mapping[str, Any], context: str, article: str) -> GoldQuote | None:
        text, start = answer["text"], answer.get("answer_start")
        if not isinstance(start, int) or context[start : start + len(text)] != text:
            said = f"the answer {text!r} does not stand at its answer_start ({start})"
            self.warnings.append(RowProblem(self._row, said))
            return None
        # Normalising shortens or keeps, so that a prefix's length is the offset afterwards.
        stored = normalise_text(context)
        first = len(normalise_text(context[:start]))
        last = first + len(normalise_text(text))
        touched = [s for s in _sentences(stored) if s[0] < last and s[1] > first]
        if not touched:
            return None
        sentence = stored[touched[0][0] : touched[-1][1]].strip()
        return GoldQuote(text=sentence, article=article, need="answer")


# --- BEIR --------------------------------------------------------------------------------------


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


# --- Ragas, DeepEval ---------------------------------------------------------------------------


def _gold(
    number: int,
    row: Mapping[str, Any],
    question: str,
    answers: Iterable[str],
    *,
    quotes: tuple[GoldQuote, ...] = (),
    history: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
) -> GoldQuestion:
    texts = tuple(dict.fromkeys(answer for answer in answers if answer.strip()))
    return GoldQuestion(
        id=text_of(row, "id") or f"row-{number}",
        row=number,
        question=question,
        answers=texts,
        answerable=True if texts or quotes else None,
        quotes=quotes,
        history=history,
        tags=tags,
    )


def _contexts(
    row: Mapping[str, Any], column: str, article: str | None = None
) -> tuple[GoldQuote, ...]:
    texts = strings(row, column)
    return tuple(GoldQuote(text=normalise_text(text), article=article) for text in texts)


def _ragas_old(row: Mapping[str, Any], number: int) -> GoldQuestion:
    # `contexts` are what some system found, except in sets made by Ragas' generator, which name
    # how each question evolved: there they are the texts it was made from.
    made = "evolution_type" in row
    kind = text_of(row, "evolution_type")
    return _gold(
        number,
        row,
        required(row, "question"),
        (*strings(row, "ground_truth"), *strings(row, "ground_truths")),
        quotes=_contexts(row, "contexts") if made else (),
        tags=(kind,) if kind else (),
    )


def _ragas_new(row: Mapping[str, Any], number: int) -> GoldQuestion:
    history, question = _turns(row.get("user_input"))
    kind = text_of(row, "synthesizer_name")
    return _gold(
        number,
        row,
        question,
        strings(row, "reference"),
        quotes=_contexts(row, "reference_contexts"),
        history=history,
        tags=(kind,) if kind else (),
    )


def _turns(value: object) -> tuple[tuple[str, ...], str]:
    """Return earlier questions and the last one of Ragas' `user_input`: a text, or messages."""
    if isinstance(value, str) and value.strip():
        return (), value
    if not isinstance(value, list):
        raise RowError("there is no `user_input`, or it is empty")
    asked = [
        str(message.get("content", ""))
        for message in value
        if isinstance(message, dict)
        and message.get("type", message.get("role")) in {"human", "user"}
    ]
    if not asked or not asked[-1].strip():
        raise RowError("`user_input` holds no message of a human")
    return tuple(asked[:-1]), asked[-1]


def _deepeval(row: Mapping[str, Any], number: int) -> GoldQuestion:
    return _gold(
        number,
        row,
        required(row, "input"),
        strings(row, "expected_output"),
        quotes=_contexts(row, "context", text_of(row, "source_file")),
        tags=strings(row, "tags"),
    )


# --- tables ------------------------------------------------------------------------------------


def read_table(path: Path) -> QuestionSet:
    """Read a table with the columns `question` and `answer`.

    Also known: `id`, `answers` (parted by `|`), `answerable`, `article`, `quote`, `speaker`,
    `tags` (parted by `|`), and everything Ragas and DeepEval write into tables.

    Raises:
        UsageError: If no column is called `question`, `user_input` or `input`.
    """
    rows = list(_table_rows(path, read_text(path)))
    names = set(rows[0][1]) if rows and isinstance(rows[0][1], dict) else set()
    if "user_input" in names or names & {"ground_truth", "ground_truths"} or "input" in names:
        form, parse, known = _form(path, [(n, _unpacked(row)) for n, row in rows])
        rows = [(number, _unpacked(row)) for number, row in rows]
    else:
        form, parse, known = "csv", _table_question, TABLE
    questions, problems, warnings = parse_rows(rows, parse, known)
    return QuestionSet(
        name=path.name,
        form=form,
        digest=file_digest(path),
        questions=tuple(questions),
        problems=tuple(problems),
        warnings=tuple(warnings),
    )


def _table_rows(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    header = text.split("\n", 1)[0]
    asks = ("question", "user_input", "input")
    for delimiter in "\t" if path.suffix.lower() == ".tsv" else ",;\t":
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
        if any(ask in names for ask in asks):
            break
    else:
        raise UsageError(
            f"{path}: no column is called `question`; the first line must name the columns, "
            f"for example: question,answer. Found: {header[:100]!r}."
        )
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    next(reader)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, RowError(f"not a row of a table ({error})")
            return
        if len(cells) > len(names):
            yield line, RowError(f"{len(cells)} cells, but {len(names)} columns; quote the commas")
        elif any(cell.strip() for cell in cells):
            yield line, dict(zip(names, cells, strict=False))


def _table_question(row: Mapping[str, Any], number: int) -> GoldQuestion:
    answers = (*strings(row, "answer"), *_parted(row, "answers"))
    quote = text_of(row, "quote") or ""
    gold = GoldQuote(
        text=normalise_text(quote),
        article=text_of(row, "article") or None,
        speaker=text_of(row, "speaker") or None,
    )
    question = _gold(
        number,
        row,
        required(row, "question"),
        answers,
        quotes=(gold,) if quote.strip() else (),
        tags=_parted(row, "tags"),
    )
    return _with_answerable(question, (text_of(row, "answerable") or "").strip().lower())


def _with_answerable(question: GoldQuestion, said: str) -> GoldQuestion:
    if not said:
        return question
    if said not in _YES | _NO:
        raise RowError(f"`answerable` must be true or false, not {said!r}")
    if said in _NO and question.answerable:
        raise RowError("`answerable` is false, but there are answers or quotes")
    return replace(question, answerable=said in _YES)


def _parted(row: Mapping[str, Any], column: str) -> tuple[str, ...]:
    parts = (text_of(row, column) or "").split("|")
    return tuple(part.strip() for part in parts if part.strip())


def _unpacked(row: Any) -> Any:  # noqa: ANN401 - a row or what is wrong with it
    """Return the row with lists that a table holds as JSON text made lists again."""
    if not isinstance(row, dict):
        return row
    return {
        name: _json_list(value) if value.startswith("[") else value for name, value in row.items()
    }


def _json_list(cell: str) -> Any:  # noqa: ANN401 - any JSON value
    found = _whole(cell)
    if found is not None:
        return found
    return _python_list(cell)


def _python_list(cell: str) -> Any:  # noqa: ANN401 - pandas writes lists as Python shows them
    try:
        return ast.literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return cell
