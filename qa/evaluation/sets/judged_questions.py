"""What editors said of quotes as rows of a question set."""

import json
from collections.abc import Iterable

from index.articles.judgement import Judged
from qa.confirmed import Sound, standing
from qa.evaluation.sets.feedback import QuoteOfArticle


def as_judged_rows(judged: Iterable[Judged]) -> list[dict[str, object]]:
    """Return the judgements that hold as rows of a native question set, one a question.

    What was called right is the evidence; what was called wrong stands under `wrong`. A question
    of which only wrong quotes are known has no gold; the tag `rejected` finds it.
    """
    asked: dict[str, list[Judged]] = {}
    for one in judged:
        asked.setdefault(one.judgement.key, []).append(one)
    rows: list[dict[str, object]] = []
    for group in asked.values():
        right, wrong = standing(group)
        if right or wrong:
            rows.append(_row(len(rows) + 1, right, wrong))
    return rows


def _row(number: int, right: list[Sound], wrong: list[Sound]) -> dict[str, object]:
    last = max((*right, *wrong), key=lambda one: one.judgement.number).judgement
    row: dict[str, object] = {"id": f"judged-{number:04d}", "question": last.asked}
    if right:
        row |= {"answerable": True, "quotes": [_quote(one) for one in right]}
    if wrong:
        row["wrong"] = [_quote(one) for one in wrong]
    filters = json.loads(last.filters)
    if filters:
        row["filters"] = filters
    return {**row, "tags": ["feedback", "editor", *([] if right else ["rejected"])]}


def _quote(one: Sound) -> dict[str, object]:
    article, start, end = one.place
    return QuoteOfArticle(article=article, start=start, end=end, text=one.text).to_json()
