"""What a cell holds becomes text: HTML as HTML, lists as paragraphs, everything else as it is."""

import html
import re
from collections.abc import Iterator

from index.articles.article import normalise_text
from index.readers.blocks import Block, one_line
from index.readers.fields.values import is_nothing, line, plain
from index.readers.pages.fragments import fragment_blocks

_MARKUP = re.compile(
    r"<(?:/?(?:p|br|div|span|a|h[1-6]|ul|ol|li|em|strong|b|i|u|blockquote|table|tr|td|img|figure|"
    r"section|article|pre|font|center|script|style|iframe)(?:\s[^<>]*)?/?>|!--)",
    re.I,
)
_BLOCK = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|li|blockquote|table|section|article|pre)\b", re.I)
_PARAGRAPH = re.compile(r"<(?:p|br|pre)\b", re.I)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_ENTITY = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|"
    r"(?:[aeiou](?:acute|grave|circ|uml)|[ao]tilde|ccedil|ntilde|szlig|aring|oslash));",
    re.I,
)
_WRITTEN_NEWLINE = re.compile(r"\\r\\n|\\n(?=\\n|[\sA-Z\"“‘'(–—-]|$)")
_LINE_TAG = re.compile(r"<br\s*/?>|</?p>", re.I)
_LETTER_TAG = re.compile(r"</?(?:b|i|em|strong|u|sup|sub|small|span)>", re.I)
_CUT = re.compile(r"\s*\[\+\d+ chars\]\s*$")
_MOST_PARTS = 100_000


def text_blocks(value: object) -> Iterator[Block]:
    """Yield the blocks of a cell, an object or a list of paragraphs."""
    if is_nothing(value):
        return
    if isinstance(value, list | tuple):
        for one in value[:_MOST_PARTS]:
            yield from text_blocks(plain(one))
    elif isinstance(value, dict):
        yield from text_blocks(plain(value))
    elif isinstance(value, str):
        yield from _of_text(value)


def is_cut(value: object) -> bool:
    """Tell whether a text ends where a service that sells the rest cut it off."""
    return isinstance(value, str) and _CUT.search(value[-60:]) is not None


def title_line(value: object) -> str | None:
    """Return a title as one line, without tags that only set its letters; others are its words."""
    said = line(value)
    if said is None:
        return None
    plain_words = _LETTER_TAG.sub("", _LINE_TAG.sub(" ", said))
    return one_line(html.unescape(plain_words) if _ENTITY.search(said) else plain_words)


def _of_text(value: str) -> Iterator[Block]:
    text = normalise_text(value).strip()
    text = text[: -len(cut[0])] if (cut := _CUT.search(text[-60:])) else text
    if "\n" not in text and "\\" in text:
        text = _WRITTEN_NEWLINE.sub("\n", text)
    if _MARKUP.search(text):
        yield from fragment_blocks(_with_paragraphs(text))
    else:
        yield Block(html.unescape(text) if _ENTITY.search(text) else text)


def _with_paragraphs(text: str) -> str:
    """Return HTML in which lines that part paragraphs, as blogs keep them, do so as elements."""
    if "\n" not in text or _PARAGRAPH.search(text):
        return text
    text = _BLANK_LINES.sub("<p>", text)
    return text if _BLOCK.search(text.replace("<p>", "")) else text.replace("\n", "<br>")
