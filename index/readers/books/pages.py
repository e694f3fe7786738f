"""A file of a book becomes blocks: its text with headings, lists, tables, notes and page ends."""

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from index.articles.marks import Kind
from index.errors import ReadError
from index.readers.blocks import PAGE_BREAK, Block
from index.readers.encoding import decode
from index.readers.office.package import Element
from index.readers.office.tables import table_blocks
from index.readers.pages.hidden import drop_hidden
from index.readers.zips import SafeZip

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_CLOSED = re.compile(r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)"
                     r"[\s/>])([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)/>")  # fmt: skip
_SPACES = re.compile(r"[ \t\n\r]+")
_MOST_STYLE = 512 * 1024
_BLOCKS = frozenset(
    """address article aside blockquote body dd div dl dt fieldset figcaption figure footer header
    hr html li main ol p pre section table ul h1 h2 h3 h4 h5 h6""".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_GONE = frozenset(("head", "nav", "rt", "rp", "script", "style", "img", "svg", "audio", "video"))
_NOTES = frozenset(
    """footnote endnote rearnote note footnotes endnotes rearnotes doc-footnote doc-endnote
    doc-endnotes""".split()
)
_REFERENCES = frozenset(("noteref", "doc-noteref", "backlink", "doc-backlink", "referrer"))
_PAGES = frozenset(("pagebreak", "doc-pagebreak"))
_AROUND = frozenset("cover toc titlepage copyright-page halftitlepage landmarks loi lot".split())
_SIGN = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§¶↩⤴]+|[ivx]{1,5}|[a-z])[\])]?[.:]?")
_PAGE_LABEL = re.compile(r"(?:page|p\.|pg\.?|seite)?\s*([\w.-]{1,10})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file to which the table of contents leads."""

    name: str


@dataclass(slots=True)
class Page:
    """What is read of a file: blocks and places in order, then notes; the pages that begin."""

    parts: list[Block | Place] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


def page_of(archive: SafeZip, file: str, places: frozenset[str]) -> Page:
    """Return what is read of a file of a book.

    Args:
        archive: of the book.
        file: in it.
        places: those to tell of.

    Raises:
        ReadError: the file is missing, damaged, or not text.
    """
    root = _parse(archive.read(file))
    _take_styles(root, archive, posixpath.dirname(file))
    drop_hidden(root)
    page = Page()
    body = root.find("body")
    body = root if body is None else body
    if not _types(body) & _AROUND:
        _Walk(page, places).walk(body)
    return page


def _parse(data: bytes) -> Element:
    declared = _DECLARED.search(data[:300])
    text = decode(data, declared[1].decode("ascii") if declared else None).text
    # HTML knows no elements that close themselves; an empty title would swallow the page.
    text = _CLOSED.sub(r"<\1\2></\1>", _DECLARATION.sub("", text).replace("\x00", ""))
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError):
        raise ReadError("no text in it; repair the book") from None


def _take_styles(root: Element, archive: SafeZip, folder: str) -> None:
    """Put the style sheets that a file names into it, as they may hide text."""
    for link in list(root.iter("link")):
        path = posixpath.normpath(posixpath.join("/", folder, unquote(link.get("href") or "")))
        name = path.lstrip("/")
        is_sheet = "stylesheet" in (link.get("rel") or "").lower().split()
        if is_sheet and name in archive and archive.size(name) <= _MOST_STYLE:
            sheet = lxml_html.Element("style")
            css = archive.read(name, _MOST_STYLE).decode("utf-8", "replace").replace("\x00", "")
            sheet.text = "".join(one for one in css if one >= " " or one in "\t\n")
            link.addprevious(sheet)


