"""Elements become lines of text as a browser lays them out: what stands apart there is apart here.

Every line remembers the element that holds it, so that whoever chooses lines can look around it.
One pass, in time that grows with the size of the page alone.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree
from lxml import html as lxml_html

from index.articles.marks import Kind
from index.readers.blocks import Block
from index.readers.pages.page_tables import is_data_table, outer_tables, table_block
from index.readers.pages.pieces import Piece, is_bold_heading, paragraphs_of

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol
    optgroup option p pre search section summary table tbody td tfoot th thead tr ul""".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD = frozenset(("b", "strong"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_SILENT = frozenset(("head", "rp", "rt", "rtc", "script", "style"))
"""Not text of the page; what stands over Japanese and Chinese letters only repeats them."""
_SPACES = re.compile(r"[ \t\n\r\f]+")
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|captions?|figcaption|(?:image|photo|img|media|picture)[_-]*"
    r"(?:caption|credits?|description|desc))(?:$|[\s_-])",
    re.IGNORECASE,
)

_LONGEST_CAPTION = 600
_LONGEST_HEADING = 250
_LONGEST_TERM = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A block of text, the block element that holds it, and how much of it is links.

    `linked` counts characters. `element` is the innermost block element; of a table the table.
    """

    block: Block
    element: lxml_html.HtmlElement
    linked: int = 0

    @property
    def share_linked(self) -> float:
        """How much of the text is links, from 0 to 1."""
        return min(1.0, self.linked / max(1, len(self.block.text)))


def lines_of(
    root: lxml_html.HtmlElement, left_out: Set[lxml_html.HtmlElement] = frozenset()
) -> Iterator[Line]:
    """Yield the lines of what is in `root`, in order, without the elements that are left out."""
    renderer = _Renderer(root)
    walk = etree.iterwalk(root, events=("start", "end"))
    outer = outer_tables(root)
    for event, element in walk:
        if event == "end":
            yield from renderer.end(element)
            continue
        if not isinstance(element.tag, str) or element.tag in _SILENT or element in left_out:
            walk.skip_subtree()
            renderer.skipped.add(element)
        elif element.tag == "table" and element not in outer and is_data_table(element):
            walk.skip_subtree()
            renderer.skipped.add(element)
            yield from renderer.table(element)
        else:
            yield from renderer.start(element)
    yield from renderer.close()
    yield from renderer.rest()


class _Renderer:
    """Gathers pieces of text until something begins or ends that stands apart."""

    def __init__(self, root: lxml_html.HtmlElement) -> None:
        self.skipped: set[lxml_html.HtmlElement] = set()
        self._captioned: set[lxml_html.HtmlElement] = set()
        self._root = root
        self._pieces: list[Piece] = []
        self._owners = [root]
        self._links = self._bold = self._pre = self._captions = 0
        self._lists: list[lxml_html.HtmlElement] = []
        self._bullets: list[bool] = []  # of the items around, whether they still want their sign
        self._last_list: lxml_html.HtmlElement | None = None
        self._term: Line | None = None
        self._is_abutting = False

    def start(self, element: lxml_html.HtmlElement) -> Iterator[Line]:
        """Take the beginning of an element."""
        tag = element.tag
        is_caption = _is_caption(element)
        if is_caption:
            self._captioned.add(element)
        if is_caption or tag in _BLOCKS:
            yield from self.close()
            self._owners.append(element)
            self._count(element, 1)
        elif tag == "br":
            self._pieces.append(Piece("\n", self._links > 0, self._bold > 0))
        elif tag == "q":
            self._add("“")
        elif _abuts(element):
            self._is_abutting = True
        self._links += tag == "a"
        self._bold += tag in _BOLD
        self._add(element.text)

    def end(self, element: lxml_html.HtmlElement) -> Iterator[Line]:
        """Take the end of an element, and the text that follows it."""
        tag = element.tag
        if element in self.skipped:
            self.skipped.discard(element)
        else:
            self._links -= tag == "a"
            self._bold -= tag in _BOLD
            if tag == "q":
                self._add("”")
            if tag in _BLOCKS or element in self._captioned:
                yield from self.close()
                self._owners.pop()
                self._count(element, -1)
        if element is not self._root:
            self._add(element.tail)

    def table(self, element: lxml_html.HtmlElement) -> Iterator[Line]:
        """Take a table of data as a whole."""
        yield from self.close()
        caption = element.find("caption")
        if caption is not None:
            text = " ".join(caption.text_content().split())
            yield from self._told(Line(Block(text, "caption"), element))
        linked = sum(len(link.text_content()) for link in element.iter("a"))
        yield from self._told(Line(table_block(element), element, linked))

    def close(self) -> Iterator[Line]:
        """Yield what was gathered."""
        pieces, self._pieces = self._pieces, []
        self._is_abutting = False
        if not any(piece.text.strip() for piece in pieces):
            return
        owner = self._owners[-1]
        if self._pre:
            text = "".join(piece.text for piece in pieces).strip("\n").rstrip()
            yield from self._told(Line(Block(text), owner))
            return
        for paragraph in paragraphs_of(pieces):
            yield from self._paragraph(paragraph, owner)

    def _paragraph(self, lines: list[list[Piece]], owner: lxml_html.HtmlElement) -> Iterator[Line]:
        texts = [_SPACES.sub(" ", "".join(p.text for p in line)).strip() for line in lines]
        every = [piece for line in lines for piece in line]
        linked = sum(len(p.text.strip()) for p in every if p.is_linked)
        if len(lines) > 1 and is_bold_heading(lines[0], texts[0]):
            yield from self._told(Line(Block(texts[0], "heading"), owner))
            lines, texts = lines[1:], texts[1:]
        mark: Kind | None = None
        text = "\n".join(texts)
        if owner.tag in _HEADINGS:
            mark = "heading" if len(text) <= _LONGEST_HEADING else None
            text = " ".join(texts)
        elif self._captions:
            mark = "caption" if len(text) <= _LONGEST_CAPTION else None
        elif len(lines) == 1 and not self._bullets and is_bold_heading(lines[0], text):
            mark = "heading"
        yield from self._told(Line(Block(text, mark), owner, linked))

    def _told(self, line: Line) -> Iterator[Line]:
        """Yield a line with the sign of the list item, or the term, that it begins with."""
        text = line.block.text
        if not text:
            return
        term, self._term = self._term, None
        if line.element.tag == "dt" and _is_term(text):
            if term:
                yield term
            self._term = line
            return
        if term and line.element.tag != "dd" and not _is_in(line.element, "dd"):
            yield term
            term = None
        if term:
            sign = "" if term.block.text.endswith(":") else ":"
            text = f"{term.block.text}{sign} {text}"
        tight = False
        if self._bullets and self._bullets[-1]:
            self._bullets[-1] = False
            text = f"- {text}"
            tight = bool(self._lists) and self._last_list is self._lists[0]
            self._last_list = self._lists[0] if self._lists else None
        elif not self._lists:
            self._last_list = None
        yield replace(line, block=replace(line.block, text=text, tight=tight))

    def rest(self) -> Iterator[Line]:
        """Yield a term that nothing explained."""
        if self._term:
            yield self._term
            self._term = None

    def _count(self, element: lxml_html.HtmlElement, step: int) -> None:
        """Remember what is around, as an element begins (1) or ends (-1)."""
        tag = element.tag
        self._pre += step * (tag == "pre")
        self._captions += step * (element in self._captioned)
        if tag in _LISTS:
            self._lists.append(element) if step > 0 else self._lists.pop()
        elif tag == "li":
            self._bullets.append(True) if step > 0 else self._bullets.pop()

    def _add(self, text: str | None) -> None:
        if not text or not (self._pieces or self._pre or not text.isspace()):
            return
        if self._is_abutting and not text.isspace():
            before = self._pieces[-1].text[-1:] if self._pieces else ""
            if before.isalnum() and (text[0].isupper() or text[0].isdigit()):
                text = f" {text}"
        self._is_abutting = self._is_abutting and text.isspace()
        if not self._pre:
            text = _SPACES.sub(" ", text)
        self._pieces.append(Piece(text, self._links > 0, self._bold > 0))


def _is_caption(element: lxml_html.HtmlElement) -> bool:
    """Tell whether an element is the line under a picture, by its tag or class."""
    return element.tag in {"figcaption", "caption"} or _is_caption_class(element.get("class"))


@lru_cache(maxsize=4096)
def _is_caption_class(names: str | None) -> bool:
    return bool(names) and _CAPTION_CLASS.search(names or "") is not None


def _abuts(element: lxml_html.HtmlElement) -> bool:
    """Tell whether an element touches one before it that its style surely keeps apart."""
    before = element.getprevious()
    return (
        before is not None
        and not before.tail
        and element.get("class") is not None
        and before.get("class") is not None
    )


def _is_term(text: str) -> bool:
    return len(text) <= _LONGEST_TERM and "\n" not in text and text[-1:] not in ".!?"


def _is_in(element: lxml_html.HtmlElement, tag: str) -> bool:
    """Tell whether one of the nearest elements around has this tag."""
    for _ in range(3):
        element = element.getparent()
        if element is None:
            return False
        if element.tag == tag:
            return True
    return False
