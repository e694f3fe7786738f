"""A PDF becomes one article: its pages looked at, then put in order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from index.articles.article import LONGEST
from index.errors import ReadError
from index.readers.blocks import make_article
from index.readers.pdf import ocr
from index.readers.pdf.assembling import Assembled, assemble_pages, page_marks
from index.readers.pdf.columns import Flow, flows_of
from index.readers.pdf.footnotes import labels_of, without_notes
from index.readers.pdf.front import FileInfo, Front, front_of
from index.readers.pdf.furniture import take_out
from index.readers.pdf.hyphens import words_of
from index.readers.pdf.lines import lines_of
from index.readers.pdf.page_labels import labels_of_pages, ranges
from index.readers.pdf.paragraphs import Body, Paragraphs, body_of
from index.readers.pdf.pdfium import Document
from index.readers.pdf.pieces import PageLines
from index.readers.pdf.visible import has_picture, seen_pieces
from index.readers.sources import ReadOutcome, Skip, Source

MOST_PAGES = 5_000
"""A file with more is refused; it is no article, and may only claim them."""

_FEW_LETTERS = 25
_FEW_KNOWN = 0.3  # of the letters
_FEW_UNKNOWN = 20  # letters, such as signs in formulas


@dataclass(slots=True)
class _Read:
    """A document's pages, and what is known of it beside them.

    `tried` are the pages (from 0) whose pictures were looked at for words, `recognised` those
    (from 1) in which some were found.
    """

    pages: list[PageLines]
    labels: list[str]
    file: FileInfo
    tried: set[int] = field(default_factory=set)
    recognised: list[int] = field(default_factory=list)


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read one article from a PDF; pages that are pictures are listed as skipped.

    Raises:
        ReadError: no PDF, a locked one, one with too many pages, or one without any text.
    """
    found = _pages(data)
    if not any(page.lines for page in found.pages):
        raise ReadError(_why_empty(found))
    numbering = take_out(found.pages)
    flows = {page.number: flows_of(page.lines) for page in found.pages}
    body = body_of([flow for of_page in flows.values() for flow in of_page])
    front = _front(found, flows, body)
    assembled = _assembled(found, flows, body)
    if not assembled.text:
        raise ReadError(_why_empty(found))
    labels = labels_of_pages(found.labels, numbering.printed, len(found.pages))
    marks = [*assembled.marks, *page_marks(assembled.pages, labels)]
    article = make_article(source, front.info, assembled.text, marks, origins=front.origins)
    name = str(source.path) if source.path else source.key
    skipped = tuple(Skip(name, reason) for reason in _reasons(found))
    return ReadOutcome((article,), skipped=skipped)


def _pages(data: bytes) -> _Read:
    with Document(data) as document:
        if document.pages > MOST_PAGES:
            raise ReadError(f"has {document.pages:,} pages, more than {MOST_PAGES:,}; split it")
        pages: list[PageLines] = []
        letters = 0
        for number in range(document.pages):
            page = _page(document, number)
            pages.append(page)
            letters += sum(len(line.text) for line in page.lines)
            if letters > LONGEST:
                raise ReadError(f"holds more than {LONGEST:,} characters of text; split it")
        found = _Read(
            pages,
            [document.label(number) for number in range(document.pages)],
            FileInfo(
                document.info("Title"), document.info("Author"), document.info("CreationDate")
            ),
        )
        if ocr.is_installed():
            _read_pictures(document, found)
    return found


def _page(document: Document, number: int) -> PageLines:
    try:
        seen = document.look(number)
    except ReadError:
        return PageLines(number, 0, 0, is_broken=True)
    pieces = seen_pieces(seen)
    letters = sum(len(piece.text) for piece in pieces)
    page = lines_of(pieces, number, seen.width, seen.height)
    if letters < _FEW_LETTERS or letters < _FEW_KNOWN * seen.unknown:
        page.is_picture = seen.unknown > _FEW_UNKNOWN or has_picture(seen, pieces)
    page.is_partial = seen.unknown > _FEW_UNKNOWN and not page.is_picture
    return page


