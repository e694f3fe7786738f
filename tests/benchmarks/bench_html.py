"""How well HTML pages are read: token F1 of the text, and how often title, byline and date agree.

    python tests/benchmarks/bench_html.py [--worst N]

Reads the 130 pages of mozilla/readability's tests with their expected text and metadata, from
`../shared/data/ingest`. Numbers go into docs/formats.md.
"""

import argparse
import json
import re
import statistics
import time
from collections import Counter
from pathlib import Path

from index.dates import parse_date
from index.readers import read
from index.sources import Source

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "ingest"
WORD = re.compile(r"\w+")


def words(text: str | None) -> list[str]:
    return WORD.findall((text or "").casefold())


def token_f1(read_text: str, expected: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the bag of words."""
    got, wanted = Counter(words(read_text)), Counter(words(expected))
    common = sum((got & wanted).values())
    if not common:
        return 0.0, 0.0, float(not got and not wanted)
    precision, recall = common / sum(got.values()), common / sum(wanted.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def agrees(found: str | None, expected: str | None) -> bool:
    """Tell whether the words of one are within those of the other (a title with its site's name)."""
    got, wanted = set(words(found)), set(words(expected)) - {"by"}
    return bool(got and wanted) and (got <= wanted or wanted <= got)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    rows = [json.loads(line) for line in (DATA / "manifest.jsonl").open(encoding="utf-8")]
    scores, counts, seconds = [], Counter[str](), 0.0
    for row in (row for row in rows if row["set"] == "readability"):
        path = DATA / row["file"]
        began = time.perf_counter()
        outcome = read(Source(str(path), path))
        seconds += time.perf_counter() - began
        article = outcome.articles[0] if outcome.articles else None
        text = f"{article.info.title}\n{article.text}" if article else ""
        expected = f"{article.info.title if article else ''}\n{row['expected_text']}"
        scores.append((token_f1(text, expected), row["file"]))
        info = article.info if article else None
        for name, wanted in (("title", row["title"]), ("byline", row["byline"])):
            if wanted:
                counts[f"{name} given"] += 1
                found = (info.title if name == "title" else info.author) if info else None
                counts[f"{name} right"] += agrees(found, wanted)
                if options.worst and not agrees(found, wanted):
                    print(f"{row['file']} {name}: {found!r} for {wanted!r}")
            elif name == "byline" and info and info.author:
                counts["byline invented"] += 1
                if options.worst:
                    print(f"{row['file']} byline: {info.author!r} for nothing")
        date = parse_date(row["published"] or "")
        if date:
            counts["date given"] += 1
            counts["date right"] += bool(info and info.date == date)
            if options.worst and not (info and info.date == date):
                print(f"{row['file']} date: {info.date if info else None} for {date}")
    for number, name in enumerate(("precision", "recall", "F1")):
        values = [score[number] for score, _ in scores]
        print(f"{name}: mean {statistics.mean(values):.3f}, median {statistics.median(values):.3f}")
    print(dict(counts))
    print(f"{seconds / len(scores) * 1000:.0f} ms a page")
    for score, file in sorted(scores, key=lambda item: item[0][2])[: options.worst]:
        print(file, [round(value, 2) for value in score])


if __name__ == "__main__":
    main()
