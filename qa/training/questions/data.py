"""Questions with their kinds: those of the news, and some written for kinds that are rare there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.answers import Kind
from qa.training.evidence.news import TRAINING, TUNING, Row, part_of

ASKED = Path(__file__).with_name("asked.jsonl")
"""Our own questions, a JSON object with `question` and `kind` a line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question standing alone, and its kind."""

    text: str
    kind: Kind


def of_news(rows: Iterable[Row], part: str) -> list[Asked]:
    """Returns the questions of a part of the news, follow-ups as they are rewritten."""
    return [
        Asked(question.get("rewrite") or question["question"], Kind(question["kind"]))
        for row in rows
        if part_of(str(row["id"])) == part
        for question in row["questions"]
    ]


def our_own(part: str, path: Path = ASKED) -> list[Asked]:
    """Returns our own questions of a part: a fifth, chosen by a hash, is for tuning."""
    lines = path.read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    found = [Asked(row["question"], Kind(row["kind"])) for row in rows]
    return [one for one in found if _part(one.text) == part]


def _part(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return TUNING if digest[0] % 5 == 0 else TRAINING


def confusion(gold: Sequence[Kind], told: Sequence[Kind]) -> dict[tuple[Kind, Kind], int]:
    """Returns how often each kind (first) was taken for each (second)."""
    counts = {(one, other): 0 for one in Kind for other in Kind}
    for pair in zip(gold, told, strict=True):
        counts[pair] += 1
    return counts
