"""How well HTML pages are read: token F1 of the text, and how often title, byline and date agree.

    python tests/benchmarks/reading/bench_html.py [--worst N]

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

from index.articles.article import ArticleInfo
from index.articles.dates import parse_date
from index.readers import read
from index.readers.sources import Source

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
    """Tell whether the words of one are within the other's (a title may carry its site's name)."""
    got, wanted = set(words(found)), set(words(expected)) - {"by"}
    return bool(got and wanted) and (got <= wanted or wanted <= got)


def judge(row: dict[str, str | None], info: ArticleInfo | None, *, tell: bool) -> Counter[str]:
    """Count which of title, byline and date were expected, and which of them are right."""
    counts = Counter[str]()
    date = parse_date(row["published"] or "")
    checks = (
        ("title", row["title"], info and info.title, agrees),
        ("byline", row["byline"], info and info.author, agrees),
        ("date", date, info and info.date, str.__eq__),
    )
    for name, wanted, found, right in checks:
        if wanted:
            counts[f"{name} given"] += 1
            counts[f"{name} right"] += bool(found and right(found, wanted))
        else:
            counts[f"{name} not given but found"] += bool(found)
        if tell and wanted and not (found and right(found, wanted)):
            print(f"{row['file']} {name}: {found!r} for {wanted!r}")
    return counts


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    rows = [json.loads(line) for line in (DATA / "manifest.jsonl").open(encoding="utf-8")]
    scores, counts, seconds = [], Counter[str](), 0.0
    for row in (row for row in rows if row["set"] == "readability"):
        path = DATA / row["file"]
        began = time.process_time()
        outcome = read(Source(str(path), path))
        seconds += time.process_time() - began
        text = outcome.articles[0].text if outcome.articles else ""
        info = outcome.articles[0].info if outcome.articles else None
        scores.append((token_f1(text, row["expected_text"]), row["file"]))
        counts += judge(row, info, tell=options.worst > 0)
    for number, name in enumerate(("precision", "recall", "F1")):
        values = [score[number] for score, _ in scores]
        print(f"{name}: mean {statistics.mean(values):.3f}, median {statistics.median(values):.3f}")
    print(f"F1 of .90 or more: {sum(score[2] >= 0.9 for score, _ in scores)} of {len(scores)}")
    print(dict(counts))
    print(f"{seconds / len(scores) * 1000:.0f} ms of processor time a page")
    for score, file in sorted(scores, key=lambda item: item[0][2])[: options.worst]:
        print(file, [round(value, 2) for value in score])


if __name__ == "__main__":
    main()
