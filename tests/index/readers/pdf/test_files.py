"""Files that are scans, locked, broken or made to do harm."""

import zlib
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from index.errors import ReadError
from index.readers.apart.process import Limits, Readers
from index.readers.pdf import ocr
from index.readers.pdf.page_labels import ranges
from index.readers.pdf.reader import MOST_PAGES
from index.readers.sources import Source
from tests.index.readers.pdf.papers import Paper, outcome_of, picture

TEXT = "The harbour was closed on Monday because of the storm, its master said."


def _scribble(draw: object) -> None:
    for y in range(100, 1100, 20):
        draw.line((80, y, 720, y + 9), fill=0, width=6)  # type: ignore[attr-defined]


def test_scanned_pages_are_listed_and_the_others_read() -> None:
    paper = Paper()
    paper.line(TEXT)
    for _ in range(2):
        paper.page()
        paper.canvas.setPageSize((120, 120))
        paper.canvas.drawImage(picture(_scribble), 0, 0, 120, 120)
    outcome = outcome_of(paper.data())
    assert outcome.articles[0].text == TEXT
    (skip,) = outcome.skipped
    assert skip.reason.startswith("pages 2-3 are pictures, left out; ")
    assert ocr.is_installed() or ocr.INSTALL in skip.reason


def test_a_file_of_scans_fails_with_what_to_do() -> None:
    paper = Paper()
    paper.canvas.setPageSize((120, 120))
    paper.canvas.drawImage(picture(_scribble), 0, 0, 120, 120)
    with pytest.raises(ReadError, match="page 1 is a picture, without any text") as raised:
        outcome_of(paper.data())
    assert ocr.is_installed() or ocr.INSTALL in str(raised.value)


@pytest.mark.skipif(not ocr.is_installed(), reason="the extra `ocr` is not installed")
@pytest.mark.filterwarnings("ignore")
def test_words_in_pictures_are_read_where_the_extra_is_installed() -> None:
    from PIL import ImageFont

    def words(draw: object) -> None:
        font = ImageFont.load_default(40)
        draw.text((20, 30), "The harbour was closed on Monday.", fill=0, font=font)  # type: ignore[attr-defined]

    paper = Paper()
    paper.canvas.setPageSize((300, 60))
    paper.canvas.drawImage(picture(words, (750, 150)), 0, 0, 300, 60)
    outcome = outcome_of(paper.data())
    assert outcome.articles[0].text == "The harbour was closed on Monday."
    assert [one.reason for one in outcome.skipped] == [
        "words on page 1 were read from pictures and may hold mistakes"
    ]


@pytest.mark.skipif(not ocr.is_installed(), reason="the extra `ocr` is not installed")
def test_pictures_are_passed_over_where_no_time_is_allowed_for_them(tmp_path: Path) -> None:
    paper = Paper()
    paper.canvas.drawImage(picture(_scribble), 0, 0, 120, 120)
    found = _read_apart(paper.data(), tmp_path)
    assert "page 1 is a picture" in found
    assert "no time or memory" in found


def test_blank_pages_are_no_pictures() -> None:
    paper = Paper()
    paper.page()
    paper.page()
    with pytest.raises(ReadError, match="its pages are empty"):
        outcome_of(paper.data())


def test_a_locked_file() -> None:
    from io import BytesIO

    data = BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption("secret"))
    canvas.drawString(50, 50, TEXT)
    canvas.save()
    with pytest.raises(ReadError, match="locked with a password"):
        outcome_of(data.getvalue())


def test_a_file_that_only_forbids_copying_is_read() -> None:
    from io import BytesIO

    data = BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption("", ownerPassword="secret", canCopy=0))
    canvas.drawString(50, 50, TEXT)
    canvas.save()
    assert outcome_of(data.getvalue()).articles[0].text == TEXT


