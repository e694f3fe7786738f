"""Rich Text Format (.rtf): the text of documents that Word, WordPad and others wrote.

A walk of our own: what packages there are for it give bare text, with what is hidden or deleted,
and without headings, notes, pages and what the file says of itself.
"""

import re

from index.errors import ReadError
from index.readers.blocks import Block
from index.readers.office.head import Written, written_article
from index.readers.office.pages import Pages
from index.readers.office.properties import Properties, properties
from index.readers.rtf.groups import Groups
from index.readers.rtf.tokens import tokens
from index.readers.sources import ReadOutcome, Source

_BEGINNING = re.compile(rb"\s*\{\\rtf")


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read one article from RTF.

    Headings, lists, tables and text boxes are kept, notes follow the text; deletions, comments,
    headers, footers and hidden text go, and what is embedded is not looked at.

    Raises:
        ReadError: no RTF, nested too deeply, or without text.
    """
    if not _BEGINNING.match(data[:64].lstrip(b"\xef\xbb\xbf")):
        raise ReadError("is no RTF; give it the suffix of what it is")
    pages = Pages()
    groups = Groups(pages)
    for token in tokens(data):
        groups.take(token)
    blocks = [*groups.end(), Block(pages.end())]
    blocks += [block for note in groups.notes for block in note.end()]
    told = groups.tables
    written = Written(
        blocks, _properties(told.properties), groups.title, pages=pages.labels(told.pages)
    )
    article = written_article(source, written)
    if article is None:
        raise ReadError("no text in it; nothing to index")
    return ReadOutcome((article,))


def _properties(said: dict[str, str]) -> Properties:
    day = "-".join(said.get(part, "").zfill(2) for part in ("yr", "mo", "dy"))
    return properties(said.get("title"), said.get("author"), day)
