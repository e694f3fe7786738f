"""How fast PDFs are read, and what becomes of them: pages a second, time, memory.

    python tests/benchmarks/reading/bench_pdf.py [FILE_OR_FOLDER...] [--pages N]

Reads the PDFs of `../shared/data/ingest/documents`, and a dense one of 200 pages that it sets
itself, as indexing does: one after the other in a child process with limits. Scans are read
where the extra `ocr` is installed. Numbers go into docs/formats.md.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from index.readers.apart.process import Readers
from index.readers.sources import Source

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "ingest" / "documents"
WORDS = (
    "The ferry to the northern island was taken out of service on Monday after divers found a "
    "crack in its hull and the harbour office said that repairs would take three weeks at least "
)


def dense(path: Path, pages: int) -> None:
    """Set a paper of two columns with running heads and page numbers."""
    canvas = Canvas(str(path))
    letters = WORDS * 80
    for number in range(1, pages + 1):
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(50, 810, f"Island Review {number}")
        canvas.setFont("Times-Roman", 10)
        for line in range(120):
            x, y = (50, 780 - 12 * line) if line < 60 else (310, 780 - 12 * (line - 60))
            start = (number * 97 + line * 52) % 9000
            canvas.drawString(x, y, letters[start : start + 52].strip())
        canvas.showPage()
    canvas.save()


def files(paths: list[Path]) -> Iterator[Path]:
    """Yield the PDFs among files and in folders."""
    for path in paths:
        yield from sorted(path.rglob("*.pdf")) if path.is_dir() else [path]


def pages_in(path: Path) -> int:
    """Return how many pages a file has, 0 where it cannot be opened."""
    try:
        return len(pypdfium2.PdfDocument(path))
    except pypdfium2.PdfiumError:
        return 0


def spent() -> float:
    """Return the processor's seconds that this process's ended children took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", type=Path, default=[DATA])
    parser.add_argument("--pages", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "dense.pdf"
        dense(made, options.pages)
        for name, paths in (("given", list(files(options.paths))), ("dense, set here", [made])):
            measure(name, paths)


def measure(name: str, paths: list[Path]) -> None:
    """Read the files and print what became of them."""
    count = sum(map(pages_in, paths))
    work, start = spent(), time.perf_counter()
    with Readers() as readers:
        outcomes = [readers.read(Source(str(path), path)) for path in paths]
    seconds, work = time.perf_counter() - start, spent() - work
    read = sum(len(one.articles) for one in outcomes)
    print(f"{name}: {len(paths)} files, {count} pages; {read} articles")
    print(
        f"  {count / max(seconds, 1e-9):.0f} pages a second; {seconds:.1f} s, {work:.1f} s of work"
    )
    for one in outcomes:
        for failure in one.failures:
            print(f"  failed: {failure.error.rsplit('/', 1)[-1]}")
        for skip in one.skipped:
            print(f"  note: {Path(skip.path).name}: {skip.reason}")


if __name__ == "__main__":
    main()