class _Walk:
    """Walks through a file and gathers its blocks.

    Args:
        page: that is filled.
        places: of which to tell.
    """

    def __init__(self, page: Page, places: frozenset[str]) -> None:
        self._page, self._places = page, places
        self._into: list[Block | Place] | list[Block] = page.parts
        self._text: list[str] = []
        self._marker = ""
        self._depth = 0
        self._tight = False

    def walk(self, element: Element) -> None:
        """Read an element and what is in it."""
        self._children(element, is_kept=False)
        self._end(None)

    def _element(self, element: Element, *, is_kept: bool) -> None:
        tag, types = element.tag, _types(element)
        identifier = element.get("id") or (element.get("name") if tag == "a" else None)
        if identifier in self._places:
            self._page.parts.append(Place(identifier))
        if types & _PAGES:
            self._begin_page(element)
        elif types & _REFERENCES or _is_reference(element) or tag in _GONE:
            return
        elif types & _NOTES and self._into is not self._page.notes:
            self._note(element)
        elif tag == "br":
            self._text.append("\n")
        elif tag == "table":
            self._table(element)
        elif tag in {"ul", "ol"}:
            self._list(element)
        elif tag in _BLOCKS:
            self._end(None)
            is_kept = is_kept or tag == "pre"
            self._children(element, is_kept=is_kept)
            self._end(_mark(tag), is_kept=is_kept)
        else:
            self._children(element, is_kept=is_kept)

    def _children(self, element: Element, *, is_kept: bool) -> None:
        self._write(element.text, is_kept=is_kept)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, is_kept=is_kept)
            self._write(child.tail, is_kept=is_kept)

    def _write(self, text: str | None, *, is_kept: bool) -> None:
        if text:
            self._text.append(text if is_kept else _SPACES.sub(" ", text))

    def _end(self, mark: Kind | None, *, is_kept: bool = False) -> None:
        """Take what was written as a block; its spaces are kept where they are code's."""
        text = "".join(self._text)
        if not is_kept:
            text = re.sub(" ?\n ?", "\n", re.sub(" {2,}", " ", text)).strip(" ")
        self._text.clear()
        text = text.strip("\n\t")
        if text.strip():
            line = f"{self._marker}{text}"
            self._into.append(Block(line, mark, tight=self._tight))
            self._marker, self._tight = "", False
        elif text:
            self._into.append(Block(text))

    def _begin_page(self, element: Element) -> None:
        if self._into is not self._page.parts:
            return
        said = element.get("title") or element.get("aria-label") or element.text_content()
        found = _PAGE_LABEL.fullmatch(" ".join((said or "").split()))
        self._page.labels.append(found[1] if found else "")
        self._text.append(PAGE_BREAK)

    def _note(self, element: Element) -> None:
        """Read a note; its text goes after that of the chapter."""
        written, self._text = self._text, []
        into, self._into = self._into, self._page.notes
        self.walk(element)
        self._into, self._text = into, written

    def _list(self, element: Element) -> None:
        self._end(None)
        start = element.get("start") or "1"
        number = int(start) if start.isdigit() and len(start) < 7 else 1
        self._depth += 1
        for child in element:
            if child.tag != "li":
                self._element(child, is_kept=False)
                continue
            if _types(child) & _NOTES:
                self._element(child, is_kept=False)
                continue
            self._tight = self._depth > 1 or child.getprevious() is not None
            sign = f"{number}. " if element.tag == "ol" else "- "
            self._marker = f"{'  ' * (self._depth - 1)}{sign}"
            self._element(child, is_kept=False)
            self._marker, number = "", number + 1
        self._depth -= 1
        self._tight = False

    def _table(self, element: Element) -> None:
        self._end(None)
        rows: list[list[list[Block]]] = []
        for part in element.iter("caption", "tr"):
            if part.tag == "caption":
                self._children(part, is_kept=False)
                self._end("caption")
            elif next(part.iterancestors("table")) is element:
                rows.append([self._cell(cell) for cell in part if cell.tag in {"td", "th"}])
        self._into.extend(table_blocks(rows))

    def _cell(self, element: Element) -> list[Block]:
        cell: list[Block] = []
        into, self._into = self._into, cell
        self.walk(element)
        self._into = into
        return cell


def _types(element: Element) -> set[str]:
    return {*element.get("epub:type", "").split(), *element.get("role", "").split()}


def _is_reference(element: Element) -> bool:
    """Tell whether an element is only the number of a note, with a link to it."""
    if element.tag not in {"sup", "a"}:
        return False
    links = [element] if element.tag == "a" else list(element.iter("a"))
    if not links or "#" not in (links[0].get("href") or ""):
        return False
    text = "".join(element.itertext()).strip()
    in_sup = element.tag == "sup" or any(one.tag == "sup" for one in element)
    return bool(_SIGN.fullmatch(text)) and (in_sup or not text.isalnum())


def _mark(tag: str) -> Kind | None:
    if tag in _HEADINGS:
        return "heading"
    return "caption" if tag == "figcaption" else None
