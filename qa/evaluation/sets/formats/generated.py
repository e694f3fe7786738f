"""Question sets that Ragas and DeepEval generate.

Ragas: old columns (`question`, `ground_truth`) and new ones (`user_input`, `reference`). DeepEval:
goldens (`input`, `expected_output`).
"""

from collections.abc import Mapping
from typing import Any

from index.articles.article import normalise_text
from qa.evaluation.sets.formats.rows import (
    RowError,
    RowFormat,
    gold_question,
    required,
    strings,
    text_of,
)
from qa.evaluation.sets.question_sets import GoldQuestion, GoldQuote

_RAGAS = frozenset(
    (
        *("id", "question", "contexts", "ground_truth", "ground_truths", "answer"),
        *("evolution_type", "metadata", "episode_done"),
        *("user_input", "retrieved_contexts", "reference_contexts", "response", "reference"),
        *("rubrics", "multi_responses", "synthesizer_name", "reference_topics"),
        *("reference_tool_calls", "persona_name", "query_style", "query_length"),
    )
)
_DEEPEVAL = frozenset(
    (
        *("id", "input", "expected_output", "actual_output", "context", "retrieval_context"),
        *("source_file", "name", "tags", "comments", "additional_metadata", "tools_called"),
        *("expected_tools", "custom_column_key_values"),
    )
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
    return gold_question(
        number,
        row,
        required(row, "question"),
        (*strings(row, "ground_truth"), *strings(row, "ground_truths")),
        quotes=_contexts(row, "contexts") if made else (),
        tags=(kind,) if kind else (),
    )


def _ragas_new(row: Mapping[str, Any], number: int) -> GoldQuestion:
    history, question = _history_and_question(row.get("user_input"))
    kind = text_of(row, "synthesizer_name")
    return gold_question(
        number,
        row,
        question,
        strings(row, "reference"),
        quotes=_contexts(row, "reference_contexts"),
        history=history,
        tags=(kind,) if kind else (),
    )


def _history_and_question(value: object) -> tuple[tuple[str, ...], str]:
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
    return gold_question(
        number,
        row,
        required(row, "input"),
        strings(row, "expected_output"),
        quotes=_contexts(row, "context", text_of(row, "source_file")),
        tags=strings(row, "tags"),
    )


RAGAS_NEW = RowFormat(
    name="ragas",
    columns=_RAGAS,
    recognises=lambda names: "user_input" in names,
    parse=_ragas_new,
)
RAGAS_OLD = RowFormat(
    name="ragas",
    columns=_RAGAS,
    recognises=lambda names: (
        "question" in names and bool(names & {"ground_truth", "ground_truths"})
    ),
    parse=_ragas_old,
)
DEEPEVAL = RowFormat(
    name="deepeval",
    columns=_DEEPEVAL,
    recognises=lambda names: "input" in names and "question" not in names,
    parse=_deepeval,
)
