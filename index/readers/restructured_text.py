"""reStructuredText: the document without its markup. The one module that touches docutils."""

import re
from collections.abc import Iterator
from textwrap import dedent

from docutils import nodes
from docutils.core import publish_doctree

from index.articles.article import ArticleInfo, normalise_text
from index.articles.dates import parse_date
from index.articles.details.categories import as_text, clean_categories
from index.articles.origins import Origin
from index.errors import ReadError
from index.readers.blocks import Block, assemble, make_article, one_line, without_title
from index.readers.encoding import decode
from index.readers.fields.categories import category_names
from index.readers.fields.names import TAGS
from index.readers.sources import ReadOutcome, Source

_SETTINGS: dict[str, object] = {
    "_disable_config": True,  # nobody's docutils.conf counts
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "doctitle_xform": False,
    "halt_level": 6,
    "report_level": 3,
    "warning_stream": False,
    "line_length_limit": 1024 * 1024,
    "smart_quotes": False,
    "syntax_highlight": "none",
    "strip_comments": True,
    "trim_footnote_reference_space": True,
}
_COMMENT = re.compile(r"\.\. +(?P<key>\w+): *(?P<value>\S.*)$")
_FIELD = re.compile(r":(?P<key>\w+):(?: +(?P<value>.*))?$")
_ROLE = re.compile(r":[\w:+.-]+:`(?P<text>[^`<]+?)(?:\s*<[^>`]*>)?`")
_OPTION = re.compile(r"\s*:[\w -]+:")
_KEYS = {
    "title": "title", "author": "author", "authors": "author", "date": "date",
    "publication": "publication", "organization": "publication", "source": "publication",
    "url": "url", "link": "url", "lang": "lang", "language": "lang",
    "section": "categories", "category": "categories", "categories": "categories",
    "tags": "categories", "keywords": "categories",
}  # fmt: skip
_NO_TEXT = frozenset(
    """toctree index include raw automodule autoclass autofunction highlight currentmodule module
    only image figure math contents meta""".split()
)
_UNKNOWN = "Unknown directive type"
_DEEPEST = 4


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read one article from reStructuredText.

    Nothing is included from other files. What directives that docutils does not know hold is kept
    as text; notes follow the text.

    Raises:
        ReadError: not text, or nothing in it.
    """
    text = normalise_text(decode(data).text)
    said, text = _front(text)
    above = said.get("categories")
    walk = _Walk()
    blocks = [*walk.blocks(_parsed(text)), *walk.notes]
    said = {**said, **walk.said}
    said["categories"] = as_text(filter(None, [above, walk.said.get("categories")])) or ""
    heads = [one for one in blocks if one.text.strip()][:1]
    first = heads[0].text if heads and heads[0].mark == "heading" and len(blocks) > 1 else None
    title = said.get("title") or one_line(first)
    body, marks = assemble(without_title(blocks, title) if len(blocks) > 1 else blocks)
    if not body:
        raise ReadError("no text in it; nothing to index")
    info = ArticleInfo(
        id="",
        title=title,
        author=said.get("author"),
        date=parse_date(said.get("date", "")),
        publication=said.get("publication"),
        url=said.get("url"),
        lang=said.get("lang", "").lower().replace("_", "-") or None,
        categories=clean_categories([said.get("categories", "")]),
    )
    origins = [Origin(field, "front matter", 0.95) for field in said if field != "lang"]
    if "title" not in said and title:
        origins.append(Origin("title", "title of the text", 0.95))
    return ReadOutcome((make_article(source, info, body, marks, origins=origins),))


def _front(text: str) -> tuple[dict[str, str], str]:
    """Return what the lines at the top say of the text, as blog engines write it, and the rest.

    Fields may stand above the title (Pelican has them below, where docutils reads them), or in
    comments (Nikola).
    """
    said: dict[str, str] = {}
    rest = text.lstrip("\n")
    while rest:
        line, _, after = rest.partition("\n")
        match = _COMMENT.match(line) or _FIELD.match(line)
        if match is None and line.strip():
            break
        if match:
            _say(said, match["key"], match["value"] or "")
        rest = after
    return said, rest


def _say(said: dict[str, str], key: str, value: str) -> None:
    field = _KEYS.get(key.lower())
    line = one_line(value)
    if field == "categories" and line:
        names = category_names(line, parted=key.lower() in TAGS)
        said[field] = as_text([*filter(None, [said.get(field)]), *names]) or ""
    elif field and line:
        said.setdefault(field, line.replace("; ", ", ") if field == "author" else line)


def _parsed(text: str) -> nodes.document:
    return publish_doctree(text, settings_overrides=_SETTINGS)


class _Walk:
    """Walks through a parsed document; what its fields say of it is in `said`."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self.notes: list[Block] = []
        self._deep = 0

    def blocks(self, node: nodes.Node) -> Iterator[Block]:
        """Yield the blocks of a node."""
        for one in node.children:
            yield from self._block(one)

    def _block(self, node: nodes.Node) -> Iterator[Block]:
        if isinstance(node, nodes.docinfo | nodes.field_list):
            yield from self._fields(node)
        elif isinstance(node, nodes.bullet_list | nodes.enumerated_list):
            yield from self._list(node, 0)
        elif isinstance(node, nodes.footnote | nodes.citation):
            self.notes += [one for part in node.children[1:] for one in self._block(part)]
        elif isinstance(node, nodes.table):
            yield from _table(node)
        elif isinstance(node, nodes.system_message):
            yield from self._unknown(node)
        elif isinstance(node, nodes.line_block | nodes.TextElement):
            yield from _lines_of(node)
        elif not isinstance(node, _GONE) and not _is_contents(node):
            yield from self.blocks(node)

    def _fields(self, node: nodes.Node) -> Iterator[Block]:
        """Take the fields above the text as metadata; elsewhere they are text."""
        for one in node.children:
            if not isinstance(one, nodes.field):
                names = one.children if isinstance(one, nodes.authors) else [one]
                said = "; ".join(_text(name) for name in names)
                _say(self.said, type(one).__name__, said)
                continue
            key, value = one.children[0].astext(), _text(one.children[1])
            if isinstance(node, nodes.docinfo) or key.lower() in _KEYS:
                _say(self.said, key, value)
            elif value:
                yield Block(f"{key}: {value}")

    def _list(self, node: nodes.Element, depth: int) -> Iterator[Block]:
        number = int(node.get("start", 1))
        for at, item in enumerate(node.children):
            sign = f"{number + at}. " if isinstance(node, nodes.enumerated_list) else "- "
            for place, part in enumerate(item.children):
                if isinstance(part, nodes.bullet_list | nodes.enumerated_list):
                    yield from self._list(part, depth + 1)
                    continue
                for block in self._block(part):
                    marker = sign if place == 0 else " " * len(sign)
                    line = f"{'  ' * depth}{marker}{block.text}"
                    yield Block(line, tight=bool(at or place or depth))

    def _unknown(self, message: nodes.Node) -> Iterator[Block]:
        """Read what a directive holds that docutils does not know."""
        raw = next((one.astext() for one in message.children[1:]), "")
        said = message.children[0].astext() if message.children else ""
        name = raw.partition("::")[0].lstrip(". ")
        if not said.startswith(_UNKNOWN) or name in _NO_TEXT or self._deep > _DEEPEST:
            return
        lines = raw.split("\n")[1:]
        while lines and (_OPTION.match(lines[0]) or not lines[0].strip()):
            lines.pop(0)
        self._deep += 1
        yield from self.blocks(_parsed(dedent("\n".join(lines))))
        self._deep -= 1


