"""Word documents (.docx): the text as it reads with all changes accepted, without its margins."""

from index.errors import ReadError
from index.readers.office.head import Written, written_article
from index.readers.office.package import Element, Package, attribute, child, inside, local
from index.readers.office.properties import office_properties
from index.readers.office.word.document import Document, Notes, pages_of
from index.readers.office.word.numbering import Numbering
from index.readers.office.word.parts import Parts
from index.readers.office.word.styles import Styles
from index.readers.sources import ReadOutcome, Source

_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_NOT_NOTES = frozenset(("separator", "continuationSeparator", "continuationNotice"))
_EMPTY_TEMPLATE = 2
"""How many times more words than the properties state show that nobody counted."""


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read one article from a document of Word 2007 or later.

    Headings, lists with their numbers, tables and captions are kept, text boxes follow the
    paragraph they are fixed to, notes the whole text. Deletions, comments, headers, footers, tables
    of contents and hidden text go, and macros are not looked at.

    Raises:
        ReadError: locked, damaged, or without text.
    """
    package = Package(data)
    main = package.main()
    root = package.xml(main)
    body = child(root, "body")
    if body is None:
        raise ReadError("holds no document; it is damaged, or of another kind")
    related = package.related(main)
    parts = {one.kind: package.xml(one.target) for one in related.values()
             if one.kind in _WANTED and not one.is_outside}  # fmt: skip
    pages = pages_of(body)
    document = Document(
        Styles(parts.get("styles")),
        Numbering(parts.get("numbering")),
        pages,
        _notes(parts),
        Parts(package, related),
    )
    blocks = list(document.blocks(body))
    written = Written(
        blocks,
        office_properties(package),
        document.title,
        document.info,
        pages.labels(_pages_stated(package, sum(len(one.text.split()) for one in blocks))),
    )
    article = written_article(source, written)
    if article is None:
        raise ReadError("no text in it; scanned pages are pictures, save their text instead")
    return ReadOutcome((article,))


_WANTED = frozenset(("styles", "numbering", *_NOTES))


def _notes(parts: dict[str, Element]) -> Notes:
    return {
        (kind, attribute(one, "id")): one
        for part, kind in _NOTES.items()
        for one in inside(parts.get(part))
        if local(one) == kind and attribute(one, "type") not in _NOT_NOTES
    }


def _pages_stated(package: Package, words: int) -> int | None:
    """Return how many pages the properties state, if they are of this text of so many words."""
    relations = package.related("").values()
    parts = [one.target for one in relations if one.kind == "extended-properties"]
    root = package.xml(parts[0]) if parts else None
    texts = {} if root is None else {local(one): one.text or "" for one in root}
    pages, counted = texts.get("Pages", ""), texts.get("Words", "")
    if not pages.isdigit() or not counted.isdigit() or int(counted) * _EMPTY_TEMPLATE < words:
        return None
    return int(pages)
