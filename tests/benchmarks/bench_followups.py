"""Measure the readings of follow-up questions that people have made self-contained (CANARD).

    python tests/benchmarks/bench_followups.py ../shared/data/followups/canard_dev.jsonl --half b

Conversations are taken by their article: half A is for development, half B for the figures
reported. The history is given as CANARD has it, answers included, or (`--questions-only`) as the
command line has it, questions alone.

F1 is that of the words (bags, lower case, no punctuation) of the rewriting and a person's; ROUGE-1
recall and precision are the same overlap over the person's words and over ours. *New words* leaves
out the words of the question as typed: only what was filled in counts, and where nobody filled in
anything the score is 1. There are no articles to choose among readings by: all figures are of the
first one, but *best f1*, that of the reading nearest to the person's version.
"""

import argparse
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from qa.questions.followups import Exchange, readings

_WORD = re.compile(r"[^\W_]+")


def bag(text: str) -> Counter[str]:
    """Return the words of a text with how often each occurs; "Iran's" is "iran" and "s"."""
    return Counter(_WORD.findall(text.casefold()))


def overlap(ours: Counter[str], theirs: Counter[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of two bags; two empty ones agree."""
    if not ours and not theirs:
        return 1.0, 1.0, 1.0
    shared = sum((ours & theirs).values())
    precision = shared / ours.total() if ours else 0.0
    recall = shared / theirs.total() if theirs else 0.0
    f1 = 2 * precision * recall / (precision + recall) if shared else 0.0
    return precision, recall, f1


def history_of(row: dict[str, Any], *, answers: bool) -> list[Exchange]:
    """Return the earlier turns of a row, whose history alternates questions and answers."""
    past = row["history"]
    return [
        Exchange(question, past[place + 1] if answers and place + 1 < len(past) else None)
        for place, question in list(enumerate(past))[::2]
    ]


def in_half(row: dict[str, Any], half: str) -> bool:
    """Whether a row is in the half asked for; all questions on one article are in the same."""
    return half == "all" or "ab"[zlib.crc32(row["title"].encode()) % 2] == half


def measure(rows: Sequence[dict[str, Any]], rewritten: Sequence[str]) -> dict[str, float]:
    """Return the figures over all rows, by name."""
    whole = [overlap(bag(o), bag(r["rewrite"])) for r, o in zip(rows, rewritten, strict=True)]
    typed = [overlap(bag(r["question"]), bag(r["rewrite"]))[2] for r in rows]
    new = [
        overlap(bag(o) - bag(r["question"]), bag(r["rewrite"]) - bag(r["question"]))[2]
        for r, o in zip(rows, rewritten, strict=True)
    ]
    touched = [_plain(o) != _plain(r["question"]) for r, o in zip(rows, rewritten, strict=True)]
    due = [_plain(r["rewrite"]) != _plain(r["question"]) for r in rows]
    return {
        "questions": float(len(rows)),
        "f1": _mean(f1 for *_, f1 in whole),
        "f1 as typed": _mean(typed),
        "rouge-1 precision": _mean(p for p, *_ in whole),
        "rouge-1 recall": _mean(r for _, r, _ in whole),
        "the very words": _mean(
            float(_plain(o) == _plain(r["rewrite"])) for r, o in zip(rows, rewritten, strict=True)
        ),
        "new words f1": _mean(new),
        "left alone wrongly": _share([not t for t, d in zip(touched, due, strict=True) if d]),
        "changed wrongly": _share([t for t, d in zip(touched, due, strict=True) if not d]),
    }


def _plain(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def main() -> int:
    """Print the figures; with `--show N`, also the N rewritings of a half that lose most."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path, help="canard_dev.jsonl")
    parser.add_argument("--half", choices=("a", "b", "all"), default="all")
    parser.add_argument("--questions-only", action="store_true", help="leave the answers out")
    parser.add_argument("--show", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    if not arguments.questions.is_file():
        parser.error(f"{arguments.questions} is not there; it is not part of the project.")
    lines = arguments.questions.read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if in_half(row, arguments.half)]
    rows = [row for row in rows if row["history"]]
    ways = [
        readings(row["question"], history_of(row, answers=not arguments.questions_only))
        for row in rows
    ]
    rewritten = [found[0] for found in ways]
    figures = measure(rows, rewritten)
    figures["readings"] = _mean(float(len(found)) for found in ways)
    figures["best f1"] = _mean(
        max(overlap(bag(one), bag(row["rewrite"]))[2] for one in found)
        for row, found in zip(rows, ways, strict=True)
    )
    for name, value in figures.items():
        print(f"{name:20} {value:.3f}" if value < 10 else f"{name:20} {value:.0f}")
    pairs = sorted(
        zip(rows, rewritten, strict=True),
        key=lambda pair: overlap(bag(pair[1]), bag(pair[0]["rewrite"]))[2],
    )
    for row, ours in pairs[: arguments.show]:
        print(f"\n{' | '.join(row['history'][-4:])}\n  > {row['question']}\n  = {ours}")
        print(f"  * {row['rewrite']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
