"""Small PDFs for the tests, set line by line."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from index.articles.article import Article
from index.readers.pdf.reader import read
from index.readers.sources import ReadOutcome, Source

WIDTH, HEIGHT = 400.0, 600.0
REGULAR, BOLD = "Times-Roman", "Times-Bold"


class Paper:
    """A PDF that is set from the top of each page; `text` fills lines as a typesetter does."""

    def __init__(self, **info: str) -> None:
        self._bytes = BytesIO()
        self.canvas = Canvas(self._bytes, pagesize=(WIDTH, HEIGHT), invariant=True)
        self.canvas.setTitle(info.get("title", ""))
        self.canvas.setAuthor(info.get("author", ""))
        self.y = HEIGHT - 70

    def line(self, text: str, x: float = 50, y: float | None = None, **style: object) -> None:
        """Set one line and go on to the next, or set one at `y`."""
        font, size = str(style.get("font", REGULAR)), float(str(style.get("size", 10)))
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.y if y is None else y, text)
        if y is None:
            self.y -= 1.25 * size

    def lines(self, lines: Iterable[str], x: float = 50, **style: object) -> None:
        """Set lines as they are, then leave some room."""
        for text in lines:
            self.line(text, x, **style)
        self.y -= 8

    def text(self, words: str, x: float = 50, width: float = 300, **style: object) -> None:
        """Set a paragraph in lines of a width in points."""
        self.lines(filled(words, width, **style), x, **style)

    def page(self) -> None:
        """Begin another page."""
        self.canvas.showPage()
        self.y = HEIGHT - 70

    def data(self) -> bytes:
        """Return the file."""
        self.canvas.save()
        return self._bytes.getvalue()


def filled(words: str, width: float, **style: object) -> list[str]:
    """Return lines as long as fit into `width` points."""
    font, size = str(style.get("font", REGULAR)), float(str(style.get("size", 10)))
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, font, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def picture(draw: Callable[[object], None], size: tuple[int, int] = (800, 1200)) -> ImageReader:
    """Return a picture on which `draw` puts something, as a scan is one."""
    from PIL import Image, ImageDraw

    image = Image.new("L", size, 255)
    draw(ImageDraw.Draw(image))
    return ImageReader(image)


def outcome_of(data: bytes) -> ReadOutcome:
    """Read a PDF."""
    return read(data, Source("/news/some-file.pdf", Path("/news/some-file.pdf")))


def article_of(data: bytes) -> Article:
    """Read the article of a PDF, of which nothing is left out."""
    outcome = outcome_of(data)
    assert outcome.skipped == ()
    return outcome.articles[0]


def pages_of(article: Article) -> Sequence[tuple[str, str]]:
    """Return label and text of each page."""
    return [(mark.label, article.text[mark.start : mark.end]) for mark in article.marked("page")]
