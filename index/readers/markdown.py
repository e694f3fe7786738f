"""Markdown: a head becomes metadata, the body plain text with its headings located."""

import itertools
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.articles.article import normalise_text
from index.articles.origins import Origin
from index.errors import ReadError
from index.readers.blocks import Block, assemble, make_article, one_line, without_title
from index.readers.encoding import decode
from index.readers.matter.code import Aside
from index.readers.matter.dialects import without_admonitions, without_dialects
from index.readers.matter.facts import facts_of
from index.readers.matter.heads import Head, take_head
from index.readers.matter.tags import without_template_tags
from index.readers.pages.fragments import fragment_blocks, without_hidden
from index.readers.sources import ReadOutcome, Source

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_STYLES = re.compile(r"<style\b[^>]*>[^<]*</style\s*>", re.I)
_SIGNS = re.compile(r"[{]|\[\[|\[!|\[\^|:[:\w]|<[A-Z]|^import |^export ", re.M)
_LABEL = re.compile(r"[^\W_][^:\n|.!?]{0,38}: +\S")
_TEXTS = frozenset(("text", "code_inline", "fence", "code_block"))


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read one article from Markdown.

    Links become their text, emphasis and raw HTML go, code stays, list items and table rows are
    lines (`- item`, `cell | cell`). A first heading of the first level is the title where the front
    matter gives none; it is not repeated in the text where it is the title.

    Raises:
        ReadError: not text, damaged front matter, or nothing under it.
    """
    head = take_head(normalise_text(decode(data).text))
    facts = facts_of(head.values, source)
    info = facts.info
    tokens = _tokens(head, is_mdx=source.suffix == ".mdx")
    _drop_hidden(tokens)
    blocks = list(_blocks(tokens))
    starts_with_title = bool(tokens) and tokens[0].tag == "h1" and len(blocks) > 1
    title = info.title or (one_line(blocks[0].text) if starts_with_title else None)
    text, marks = assemble(without_title(blocks, title) if starts_with_title else blocks)
    if not text:
        raise ReadError("no text in it; nothing to index")
    origins = facts.origins if info.title else (*facts.origins, Origin("title", "first heading"))
    article = make_article(source, replace(info, title=title), text, marks, origins=origins)
    return ReadOutcome(drafts=(article,)) if facts.is_draft else ReadOutcome((article,))


def _tokens(head: Head, *, is_mdx: bool) -> list[Token]:
    """Parse a text twice where it has tags: first to see what is code, which keeps them."""
    text = without_admonitions(head.body)
    tokens = _PARSER.parse(text)
    if not _SIGNS.search(text):
        return tokens
    aside = Aside()
    code = [token.map for token in tokens if token.type in {"fence", "code_block"} and token.map]
    text = aside.put_lines(text, [(first, last) for first, last in code])
    text = without_template_tags(aside.put_spans(text), head.values, aside)
    return _PARSER.parse(aside.back(without_dialects(text, head.values, is_mdx=is_mdx)))


def _drop_hidden(tokens: Sequence[Token]) -> None:
    """Empty the texts that the document's own HTML hides once it is shown as a page.

    Each text is exchanged for a mark that nobody can guess; the marks that are left in the page
    tell which texts are seen.
    """
    inner = [token for outer in tokens for token in (outer, *_inside(outer))]
    if not any(token.type in {"html_block", "html_inline"} for token in inner):
        return
    texts = [token for token in inner if token.type in _TEXTS or token.type == "html_block"]
    contents = [token.content for token in texts]
    secret = secrets.token_hex(8)
    for number, token in enumerate(texts):
        more = token.content if token.type == "html_block" else ""  # shown, it may hide others
        token.content = f"{secret}x{number}x{more}"
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    seen = {int(found[1]) for found in re.finditer(f"{secret}x([0-9]+)x", without_hidden(html))}
    styles = "".join(_STYLES.findall("".join(contents)))
    for number, (token, content) in enumerate(zip(texts, contents, strict=True)):
        token.content = content if number in seen else ""
        if token.type == "html_block" and number in seen:
            token.content = styles + content


def _inside(token: Token) -> Iterator[Token]:
    for child in token.children or []:
        yield child
        yield from _inside(child)


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
        elif token.type == "html_block":
            yield from fragment_blocks(token.content)
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
    """Return the text of a block; lines in a row that all begin with a label stay lines."""
    lines = _lines(tokens)
    text = lines[0]
    for before, line in itertools.pairwise(lines):
        both = _LABEL.match(before) is not None and _LABEL.match(line) is not None
        text += ("\n" if both else " ") + line
    return text


def _lines(tokens: Sequence[Token]) -> list[str]:
    """Return the lines of a block as they are written in its source."""
    parts, lines = list[str](), list[str]()
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type == "softbreak":
            lines.append("".join(parts))
            parts = []
        elif token.type == "hardbreak" or _is_line_break(token):
            parts.append("\n")
        elif token.type == "image":
            parts.append(_inline(token.children or []))
    return [*lines, "".join(parts)]


def _is_line_break(token: Token) -> bool:
    return token.type == "html_inline" and token.content.lower().startswith("<br")
