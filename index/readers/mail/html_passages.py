"""The HTML of a message as passages, with what mail programs mark as quoted or as a signature."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from index.articles.article import normalise_text
from index.readers.mail.passages import Passage
from index.readers.pages.fragments import fragment_blocks

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r" {2,}")
"""Of an element that ends with one, before text that begins with one."""

_QUOTES = (
    "gmail_quote", "gmail_extra", "yahoo_quoted", "protonmail_quote", "moz-email-headers-table",
    "zmail_extra", "tutanota_quote", "mail-quote", "quoted-reply",
)  # fmt: skip
_SIGNATURES = frozenset(
    (
        "gmail_signature", "moz-signature", "protonmail_signature_block", "signature",
        "ms-outlook-mobile-signature", "appendonsend-signature", "x_signature",
    )
)  # fmt: skip
_HISTORY_FOLLOWS = frozenset(
    ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container")
)
_INNER = frozenset(("table", "div", "p", "ul", "ol", "h1", "h2", "h3", "h4", "img", "blockquote"))
_LONGEST_CELL = 80


def html_passages(html: str) -> list[Passage]:
    """Return the blocks of a message's HTML that a reader sees, with how often each is quoted."""
    root = _parsed(html)
    if root is None:
        return []
    secret = secrets.token_hex(8)
    _drop_signatures(root)
    _open_layout_tables(root)
    _mark_quotes(root, secret)
    return list(_passages(_written(root), secret))


def shown_html(html: str) -> str:
    """Return a message's HTML without signatures, its tables for layout opened."""
    root = _parsed(html)
    if root is None:
        return ""
    _drop_signatures(root)
    _open_layout_tables(root)
    return str(etree.tostring(root, encoding="unicode", method="html"))


def _parsed(html: str) -> lxml_html.HtmlElement | None:
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(
            _DECLARATION.sub("", normalise_text(html)), parser=parser
        )
    except (etree.ParserError, ValueError):
        return None


def _drop_signatures(root: lxml_html.HtmlElement) -> None:
    for element in list(root.iter()):
        names = {name.casefold() for name in (element.get("class") or "").split()}
        names |= {(element.get("id") or "").casefold(), element.get("data-smartmail") or ""}
        if names & _SIGNATURES and element.getparent() is not None:
            element.drop_tree()


def _open_layout_tables(root: lxml_html.HtmlElement) -> None:
    """Make the cells of tables that only lay a message out parts like any others."""
    for table in root.iter("table"):
        rows = [row for row in table.iter("tr") if _nearest(row, "table") is table]
        cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
        if _is_data([cell for row in cells for cell in row], cells):
            continue
        for element in (*rows, *(cell for row in cells for cell in row)):
            element.tag = "div"
        for element in table:
            if element.tag in {"tbody", "thead", "tfoot"}:
                element.tag = "div"
        table.tag = "div"


def _nearest(element: lxml_html.HtmlElement, tag: str) -> lxml_html.HtmlElement | None:
    return next(element.iterancestors(tag), None)


def _is_data(every: list[lxml_html.HtmlElement], rows: list[list[lxml_html.HtmlElement]]) -> bool:
    if sum(len(row) > 1 for row in rows) < 2:
        return False
    return not any(
        len(cell.text_content()) > _LONGEST_CELL
        or any(child.tag in _INNER for child in cell.iterdescendants())
        for cell in every
    )


def _mark_quotes(root: lxml_html.HtmlElement, secret: str) -> None:
    """Put a paragraph before and after what is quoted, which nobody else could have written."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if _is_quote(element):
            element.addprevious(_sign(f"{secret}+"))
            _add_after(element, _sign(f"{secret}-"))
        elif (element.get("id") or "").casefold().removeprefix("x_") in _HISTORY_FOLLOWS:
            element.addprevious(_sign(f"{secret}+"))


def _is_quote(element: lxml_html.HtmlElement) -> bool:
    names = (element.get("class") or "").casefold().split()
    is_cited = element.tag == "blockquote" and (element.get("type") or "").casefold() == "cite"
    return is_cited or any(name in _QUOTES for name in names)


def _sign(text: str) -> lxml_html.HtmlElement:
    sign = lxml_html.Element("p")
    sign.text = text
    return sign


def _add_after(element: lxml_html.HtmlElement, sign: lxml_html.HtmlElement) -> None:
    sign.tail, element.tail = element.tail, None
    element.addnext(sign)


def _written(root: lxml_html.HtmlElement) -> str:
    """Return the body with the styles of the head, which say what is hidden in it."""
    styles = [
        etree.tostring(one, encoding="unicode", with_tail=False) for one in root.iter("style")
    ]
    body = next(root.iter("body"), root)
    if body is root:  # else it would be taken for a page, which must have a body
        root.tag = "div"
    return "".join((*styles, etree.tostring(body, encoding="unicode", method="html")))


def _passages(html: str, secret: str) -> Iterator[Passage]:
    depth = 0
    for block in fragment_blocks(html):
        text = block.text.strip()
        if text == f"{secret}+":
            depth += 1
        elif text == f"{secret}-":
            depth = max(0, depth - 1)
        elif text:
            yield Passage(replace(block, text=_SPACES.sub(" ", block.text)), depth)
