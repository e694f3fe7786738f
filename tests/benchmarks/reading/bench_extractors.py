"""How packages that take articles out of pages compare: token F1 of the text, and time.

    pip install readability-lxml resiliparse newspaper4k
    python tests/benchmarks/reading/bench_extractors.py

Reads the pages of `bench_html.py`; each package gets them without what a reader does not see.
Numbers go into docs/formats.md. Only trafilatura is a package of the product.
"""

import json
import logging
import statistics
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec

import trafilatura
from bench_html import DATA, token_f1
from lxml import html as lxml_html

from index.readers.pages.hidden import drop_hidden
from index.readers.pages.html import page_of
from index.readers.pages.main_text import main_text
from index.readers.pages.second_opinion import SecondOpinion
from index.readers.pages.trimming import trimmed

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


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    rows = [json.loads(line) for line in (DATA / "manifest.jsonl").open(encoding="utf-8")]
    rows = [row for row in rows if row["set"] == "readability"]
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


if __name__ == "__main__":
    main()
