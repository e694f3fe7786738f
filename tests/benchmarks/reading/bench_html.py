"""How well HTML pages are read: token F1 of the text, and how often title, byline and date agree.

    python tests/benchmarks/reading/bench_html.py [--worst N]
    python tests/benchmarks/reading/bench_html.py --apart
    python tests/benchmarks/reading/bench_html.py --packages

The second reads them as indexing does, in child processes with limits, ten times over, and says
how many pages a second. The third compares packages that take articles out of pages (`pip install
readability-lxml resiliparse newspaper4k`); of them only trafilatura is one of the product's.

Reads the 130 pages of mozilla/readability's tests with their expected text and metadata, from
`../shared/data/ingest`. Numbers go into docs/formats.md.
"""

import argparse
import json
import logging
import re
import statistics
import time
import warnings
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import trafilatura
from lxml import html as lxml_html

from index.articles.article import ArticleInfo
from index.articles.dates import parse_date
from index.readers import read
from index.readers.apart.process import Readers
from index.readers.pages.hidden import drop_hidden
from index.readers.pages.html import page_of
from index.readers.pages.main_text import main_text
from index.readers.pages.second_opinion import SecondOpinion
from index.readers.pages.trimming import trimmed
from index.readers.sources import Source

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "ingest"
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
"""Words; of scripts that set no spaces between them, the letters."""


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


Page = lxml_html.HtmlElement


def by_trafilatura(**settings: bool) -> Callable[[Page], str]:
    def text(page: Page) -> str:
        found = trafilatura.bare_extraction(
            page, include_comments=False, include_tables=True, **settings
        )
        return " ".join(found.body.itertext()) if found is not None else ""

    return text


def by_readability(page: Page) -> str:
    from readability import Document

    summary = Document(lxml_html.tostring(page, encoding="unicode")).summary()
    return " ".join(lxml_html.fromstring(summary).itertext())


def by_resiliparse(page: Page) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    markup = lxml_html.tostring(page, encoding="unicode")
    return str(extract_plain_text(markup, main_content=True, alt_texts=False, noscript=False))


def by_newspaper(page: Page) -> str:
    import newspaper

    article = newspaper.Article("http://pages.example/a")
    article.download(input_html=lxml_html.tostring(page, encoding="unicode"))
    article.parse()
    return str(article.text)


def by_ours(page: Page) -> str:
    body = page.find("body")
    found = main_text(page if body is None else body, SecondOpinion(page))
    return "\n".join(line.block.text for line in trimmed(found.lines, None, None))


WAYS: dict[str, Callable[[Page], str]] = {
    "trafilatura, favor_recall": by_trafilatura(favor_recall=True),
    "trafilatura, favor_recall, fast": by_trafilatura(favor_recall=True, fast=True),
    "trafilatura": by_trafilatura(),
    "trafilatura, fast": by_trafilatura(fast=True),
    "trafilatura, favor_precision": by_trafilatura(favor_precision=True),
    "readability-lxml": by_readability,
    "resiliparse": by_resiliparse,
    "newspaper4k": by_newspaper,
    "ours": by_ours,
}
PACKAGES = {
    "readability-lxml": "readability", "resiliparse": "resiliparse", "newspaper4k": "newspaper",
}  # fmt: skip


def compare(rows: list[dict[str, str]]) -> None:
    """Print how packages that take articles out of pages do with what is not hidden."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    for name, way in WAYS.items():
        scores, seconds = [], 0.0
        if find_spec(PACKAGES.get(name, "lxml")) is None:
            print(f"{name}: not installed")
            continue
        for row in rows:
            page, _ = page_of((DATA / row["file"]).read_bytes())
            drop_hidden(page)
            began = time.process_time()
            try:
                text = way(page)
            except Exception:  # packages fail in ways they do not document
                text = ""
            seconds += time.process_time() - began
            scores.append(token_f1(text, row["expected_text"]))
        means = [statistics.mean(score[number] for score in scores) for number in range(3)]
        good = sum(score[2] >= 0.9 for score in scores)
        told = ", ".join(f"{mean:.3f}" for mean in means)
        print(f"{name}: {told}; {good} pages of .90; {seconds / len(rows) * 1000:.0f} ms a page")


def read_apart(rows: list[dict[str, str]], times: int = 10) -> None:
    """Print how many pages a second come out of the child processes."""
    sources = [Source(row["file"], DATA / row["file"]) for row in rows] * times
    with Readers() as readers:
        began = time.monotonic()
        read_pages = sum(1 for _, parts in readers.read_all(sources) for _ in parts)
        seconds = time.monotonic() - began
    print(f"{read_pages} pages in {seconds:.1f} s: {read_pages / seconds:.0f} pages a second")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--apart", action="store_true")
    parser.add_argument("--packages", action="store_true")
    options = parser.parse_args()
    rows = [json.loads(line) for line in (DATA / "manifest.jsonl").open(encoding="utf-8")]
    rows = [row for row in rows if row["set"] == "readability"]
    if options.apart:
        read_apart(rows)
        return
    if options.packages:
        compare(rows)
        return
    scores, counts, seconds = [], Counter[str](), 0.0
    for row in rows:
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