@pytest.mark.parametrize("data", [b"no PDF at all", b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF" * 50])
def test_what_is_no_pdf(data: bytes) -> None:
    with pytest.raises(ReadError, match="no PDF, or too damaged"):
        outcome_of(data)


def test_a_file_that_is_cut_off_is_read_or_refused_with_a_message() -> None:
    paper = Paper()
    paper.line(TEXT)
    data = paper.data()
    for end in range(100, len(data), 97):
        try:
            outcome = outcome_of(data[:end])
        except ReadError:
            continue
        assert outcome.articles[0].text == TEXT


def _pdf(*objects: str) -> bytes:
    """Return a PDF of these objects; the first is the catalog."""
    parts = ["%PDF-1.4\n"]
    places = []
    for number, body in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(f"{number} 0 obj\n{body}\nendobj\n")
    start = sum(map(len, parts))
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    parts.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}")
    parts.append(f"trailer\n<</Size {len(objects) + 1} /Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n")
    return "".join(parts).encode("latin-1")


def _read_apart(data: bytes, folder: Path, limits: Limits | None = None) -> str:
    """Read a file as indexing does; return its failure, or the text."""
    path = folder / "made-to-harm.pdf"
    path.write_bytes(data)
    with Readers(limits or Limits(seconds=20, cpu_seconds=5)) as readers:
        outcome = readers.read(Source(str(path), path))
    if outcome.failures:
        return outcome.failures[0].error
    return outcome.articles[0].text


FONT = "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
PAGE = (
    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 4 0 R "
    "/Resources <</Font <</F 5 0 R>> /XObject <</X 6 0 R>>>>>>"
)


def _stream(text: str) -> str:
    return f"<</Length {len(text)}>>\nstream\n{text}\nendstream"


WORDS = f"BT /F 8 Tf 50 300 Td ({TEXT}) Tj ET"


def test_a_tree_of_pages_that_holds_itself(tmp_path: Path) -> None:
    data = _pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [2 0 R 3 0 R] /Count 2>>",
        PAGE,
        _stream(WORDS),
        FONT,
    )
    assert "Traceback" not in _read_apart(data, tmp_path)


def test_a_form_that_draws_itself(tmp_path: Path) -> None:
    form = "/Type /XObject /Subtype /Form /BBox [0 0 400 600] /Resources <</XObject <</X 6 0 R>>>>"
    data = _pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        PAGE,
        _stream(f"{WORDS} /X Do"),
        FONT,
        f"<<{form} /Length 5>>\nstream\n/X Do\nendstream",
    )
    assert _read_apart(data, tmp_path) == TEXT


def test_more_pages_than_there_are(tmp_path: Path) -> None:
    data = _pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        f"<</Type /Pages /Kids [3 0 R] /Count {100 * MOST_PAGES}>>",
        PAGE,
        _stream(WORDS),
        FONT,
    )
    found = _read_apart(data, tmp_path)
    assert found == TEXT or "pages, more than" in found


def test_arrays_a_million_deep(tmp_path: Path) -> None:
    deep = "[" * 1_000_000
    data = _pdf(
        f"<</Type /Catalog /Pages 2 0 R /Deep {deep}>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        PAGE,
        _stream(WORDS),
        FONT,
    )
    found = _read_apart(data, tmp_path)
    assert found == TEXT or "made-to-harm.pdf: " in found


def test_a_stream_that_swells(tmp_path: Path) -> None:
    packed = zlib.compress(b"0 0 m 1 1 l S " * 4_000_000, 6).decode("latin-1")
    data = _pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        PAGE,
        f"<</Filter /FlateDecode /Length {len(packed)}>>\nstream\n{packed}\nendstream",
        FONT,
    )
    found = _read_apart(data, tmp_path, Limits(seconds=20, cpu_seconds=1))
    assert "made-to-harm.pdf: " in found


def test_a_page_of_a_hundred_metres() -> None:
    paper = Paper()
    paper.canvas.setPageSize((280_000, 280_000))
    paper.line(TEXT, y=140_000, size=4_000)
    paper.y = 0
    assert outcome_of(paper.data()).articles[0].text == TEXT


def test_pages_are_listed_as_people_do() -> None:
    assert ranges([3]) == "page 3"
    assert ranges([4, 2, 3, 9]) == "pages 2-4, 9"
