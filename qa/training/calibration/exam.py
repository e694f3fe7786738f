"""Writes a part of the news as the product reads it: ``python -m qa.training.calibration.exam``.

`articles.jsonl` for `pullquote index`, `questions.jsonl` for `pullquote evaluate`. The exam is the
part that nobody trains or tunes on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from qa.training.evidence.news import EXAM, TRAINING, TUNING, Row, part_of, read_news

RECORD = ("id", "title", "author", "date", "publication", "url", "text")


def article_row(row: Row) -> dict[str, object]:
    """Returns the article with its record, without what is known about it."""
    return {key: row[key] for key in RECORD if row.get(key)}


def question_rows(row: Row) -> Iterator[dict[str, object]]:
    """Yields the questions of an article in the form of question sets; the kind is a tag."""
    for number, asked in enumerate(row["questions"]):
        tags = [str(asked["kind"])] if asked["answerable"] else [str(asked["why"])]
        if asked.get("history"):
            tags.append("follow-up")
        made: dict[str, object] = {
            "id": f"{row['id']}-{number:02}",
            "question": asked["question"],
            "answerable": asked["answerable"],
            "history": asked.get("history", []),
            "tags": tags,
        }
        if asked["answerable"]:
            verdict = [str(asked["yes_no"]).capitalize()] if asked.get("yes_no") else []
            made["answers"] = [*verdict, *asked.get("answers", [])]
            made["quotes"] = [_quote(quote) for quote in asked.get("quotes", [])]
        yield made


def _quote(quote: Mapping[str, object]) -> dict[str, object]:
    speaker = quote.get("speaker")
    return {"text": quote["text"], **({"speaker": speaker} if speaker else {})}


def write_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Writes rows as JSON lines."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--part", choices=(TRAINING, TUNING, EXAM), default=EXAM)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    options = parser.parse_args(argv)
    rows = [row for row in read_news(options.news) if part_of(row["id"]) == options.part]
    options.out.mkdir(parents=True, exist_ok=True)
    write_lines(options.out / "articles.jsonl", map(article_row, rows))
    write_lines(options.out / "questions.jsonl", (q for row in rows for q in question_rows(row)))


if __name__ == "__main__":
    main()
