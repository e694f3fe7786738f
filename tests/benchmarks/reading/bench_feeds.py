"""How many feeds are read, and how often titles, texts and links are those expected.

    python tests/benchmarks/reading/bench_feeds.py

Reads the feeds of feedparser's tests, from `../shared/data/ingest`. Numbers go into
docs/formats.md.
"""

import ast
import json
import re
import time
from collections import Counter
from pathlib import Path

from index.readers import read
from index.readers.encoding import decode
from index.readers.feeds import entries
from index.readers.feeds.items import Gathered, Item, plain
from index.readers.feeds.xml import parse
from index.readers.sources import ReadOutcome, Source

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "ingest"
EXPECTED = re.compile(
    r"entries\[0\]\['(title|link|summary|description|content)(?:_detail)?'\]"
    r"(?:\[0\])?(?:\['value'\])? == (u?'(?:[^'\\]|\\.)*')\s*$"
)


class Items(Gathered):
    """Keeps the items themselves, of whatever length."""

    def __init__(self) -> None:
        self.items: list[Item] = []

    def add(self, item: Item) -> None:
        self.items.append(item)

    def leave_out(self, why: str) -> None:
        pass


def kind_of(outcome: ReadOutcome) -> str:
    if outcome.failures:
        return "reported"
    return "articles" if outcome.articles else "read, with nothing of 200 characters in it"


def agrees(path: Path, name: str, wanted: str) -> bool:
    """Tell whether the first item has what is expected of it, markup aside."""
    items = Items()
    entries.gather(parse(decode(path.read_bytes()).text).root, items)
    if not items.items:
        return False
    item = items.items[0]
    if name == "link":
        return item.info.url == wanted
    found = [item.info.title] if name == "title" else [plain(body.html) for body in item.bodies]
    return (plain(wanted) or "") in [one or "" for one in found or [""]]


def main() -> None:
    lines = (DATA / "manifest.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["set"].startswith("feedparser")]
    counts, right = Counter[tuple[str, str]](), Counter[bool]()
    began = time.process_time()
    for row in rows:
        path = DATA / row["file"]
        counts[row["set"], kind_of(read(Source(str(path), path)))] += 1
    seconds = time.process_time() - began
    for row in rows:
        match = EXPECTED.search(row["expect"] or "")
        if match and row["set"] == "feedparser_wellformed":
            right[agrees(DATA / row["file"], match[1], ast.literal_eval(match[2]))] += 1
    for (name, kind), count in sorted(counts.items()):
        print(f"{name:24}{kind:46}{count}")
    print(f"as expected: {right[True]} of {right.total()}")
    print(f"{1000 * seconds / len(rows):.2f} ms a feed")


if __name__ == "__main__":
    main()
