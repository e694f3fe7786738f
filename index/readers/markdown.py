"""Markdown: YAML front matter becomes metadata, the body plain text with its headings located."""

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.articles.article import ArticleInfo, normalise_text
from index.articles.dates import parse_date
from index.errors import ReadError
from index.readers.blocks import Block, assemble, make_article, one_line, without_title
from index.readers.encoding import decode
from index.readers.pages.fragments import without_hidden
from index.readers.sources import ReadOutcome, Source

_FRONT = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.M | re.S)
_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_TEXTS = frozenset(("text", "code_inline", "fence", "code_block"))
_KEYS = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "by", "byline"),
    "date": ("date", "published", "pubdate", "created"),
    "publication": ("publication", "source", "site", "newspaper", "journal"),
    "url": ("url", "link", "canonical", "canonical_url", "source_url"),
}


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read one article from Markdown.

    Links become their text, emphasis and raw HTML go, code stays, list items and table rows are
    lines (`- item`, `cell | cell`). A first heading of the first level is the title where the front
    matter gives none; it is not repeated in the text where it is the title.

    Raises:
        ReadError: not text, damaged front matter, or nothing under it.
    """
    raw = normalise_text(decode(data).text)
    front = _FRONT.match(raw)
    info = _metadata(front["yaml"]) if front else ArticleInfo(id="")
    tokens = _PARSER.parse(raw[front.end() :] if front else raw)
    _drop_hidden(tokens)
    blocks = list(_blocks(tokens))
    starts_with_title = bool(tokens) and tokens[0].tag == "h1" and len(blocks) > 1
    title = info.title or (one_line(blocks[0].text) if starts_with_title else None)
    text, marks = assemble(without_title(blocks, title) if starts_with_title else blocks)
    if not text:
        raise ReadError("no text in it; nothing to index")
    article = make_article(source, _titled(info, title), text, marks)
    return ReadOutcome((article,))


def _drop_hidden(tokens: Sequence[Token]) -> None:
    """Empty the texts that the document's own HTML hides once it is shown as a page.

    Each text is exchanged for a mark that nobody can guess; the marks that are left in the page
    tell which texts are seen.
    """
    inner = [token for outer in tokens for token in (outer, *_inside(outer))]
    if not any(token.type in {"html_block", "html_inline"} for token in inner):
        return
    texts = [token for token in inner if token.type in _TEXTS]
    contents = [token.content for token in texts]
    secret = secrets.token_hex(8)
    for number, token in enumerate(texts):
        token.content = f"{secret}x{number}x"
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    seen = {int(found[1]) for found in re.finditer(f"{secret}x([0-9]+)x", without_hidden(html))}
    for number, (token, content) in enumerate(zip(texts, contents, strict=True)):
        token.content = content if number in seen else ""


def _inside(token: Token) -> Iterator[Token]:
    for child in token.children or []:
        yield child
        yield from _inside(child)


def _titled(info: ArticleInfo, title: str | None) -> ArticleInfo:
    values = {name: getattr(info, name) for name in _KEYS}
    return ArticleInfo(id="", **{**values, "title": title})


def _metadata(front: str) -> ArticleInfo:
    try:
        given = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 2}" if where else ""
        raise ReadError(f"front matter is not valid YAML{line}; quote values with colons") from None
    if not isinstance(given, dict):
        return ArticleInfo(id="")
    lowered = {str(key).lower(): value for key, value in given.items()}
    values = {name: _first(lowered, keys) for name, keys in _KEYS.items()}
    if values["date"]:
        values["date"] = parse_date(values["date"])
    return ArticleInfo(id="", **values)


def _first(given: dict[str, object], keys: Sequence[str]) -> str | None:
    return next((value for key in keys if (value := _value(given.get(key)))), None)


def _value(given: object) -> str | None:
    if isinstance(given, list):
        return ", ".join(name for name in map(_value, given) if name) or None
    if isinstance(given, dict):
        return one_line(given.get("name"))
    return one_line(given)


@dataclass(slots=True)
class _State:
    """Where in the document the walk is."""

    markers: list[int | None] = field(default_factory=list)
    first_of_item: bool = False
    item: bool = False
    cells: list[str] | None = None
    is_heading: bool = False
    after_item: bool = False


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    state = _State()
    for token in tokens:
        if token.type == "inline" and state.cells is not None:
            state.cells.append(" ".join(_inline(token.children or []).split()))
        elif token.type == "inline":
            yield _block(state, _inline(token.children or []))
        elif token.type in {"fence", "code_block"}:
            yield _block(state, token.content.rstrip("\n"))
        elif token.type == "tr_close":
            yield Block(" | ".join(state.cells or []), tight=state.after_item)
            state.cells, state.after_item = None, True
        else:
            _step(state, token)


def _block(state: _State, text: str) -> Block:
    if not state.markers or not state.item:
        return Block(text, "heading" if state.is_heading else None)
    number = state.markers[-1]
    marker = "- " if number is None else f"{number}. "
    indent = "  " * (len(state.markers) - 1)
    line = f"{indent}{marker}{text}" if state.first_of_item else f"{indent}  {text}"
    tight = state.after_item
    state.first_of_item, state.after_item = False, True
    return Block(line, tight=tight)


def _step(state: _State, token: Token) -> None:
    """Take note of a token that opens or closes something."""
    kind = token.type
    if kind in {"bullet_list_open", "ordered_list_open"}:
        start = int(token.attrGet("start") or 1)
        state.markers.append(None if kind == "bullet_list_open" else start - 1)
        state.after_item = len(state.markers) > 1
    elif kind in {"bullet_list_close", "ordered_list_close"}:
        state.markers.pop()
        state.item = bool(state.markers)
    elif kind == "list_item_open":
        state.first_of_item = state.item = True
        if state.markers[-1] is not None:
            state.markers[-1] += 1
    elif kind in {"heading_open", "heading_close"}:
        state.is_heading = kind == "heading_open"
    elif kind == "table_open":
        state.after_item = False
    elif kind == "tr_open":
        state.cells = []


def _inline(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak" or _is_line_break(token):
            parts.append("\n")
        elif token.type == "image":
            parts.append(_inline(token.children or []))
    return "".join(parts)


def _is_line_break(token: Token) -> bool:
    return token.type == "html_inline" and token.content.lower().startswith("<br")