_GONE = (
    nodes.comment,
    nodes.image,
    nodes.substitution_definition,
    nodes.target,
    nodes.pending,
    nodes.raw,
    nodes.meta,
    nodes.label,
    nodes.decoration,
)


def _is_contents(node: nodes.Node) -> bool:
    return isinstance(node, nodes.topic) and "contents" in node["classes"]


def _lines_of(node: nodes.Node) -> Iterator[Block]:
    """Yield what stands in lines of its own."""
    if isinstance(node, _GONE):
        return
    if isinstance(node, nodes.line_block):
        yield Block("\n".join(_lines(node)))
    elif isinstance(node, nodes.caption):
        yield Block(_text(node), "caption")
    else:
        is_title = isinstance(node, nodes.title | nodes.subtitle)
        is_heading = is_title and isinstance(node.parent, nodes.section | nodes.document)
        yield Block(_text(node), "heading" if is_heading else None)


def _text(node: nodes.Node) -> str:
    """Return the text of a node without the numbers of notes."""
    if isinstance(node, nodes.literal_block | nodes.doctest_block):
        return str(node.astext())
    return " ".join("".join(_pieces(node)).split())


def _pieces(node: nodes.Node) -> Iterator[str]:
    for one in node.children:
        if isinstance(one, nodes.footnote_reference | nodes.citation_reference | nodes.image):
            continue
        if isinstance(one, nodes.problematic):
            yield _ROLE.sub(r"\g<text>", one.astext())
        elif isinstance(one, nodes.Text):
            yield one.astext()
        elif not isinstance(one, nodes.system_message):
            yield from _pieces(one)


def _lines(node: nodes.Node) -> Iterator[str]:
    for one in node.children:
        if isinstance(one, nodes.line_block):
            yield from _lines(one)
        else:
            yield _text(one)


def _table(node: nodes.Node) -> Iterator[Block]:
    for title in node.findall(nodes.title):
        yield Block(_text(title), "caption")
    rows = []
    for row in node.findall(nodes.row):
        cells = [" ".join(_text(part) for part in entry.children) for entry in row.children]
        rows.append(" | ".join(cell.strip() for cell in cells))
    yield Block("\n".join(row for row in rows if row.strip(" |")), "table")