def _read_pictures(document: Document, found: _Read) -> None:
    """Read the words in pictures of pages, as many as there is time and memory for."""
    clock = ocr.Clock()
    for page in found.pages:
        if not page.is_picture:
            continue
        if not clock.has_time:
            return
        try:
            picture, dots = document.picture(page.number, ocr.DOTS)
            words = ocr.read_picture(picture, dots, page.number)
        except Exception:  # its engine fails in ways of its own where memory is short
            return
        found.tried.add(page.number)
        if words.lines:
            page.width, page.height, page.lines = words.width, words.height, words.lines
            page.is_picture = False
            found.recognised.append(page.number + 1)


def _front(found: _Read, flows: Mapping[int, Sequence[Flow]], body: Body) -> Front:
    """Return what the first page with text says, and take its masthead out of the text."""
    first = next(page for page in found.pages if page.lines)
    lines = [line for flow in flows[first.number] for line in flow.lines]
    front = front_of(lines, first.height, body, found.file)
    gone = {id(line) for line in (*front.title_lines, *front.masthead)}
    if any(id(line) not in gone for line in lines):
        for flow in flows[first.number]:
            rows = [[line for line in row if id(line) not in gone] for row in flow.rows]
            flow.rows = [row for row in rows if row]
    return front


def _assembled(found: _Read, flows: Mapping[int, Sequence[Flow]], body: Body) -> Assembled:
    paragraphs = Paragraphs(body, _known_words(found.pages))
    notes: dict[int, frozenset[str]] = {}
    for page in found.pages:
        below: list[Flow] = []
        for flow in flows[page.number]:
            text, note = without_notes(flow, body.size, page.height)
            if text.rows:
                paragraphs.add(text)
            if note:
                below.append(note)
        for note in below:
            paragraphs.add(note, is_note=True)
        notes[page.number] = frozenset(label for note in below for label in labels_of(note.lines))
    return assemble_pages(paragraphs.found, notes)


def _known_words(pages: Sequence[PageLines]) -> Callable[[], frozenset[str]]:
    known: list[frozenset[str]] = []

    def words() -> frozenset[str]:
        if not known:
            known.append(words_of(line.text for page in pages for line in page.lines))
        return known[0]

    return words


def _why_empty(found: _Read) -> str:
    if any(page.is_picture for page in found.pages):
        return f"{_pictures(found)}, without any text (a scan); {_what_to_do(found)}"
    if all(page.is_broken for page in found.pages):
        return "none of its pages can be opened; open it in a viewer and save it anew"
    return "its pages are empty; nothing to index"


def _reasons(found: _Read) -> list[str]:
    """Return what is missing from an article, or may be."""
    reasons: list[str] = []
    if any(page.is_picture for page in found.pages):
        reasons.append(f"{_pictures(found)}, left out; {_what_to_do(found)}")
    if found.recognised:
        pages = ranges(found.recognised)
        reasons.append(f"words on {pages} were read from pictures and may hold mistakes")
    partial = [page.number + 1 for page in found.pages if page.is_partial]
    if partial:
        reasons.append(f"words on {ranges(partial)} left out: their font does not name its letters")
    broken = [page.number + 1 for page in found.pages if page.is_broken]
    if broken:
        reasons.append(f"{ranges(broken)} cannot be opened")
    return reasons


def _pictures(found: _Read) -> str:
    pictures = [page.number + 1 for page in found.pages if page.is_picture]
    return f"{ranges(pictures)} {'is a picture' if len(pictures) == 1 else 'are pictures'}"


def _what_to_do(found: _Read) -> str:
    if not ocr.is_installed():
        return f"{ocr.INSTALL} has them read"
    if all(page.number in found.tried for page in found.pages if page.is_picture):
        return "no words can be made out"
    return "there was no time or memory to read them; split the file"
