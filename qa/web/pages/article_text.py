"""The text of an article as HTML, a quote in it marked, and the address of that page.

Templates escape whatever they print; the only markup made in Python is the `<mark>` around a
quote, placed by slicing the stored text, so that no offset ever crosses into JavaScript.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

from markupsafe import Markup

from index.articles.article import Article, Span
from index.language.scripts import is_right_to_left
from qa.web.pages.links import host_of, quote_link, safe_url
from qa.web.pages.templates import show

_PAGE = "page {page}"


def read_link(
    article: Article, start: int, end: int, answer: Span | None = None, *, root: str = ""
) -> str:
    """Return the address of the article page that shows [start, end) highlighted.

    The address carries a stamp of the text, so that offsets are never applied to another version.
    """
    values = {"start": start, "end": end, "v": text_stamp(article)}
    if answer:
        values["answer"] = f"{answer[0]}-{answer[1]}"
    return f"{root}read/{percent_encode(article.id, safe='')}?{urlencode(values)}#quote"


def text_stamp(article: Article) -> str:
    """Return a short hash that changes whenever the article's text does."""
    return article.text_hash[:12]


def marked_text(
    article: Article, span: Span | None, answer: Span | None = None, page: str = _PAGE
) -> Markup:
    """Return the article's text escaped, [start, end) in one `<mark>`, the short answer in `<b>`.

    An empty element says where a page begins; `page` is how it is called, with `{page}` in it.
    Without tags the result is the article's text, character for character.
    """
    plain = partial(_plain, article, page)
    if span is None:
        return plain(0, len(article.text))
    start, end = span
    first, last = answer if answer and start <= answer[0] < answer[1] <= end else (end, end)
    inner = plain(start, first)
    if first < last:
        inner += Markup("<b>{}</b>").format(plain(first, last))
        inner += plain(last, end)
    mark = Markup('<mark id="quote" tabindex="-1">{}</mark>').format(inner)
    return plain(0, start) + mark + plain(end, len(article.text))


def _plain(article: Article, called: str, start: int, end: int) -> Markup:
    pieces: list[Markup] = []
    headings, at = article.headings, start
    for page in article.marked("page"):
        if not page.label or not start <= page.start < end:
            continue
        pieces += (
            _headed(article, headings, at, page.start),
            _page_start(called.format(page=page.label)),
        )
        at = page.start
    return Markup("").join([*pieces, _headed(article, headings, at, end)])


def _page_start(name: str) -> Markup:
    """Return what shows that a page begins; its words are no part of the text."""
    beginning = Markup('<span class="page-start" role="doc-pagebreak" aria-label="{}"></span>')
    return beginning.format(name)


def _headed(article: Article, headings: Sequence[Span], start: int, end: int) -> Markup:
    pieces: list[Markup] = []
    at = start
    for first, last in islice(headings, bisect_right(headings, start, key=itemgetter(1)), None):
        low, high = max(first, at), min(last, end)
        if low >= high:
            break
        pieces.append(show(article.text[at:low]))
        heading = Markup('<span class="heading">{}</span>')
        pieces.append(heading.format(show(article.text[low:high])))
        at = high
    pieces.append(show(article.text[at:end]))
    return Markup("").join(pieces)


def text_direction(article: Article) -> str:
    """Return the direction of the text; a browser tells that of an unknown language."""
    if not article.info.lang:
        return "auto"
    return "rtl" if is_right_to_left(article.info.lang) else "ltr"


def article_values(
    article: Article, span: Span | None, answer: Span | None, page: str = _PAGE
) -> dict[str, Any]:
    """Return what the templates of an article page print; `page` is how pages are called."""
    quote = article.text[span[0] : span[1]] if span else ""
    original = quote_link(article.info.url, quote) if span else safe_url(article.info.url)
    return {
        "info": article.info,
        "text": marked_text(article, span, answer, page),
        "text_stamp": text_stamp(article),
        "text_direction": text_direction(article),
        "original_link": original,
        "original_host": host_of(original) if original else "",
    }
