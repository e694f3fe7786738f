"""What a page of an article shows, and the address of that page."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

from index.articles.article import Article, Span
from index.language.scripts import is_right_to_left
from qa.citing.cited import STAMP
from qa.citing.links import host_of, quote_link, safe_url
from qa.web.pages.marked_text import Called, Marked, marked_text

MOST_OTHERS = 12
"""Other quotes that a link names."""


def read_link(
    article: Article,
    start: int,
    end: int,
    answer: Span | None = None,
    *,
    root: str = "",
    number: int | None = None,
    others: Sequence[Marked] = (),
) -> str:
    """Return the address of the article page that shows [start, end) highlighted.

    The address carries a stamp of the text, so that offsets are never applied to another version.
    `number` is that of the quote in its answer, `others` are quotes of the same article there.
    """
    values: dict[str, object] = {"start": start, "end": end, "v": text_stamp(article)}
    if answer:
        values["answer"] = f"{answer[0]}-{answer[1]}"
    if number is not None:
        values["n"] = number
    if others:
        named = (f"{one.number}.{one.start}.{one.end}" for one in others[:MOST_OTHERS])
        values["also"] = "_".join(named)
    return f"{root}read/{percent_encode(article.id, safe='')}?{urlencode(values)}#quote"


def text_stamp(article: Article) -> str:
    """Return a short hash that changes whenever the article's text does."""
    return article.text_hash[:STAMP]


def text_direction(article: Article) -> str:
    """Return the direction of the text; a browser tells that of an unknown language."""
    if not article.info.lang:
        return "auto"
    return "rtl" if is_right_to_left(article.info.lang) else "ltr"


def article_values(
    article: Article,
    span: Span | None,
    answer: Span | None,
    called: Called | None = None,
    *,
    number: int | None = None,
    others: Sequence[Marked] = (),
) -> dict[str, Any]:
    """Return what the templates of an article page print; takes what `marked_text` takes."""
    quote = article.text[span[0] : span[1]] if span else ""
    original = quote_link(article.info.url, quote) if span else safe_url(article.info.url)
    return {
        "info": article.info,
        "text": marked_text(article, span, answer, called, number=number, others=others),
        "text_stamp": text_stamp(article),
        "text_direction": text_direction(article),
        "original_link": original,
        "original_host": host_of(original) if original else "",
        "quote_number": number,
        "other_quotes": sorted({one.number for one in others if one.number is not None}),
    }
