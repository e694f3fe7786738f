"""A conversation as a file of Word (.docx); the one wrapper of python-docx."""

import io
import re
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from index.language.scripts import is_right_to_left
from qa.web.exporting.conversation import SavedConversation, SavedExchange, SavedQuote
from qa.web.exporting.direction import reads_right_to_left

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SOFT = RGBColor(0x55, 0x55, 0x55)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_word(conversation: SavedConversation) -> bytes:
    """Return the file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    document.core_properties.title = _clean(conversation.title)[:255]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = conversation.lang
    writer = _Writer(document, conversation.lang)
    writer.paragraph(conversation.title, style="Title")
    writer.paragraph(conversation.day, small=True)
    for exchange in conversation.exchanges:
        writer.exchange(exchange)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


class _Writer:
    # Parts of the library's tree have no types.

    def __init__(self, document: Any, lang: str) -> None:  # noqa: ANN401
        self._document = document
        self._lang = lang

    def exchange(self, exchange: SavedExchange) -> None:
        self.paragraph(exchange.question, style="Heading 1")
        if exchange.asked_as:
            self.paragraph(exchange.asked_as, small=True)
        for line in exchange.lines:
            self.paragraph(line)
        if exchange.verdict:
            self.paragraph(exchange.verdict, bold=True)
        for quote in exchange.quotes:
            self._quote(quote)

    def _quote(self, quote: SavedQuote) -> None:
        for line in (quote.text or "").split("\n"):
            if line.strip():
                self.paragraph(line, style="Quote", lang=quote.lang)
        facts = self._paragraph(f"[{quote.number}] {' · '.join(quote.facts)} · ", small=True)
        self._link(facts, quote.read)
        if quote.original:
            self._run(facts, " · ", small=True)
            self._link(facts, quote.original)
        if quote.remark:
            self.paragraph(quote.remark, small=True)

    def paragraph(
        self,
        text: str,
        *,
        style: str | None = None,
        small: bool = False,
        bold: bool = False,
        lang: str | None = None,
    ) -> None:
        made = self._paragraph(text, style=style, small=small, bold=bold, lang=lang)
        if style == "Quote":
            made.paragraph_format.left_indent = made.paragraph_format.right_indent = Mm(8)
            made.paragraph_format.space_after = Pt(3)

    def _paragraph(
        self,
        text: str,
        *,
        style: str | None = None,
        small: bool = False,
        bold: bool = False,
        lang: str | None = None,
    ) -> Any:  # noqa: ANN401
        made = self._document.add_paragraph(style=style)
        if reads_right_to_left(text):
            made._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        self._run(made, text, small=small, bold=bold, lang=lang)
        return made

    def _run(
        self,
        paragraph: Any,  # noqa: ANN401
        text: str,
        *,
        small: bool = False,
        bold: bool = False,
        lang: str | None = None,
    ) -> None:
        run = paragraph.add_run(_clean(text))
        if small:
            run.font.size, run.font.color.rgb = Pt(9), _SOFT
        if bold:
            run.bold = True
        properties = run._r.get_or_add_rPr()
        if reads_right_to_left(text):
            properties.append(OxmlElement("w:rtl"))
        language = OxmlElement("w:lang")
        named = lang or self._lang
        language.set(qn("w:bidi" if is_right_to_left(named) else "w:val"), named)
        properties.append(language)

    def _link(self, paragraph: Any, address: str) -> None:  # noqa: ANN401
        known = paragraph.part.relate_to(_clean(address), RELATIONSHIP_TYPE.HYPERLINK, True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), known)
        self._run(paragraph, address, small=True)
        run = paragraph.runs[-1]
        run.font.underline = True
        link.append(run._r)
        paragraph._p.append(link)
