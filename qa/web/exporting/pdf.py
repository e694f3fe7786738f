"""A conversation as a PDF; the one wrapper of ReportLab.

Letters are set one beside the other, in fonts that lie here: Latin, Greek and Cyrillic. What needs
its letters joined or read from the right is refused, rather than set wrong; picture signs outside
of quotes become a frame.
"""

import io
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from qa.web.exporting.conversation import SavedConversation, SavedExchange, SavedQuote

MEDIA_TYPE = "application/pdf"

_FONTS = Path(__file__).parent / "fonts"
_TEXT, _STRONG = "PullquoteText", "PullquoteStrong"
_NAMED = 12
"""Letters that are named in a refusal."""
_UNSET = "\u25af"
"""Stands for a picture sign, as in a title; in a quote there is none."""
# They are not seen: spaces without width, marks of direction, soft hyphens.
_UNSEEN = {"Cf", "Cc"}


class UnsetLetters(Exception):
    """There are letters that are not set here; `letters` are some of them."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


def to_pdf(conversation: SavedConversation) -> bytes:
    """Return the file.

    Raises:
        UnsetLetters: it has letters that cannot be set.
    """
    known = _fonts()
    missing = [*_missing(known, _quoted(conversation)), *_missing(known, _told(conversation), "So")]
    if missing:
        raise UnsetLetters("".join(missing[:_NAMED]))
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=24 * mm,
        rightMargin=24 * mm,
        topMargin=22 * mm,
        bottomMargin=22 * mm,
        title=_plain(conversation.title)[:255],
        author="",
        lang=conversation.lang,
    )
    document.build(list(_story(conversation)), onFirstPage=_number, onLaterPages=_number)
    return file.getvalue()


@lru_cache(maxsize=1)
def _fonts() -> frozenset[str]:
    """Make the fonts known; return the letters that they have."""
    fonts = [TTFont(_TEXT, _FONTS / "text.ttf"), TTFont(_STRONG, _FONTS / "strong.ttf")]
    for font in fonts:
        pdfmetrics.registerFont(font)
    letters = (frozenset(map(chr, font.face.charToGlyph)) for font in fonts)
    return frozenset.intersection(*letters)


def _seen(text: str) -> str:
    return "".join(one for one in text if unicodedata.category(one) not in _UNSEEN or one in "\n\t")


def _missing(known: frozenset[str], texts: Iterator[str], but: str = "") -> list[str]:
    """Return the letters of texts that are not `known`, those of a category (`but`) left out."""
    letters = dict.fromkeys(_seen("".join(texts)))
    there = (one for one in letters if one not in known and one not in "\n\t")
    return [one for one in there if unicodedata.category(one) != but]


def _quoted(conversation: SavedConversation) -> Iterator[str]:
    """Yield what must be set letter by letter."""
    for one in conversation.exchanges:
        yield from (quote.text or "" for quote in one.quotes)


def _told(conversation: SavedConversation) -> Iterator[str]:
    yield conversation.title
    for one in conversation.exchanges:
        yield from (one.question, one.asked_as or "", one.verdict or "", *one.lines)
        for quote in one.quotes:
            yield from (quote.remark or "", *quote.facts)


def _style(name: str, size: float, font: str = _TEXT, **values: Any) -> ParagraphStyle:  # noqa: ANN401
    defaults = {"fontName": font, "fontSize": size, "leading": size * 1.45, "splitLongWords": 1}
    return ParagraphStyle(name, **{**defaults, **values})


_TITLE = _style("title", 19, _STRONG, spaceAfter=4)
_QUESTION = _style("question", 13.5, _STRONG, spaceBefore=20, spaceAfter=6, keepWithNext=1)
_LINE = _style("line", 10.5, spaceAfter=3)
_VERDICT = _style("verdict", 10.5, _STRONG, spaceBefore=3, spaceAfter=6)
_QUOTE = _style("quote", 10.5, leftIndent=9 * mm, rightIndent=9 * mm, spaceBefore=5)
_FACTS = _style("facts", 8.5, leftIndent=9 * mm, textColor=HexColor("#555555"), spaceAfter=6)
_SMALL = _style("small", 8.5, textColor=HexColor("#555555"))


def _story(conversation: SavedConversation) -> Iterator[Flowable]:
    yield _paragraph(conversation.title, _TITLE)
    yield _paragraph(conversation.day, _SMALL)
    for exchange in conversation.exchanges:
        yield from _exchange(exchange)


def _exchange(exchange: SavedExchange) -> Iterator[Flowable]:
    yield _paragraph(exchange.question, _QUESTION)
    if exchange.asked_as:
        yield _paragraph(exchange.asked_as, _SMALL)
    for line in exchange.lines:
        yield _paragraph(line, _LINE)
    if exchange.verdict:
        yield _paragraph(exchange.verdict, _VERDICT)
    for quote in exchange.quotes:
        yield from _quote(quote)


def _quote(quote: SavedQuote) -> Iterator[Flowable]:
    for line in (quote.text or "").split("\n"):
        if line.strip():
            yield _paragraph(line, _QUOTE)
    told = " · ".join(map(_marked, (f"[{quote.number}]", *quote.facts)))
    links = " · ".join(map(_link, filter(None, (quote.read, quote.original))))
    remark = f"<br/>{_marked(quote.remark)}" if quote.remark else ""
    yield Paragraph(f"{told} · {links}{remark}", _FACTS)


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(_marked(text), style)


def _marked(text: str) -> str:
    """Return a text as the library's markup, in which nothing of it means anything."""
    return escape(_plain(text))


def _plain(text: str) -> str:
    shown = _seen(text).replace("\n", " ").replace("\t", " ")
    known = _fonts()
    return "".join(one if one in known else _UNSET for one in shown)


def _link(address: str) -> str:
    return f'<a href={quoteattr(_plain(address))} color="#1a4b84">{_marked(address)}</a>'


def _number(canvas: Any, document: Any) -> None:  # noqa: ANN401
    canvas.setFont(_TEXT, 8.5)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, str(document.page))
