"""A quote to paste into a text: plain, as Markdown, as HTML; its words first, then whose they are.

The chat's buttons give the same lines (`qa/web/static/chat/`). The words are the article's own,
in no marks but its own.
"""

import html
import re
from collections.abc import Iterator

from index.articles.statement import StatementKind
from qa.citing.cited import CitedQuote
from qa.citing.links import safe_url
from qa.citing.record import UNTITLED, one_line
from qa.wording.times import shown_time

_SEPARATOR = " · "
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&|~#]")
_LIST = re.compile(r"^(\s*\d+)([.)])")
_BULLET = re.compile(r"^(\s*)([-+=])")


def plain(quote: CitedQuote, link: str) -> str:
    """Return the words and, on a line below, where they stand."""
    told = [*_told(quote, one_line(quote.article.info.title or "")), _address(quote, link)]
    return f"{quote.text}\n— {_SEPARATOR.join(filter(None, told))}\n"


def markdown(quote: CitedQuote, link: str) -> str:
    """Return a quotation of Markdown; nothing in the words is taken for Markdown."""
    words = [marked_down(line) for line in quote.text.split("\n")]
    title = marked_down(one_line(quote.article.info.title or "") or UNTITLED)
    before, after = _around_title(quote)
    linked = markdown_link(title, _place(quote, link))
    told = [*map(marked_down, before), linked, *map(marked_down, after)]
    lines = [*words, "", f"— {_SEPARATOR.join(told)}"]
    return "".join(f"> {line}".rstrip() + "\n" for line in lines)


def html_quote(quote: CitedQuote, link: str) -> str:
    """Return a `<blockquote>` that names its source, and a line below."""
    info = quote.article.info
    lang = f' lang="{html.escape(info.lang)}"' if info.lang else ""
    words = "<br>\n".join(html.escape(line) for line in quote.text.split("\n"))
    title = html.escape(one_line(info.title or "") or UNTITLED)
    place = html.escape(_place(quote, link))
    before, after = _around_title(quote)
    linked = f'<a href="{place}"><cite>{title}</cite></a>'
    told = _SEPARATOR.join([*map(html.escape, before), linked, *map(html.escape, after)])
    return (
        f'<blockquote cite="{html.escape(_address(quote, link))}"{lang} dir="auto">\n'
        f'<p>{words}</p>\n</blockquote>\n<p dir="auto">— {told}</p>\n'
    )


def _told(quote: CitedQuote, title: str) -> Iterator[str]:
    before, after = _around_title(quote)
    yield from before
    yield title or UNTITLED
    yield from after


def _around_title(quote: CitedQuote) -> tuple[list[str], list[str]]:
    info = quote.article.info
    reported = quote.kind is not None and quote.kind is not StatementKind.DIRECT
    speaker = one_line(quote.speaker or "")
    before = [f"{speaker} (reported)" if reported else speaker] if speaker else []
    known = [
        one_line(info.author or ""),
        one_line(info.publication or ""),
        info.date or "",
        f"p. {one_line(quote.page)}" if quote.page else "",
        shown_time(quote.time) if quote.time else "",
    ]
    return before, [one for one in known if one]


def _address(quote: CitedQuote, link: str) -> str:
    """Return the original's address, the permanent link where it has none."""
    return safe_url(quote.article.info.url) or link


def _place(quote: CitedQuote, link: str) -> str:
    """Return the address that leads to the words."""
    return quote.original or link


def markdown_link(name: str, address: str) -> str:
    """Return a link of Markdown; `name` is Markdown already."""
    target = re.sub(r"[()<>\\\s]", lambda one: f"%{ord(one[0]):02X}", address)
    return f"[{name}]({target})"


def marked_down(line: str) -> str:
    """Return a line as Markdown that shows it as it is."""
    escaped = _MARKDOWN.sub(lambda one: f"\\{one[0]}", line)
    return _BULLET.sub(r"\1\\\2", _LIST.sub(r"\1\\\2", escaped))
