"""Gaps as rows of a question set, in the form that `pullquote evaluate` reads."""

import json

from qa.answers import Verdict
from qa.gaps.filters import filters_of, filters_used
from qa.gaps.shown import ShownGap


def question_row(gap: ShownGap) -> dict[str, object]:
    """Return a gap as a row: with the answer found since as evidence, else as unanswerable.

    Of what was unsure and has no answer since nobody knows whether it can be answered: such a row
    has the question and no gold; the tag `unsure` finds it.
    """
    kept = gap.gap
    row: dict[str, object] = {"id": f"gap-{kept.number:05d}", "question": kept.question}
    quotes = [one.gold() for one in gap.found if one.article is not None]
    tags = ["gap"]
    if quotes:
        row |= {"answerable": True, "quotes": quotes}
    elif kept.verdict is Verdict.NOT_STATED:
        row["answerable"] = False
    else:
        tags.append("unsure")
    filters = filters_used(filters_of(kept.filters))
    if filters:
        row["filters"] = filters
    if kept.note:
        row["note"] = kept.note
    return {**row, "tags": tags}


def as_line(row: dict[str, object]) -> str:
    """Return a row as a line of a file of JSON lines."""
    return f"{json.dumps(row, ensure_ascii=False)}\n"
