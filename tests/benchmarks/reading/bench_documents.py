"""How much of the words in office documents and books is read, and how fast.

    python tests/benchmarks/reading/bench_documents.py [--lost]

Reads those of `../shared/data/ingest/documents` and compares their words, titles included, with all
words that their files hold in elements of text, found without the readers: hidden ones, too, and
those of slide numbers. Numbers go into docs/formats.md.
"""

import argparse
import html
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index.readers import read
from index.readers.sources import Source

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "ingest" / "documents"
WORD = re.compile(r"\w+")
TEXTS = {
    ".docx": (r"word/(?:document|footnotes|endnotes)\.xml", r"<(?:w|m):t(?: [^>]*)?>([^<]*)"),
    ".pptx": (r"ppt/slides/slide\d+\.xml", r"<a:t>([^<]*)"),
    ".xlsx": (r"xl/(?:sharedStrings|worksheets/sheet\d+)\.xml", r"<t(?: [^>]*)?>([^<]*)"),
    ".epub": (r"EPUB/chap.*\.xhtml", r">([^<]+)<"),
}
ENDS = re.compile(r"</(?:w|a):p>|<(?:w|a):(?:br|tab)[ /]|</t>|</si>|</p>")


def held(path: Path) -> Counter[str]:
    """Return the words that a file holds; runs of letters are joined, paragraphs are not."""
    members, texts = TEXTS[path.suffix]
    found: Counter[str] = Counter()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(members, name):
                xml = archive.read(name).decode("utf-8")
                if "AlternateContent" in xml:
                    xml = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.S)
                for part in ENDS.split(re.sub(r"<head>.*?</head>", "", xml, flags=re.S)):
                    text = "".join(re.findall(texts, f"{part}<"))
                    found.update(WORD.findall(html.unescape(text).casefold()))
    return found


def shown(path: Path) -> tuple[Counter[str], int, str]:
    """Return the words that are read of a file, how many pages it has, and why none."""
    outcome = read(Source(str(path), path))
    found: Counter[str] = Counter()
    for article in outcome.articles:
        text = article.text if article.info.title in article.text else (
            f"{article.info.title}\n{article.text}"
        )  # fmt: skip
        found.update(WORD.findall(text.casefold()))
    pages = sum(len(article.marked("page")) for article in outcome.articles)
    return found, pages, " ".join(one.error.rpartition(": ")[2] for one in outcome.failures)


def documents() -> Iterator[Path]:
    return (path for path in sorted(DATA.rglob("*")) if path.suffix in TEXTS)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lost", action="store_true")
    options = parser.parse_args()
    held_words = read_words = 0
    began = time.process_time()
    for path in documents():
        wanted, (got, pages, why) = held(path), shown(path)
        common = sum((wanted & got).values())
        held_words, read_words = held_words + sum(wanted.values()), read_words + common
        share = common / sum(wanted.values()) if wanted else 1.0
        print(f"{share:6.3f}  {pages:3} pages  {path.name}  {why}")
        if options.lost and wanted - got:
            print("        not read:", *list((wanted - got).elements())[:20])
    seconds = time.process_time() - began
    print(f"{read_words} of {held_words} words read; {seconds:.1f} s")


if __name__ == "__main__":
    main()
