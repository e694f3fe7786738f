"""Writes news in parts: ``python -m qa.training.evidence.news_parts FILE... --out DIR``.

Files are JSON lines, one article a line, as `qa/training/news/README.md` describes. What is wrong
is printed with its place, and nothing is written then.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.training.evidence.news import Row

KINDS = frozenset({"who-said", "fact", "yes-no", "open", "list", "compare", "metadata"})
REASONS = frozenset(
    {
        "speaker-silent-on-topic",
        "other-speaker",
        "changed-fact",
        "plausible-but-absent",
        "false-premise",
        "unknown-person",
        "after-the-article",
    }
)
"""Why a question is not answerable."""
ARTICLES_A_PART = 400
"""About 1.2 MB compressed; a part stays under 4 MB."""


def problems(row: Row) -> Iterator[str]:
    """Yields what is wrong with an article: words that do not occur once, missing answers."""
    text = row["text"]
    for statement in row["statements"]:
        if text.count(statement["text"]) != 1:
            yield f"the statement does not occur once: {statement['text'][:60]!r}"
        if statement["kind"] not in {"direct", "mixed", "indirect"}:
            yield f"unknown kind of statement {statement['kind']!r}"
    for question in row["questions"]:
        yield from (f"{question['question']!r}: {what}" for what in _of_question(question, text))


def _of_question(question: Row, text: str) -> Iterator[str]:
    if question["kind"] not in KINDS:
        yield f"unknown kind {question['kind']!r}"
    if bool(question.get("history")) != bool(question.get("rewrite")):
        yield "history and rewrite go together"
    if not question["answerable"]:
        if question.get("why") not in REASONS:
            yield f"unknown reason {question.get('why')!r}"
    elif question["kind"] != "metadata":
        yield from _of_answer(question, text)


def _of_answer(question: Row, text: str) -> Iterator[str]:
    quotes = [quote["text"] for quote in question.get("quotes", [])]
    if not quotes:
        yield "no quotes"
    yield from (f"the quote does not occur once: {q[:60]!r}" for q in quotes if text.count(q) != 1)
    for answer in question.get("answers", []):
        if not any(answer in quote for quote in quotes):
            yield f"the answer is in no quote: {answer[:60]!r}"
    if question["kind"] == "yes-no" and question.get("yes_no") not in {"yes", "no"}:
        yield "neither yes nor no"


def write_parts(rows: Sequence[Row], folder: Path) -> list[Path]:
    """Writes compressed parts, articles in order of their identifiers; old parts are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.jsonl.xz"):
        old.unlink()
    ordered = sorted(rows, key=lambda row: str(row["id"]))
    written: list[Path] = []
    for first in range(0, len(ordered), ARTICLES_A_PART):
        lines = [json.dumps(row, ensure_ascii=False) for row in ordered[first:][:ARTICLES_A_PART]]
        path = folder / f"part-{first // ARTICLES_A_PART + 1:02}.jsonl.xz"
        path.write_bytes(lzma.compress(("\n".join(lines) + "\n").encode("utf-8"), preset=9))
        written.append(path)
    return written


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True, help="folder of the parts")
    options = parser.parse_args(argv)
    rows: list[Row] = []
    wrong = 0
    for path in options.files:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            rows.append(json.loads(line))
            for what in problems(rows[-1]):
                wrong += 1
                print(f"{path}:{number} {rows[-1]['id']}: {what}", file=sys.stderr)  # noqa: T201
    if len({row["id"] for row in rows}) < len(rows):
        wrong += 1
        print("an identifier is used twice", file=sys.stderr)  # noqa: T201
    if not wrong:
        write_parts(rows, options.out)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
