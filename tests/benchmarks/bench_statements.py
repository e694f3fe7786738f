"""Measure `find_statements` on news articles whose attributions people have marked (PolNeAR).

    python tests/benchmarks/bench_statements.py polnear_dev.jsonl --half b

Half A (articles 1, 3, 5, ...) is for development, half B for the figures reported.
A found statement is right when at least half of it lies in the content of one marked attribution;
a marked attribution is found when at least half of its content is covered by found statements.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.articles.statement import Statement
from qa.statements.finding import find_statements

Gold = dict[str, Any]
Span = tuple[int, int]
KINDS = ("direct", "mixed", "indirect")


@dataclass
class Tally:
    """Counts over articles; each key is a kind of statement, or "all"."""

    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    cue: Counter[str] = field(default_factory=Counter)
    cue_of: Counter[str] = field(default_factory=Counter)
    speaker: Counter[str] = field(default_factory=Counter)
    speaker_of: Counter[str] = field(default_factory=Counter)
    by_cue: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    tokens: list[int] = field(default_factory=lambda: [0, 0, 0])


def overlap(one: Iterable[Span], other: Iterable[Span]) -> int:
    """Return how many characters two lists of spans share (each list without overlaps)."""
    return sum(
        max(0, min(a_end, b_end) - max(a, b)) for a, a_end in one for b, b_end in list(other)
    )


def length(spans: Iterable[Span]) -> int:
    """Return how many characters spans have."""
    return sum(end - start for start, end in spans)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order without overlaps."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def best_gold(statement: Statement, golds: Sequence[Gold]) -> Gold | None:
    """Return the attribution whose content shares most with a statement, if at least half."""
    span = [(statement.start, statement.end)]
    size = statement.end - statement.start
    fitting = [
        gold for gold in golds if 2 * overlap(span, map(tuple, gold["content_spans"])) >= size
    ]
    return max(fitting, key=lambda gold: jaccard(span, gold), default=None)


def jaccard(span: Sequence[Span], gold: Gold) -> float:
    """Return shared over joint characters of a span and a marked content."""
    spans = [tuple(s) for s in gold["content_spans"]]
    shared = overlap(span, spans)
    return shared / max(1, length(span) + length(spans) - shared)


def add(tally: Tally, text: str, golds: Sequence[Gold], found: Sequence[Statement]) -> None:
    """Count one article."""
    covered = merged((one.start, one.end) for one in found)
    marked = merged(tuple(span) for gold in golds for span in gold["content_spans"])
    tally.tokens[0] += overlap(covered, marked)
    tally.tokens[1] += length(covered)
    tally.tokens[2] += length(marked)
    exact = {(one.start, one.end) for one in found}
    for gold in golds:
        spans = [tuple(span) for span in gold["content_spans"]]
        hit = 2 * overlap(covered, spans) >= length(spans)
        whole = (spans[0][0], spans[-1][1])
        same = all(span in exact for span in spans) or whole in exact
        for key in ("all", gold["type"]):
            tally.gold[key] += 1
            tally.covered[key] += hit
            tally.exact[key] += same
    for one in found:
        add_found(tally, text, golds, one)


def add_found(tally: Tally, text: str, golds: Sequence[Gold], one: Statement) -> None:
    """Count one found statement."""
    gold = best_gold(one, golds)
    cue = text[one.cue[0] : one.cue[1]].lower().split()[-1] if one.cue else "(none)"
    tally.by_cue[cue][0] += gold is not None
    tally.by_cue[cue][1] += 1
    for key in ("all", one.kind.value):
        tally.found[key] += 1
        tally.right[key] += gold is not None
        if gold is None:
            continue
        if gold["cue_spans"]:
            tally.cue_of[key] += 1
            spans = [tuple(span) for span in gold["cue_spans"]]
            tally.cue[key] += one.cue is not None and overlap([one.cue], spans) > 0
        if gold["speaker_spans"]:
            tally.speaker_of[key] += 1
            tally.speaker[key] += same_speaker(one, gold)


def same_speaker(one: Statement, gold: Gold) -> bool:
    """Tell whether the words found for the speaker overlap those marked."""
    if one.speaker_mention is None:
        return False
    return overlap([one.speaker_mention], [tuple(span) for span in gold["speaker_spans"]]) > 0


def rows(tally: Tally) -> list[list[str]]:
    """Return the table's rows."""
    table = [["kind", "P", "R", "F1", "exact", "cue", "speaker", "found", "marked"]]
    for key in ("all", *KINDS):
        precision = tally.right[key] / max(1, tally.found[key])
        recall = tally.covered[key] / max(1, tally.gold[key])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        shares = [
            precision,
            recall,
            f1,
            tally.exact[key] / max(1, tally.gold[key]),
            tally.cue[key] / max(1, tally.cue_of[key]),
            tally.speaker[key] / max(1, tally.speaker_of[key]),
        ]
        numbers = [str(tally.found[key]), str(tally.gold[key])]
        table.append([key, *(f"{share:.3f}" for share in shares), *numbers])
    return table


def seconds_per_megabyte(text: str) -> list[float]:
    """Return the time per megabyte on 1, 2 and 4 copies of a text of about 250 kB."""
    base = (text + "\n\n") * (250_000 // max(1, len(text)) + 1)
    times = []
    for copies in (1, 2, 4):
        start = time.process_time()
        find_statements(base * copies)
        times.append((time.process_time() - start) / (len(base) * copies / 1e6))
    return times


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--half", choices=("a", "b", "all"), default="b")
    parser.add_argument("--cues", action="store_true", help="precision by cue")
    parser.add_argument("--speed", action="store_true", help="time per megabyte")
    options = parser.parse_args()
    records = [json.loads(line) for line in options.articles.read_text("utf-8").splitlines()]
    halves = {"a": records[::2], "b": records[1::2], "all": records}
    tally = Tally()
    start = time.process_time()
    for record in halves[options.half]:
        golds = [gold for gold in record["quotes"] if gold["content_spans"]]
        add(tally, record["article"], golds, find_statements(record["article"]))
    took = time.process_time() - start
    for row in rows(tally):
        print("  ".join(f"{cell:>8}" for cell in row))
    shared, found, marked = tally.tokens
    print(f"characters: P {shared / found:.3f}  R {shared / marked:.3f}  {took:.2f} s")
    if options.cues:
        for cue, (right, total) in sorted(tally.by_cue.items(), key=lambda item: -item[1][1]):
            print(f"{cue:>20} {right:>4}/{total}")
    if options.speed:
        times = seconds_per_megabyte(records[0]["article"])
        growth = ", ".join(f"{later / earlier:.2f}" for earlier, later in pairwise(times))
        print(f"seconds per megabyte {times[0]:.2f}; growth when doubled {growth}")


if __name__ == "__main__":
    main()
