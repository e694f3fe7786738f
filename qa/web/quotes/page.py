"""What the page of a quote and its card print."""

from html import escape
from typing import Any
from urllib.parse import quote as percent_encode

from index.articles.statement import StatementKind
from qa.citing.cited import STAMP, CitedQuote
from qa.citing.formats import FORMATS
from qa.citing.links import host_of
from qa.web.pages.article_text import read_link, text_direction
from qa.web.pages.speaker_address import speaker_address
from qa.web.pages.words import words_of
from qa.wording.times import shown_time

WORDS = "quotes"
"""The folder of words that these pages speak with."""

_NAMES = {
    "md": "Markdown",
    "html": "HTML",
    "apa": "APA",
    "chicago": "Chicago",
    "bibtex": "BibTeX",
    "csl": "CSL-JSON",
    "ris": "RIS",
}
"""What forms are called in every language; each has its own name for plain text."""


def quote_values(quote: CitedQuote, root: str) -> dict[str, Any]:
    """Return what the page and the card print of a quote.

    Args:
        quote: what is shown.
        root: the address of this server, with a slash at its end.
    """
    article, original = quote.article, quote.original
    return {
        "info": article.info,
        "quote": quote,
        "reported": quote.kind not in {None, StatementKind.DIRECT},
        "time": shown_time(quote.time) if quote.time else None,
        "text_direction": text_direction(article),
        "permanent": f"{root}{quote.path}",
        "read": read_link(article, quote.start, quote.end, root=root),
        "original_link": original,
        "original_host": host_of(original) if original else "",
    }


def _frame(card: str, name: str) -> str:
    """Return the HTML with which another site shows the card."""
    return (
        f'<iframe src="{escape(card)}" title="{escape(name)}" width="100%" height="260" '
        'loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )


def page_values(quote: CitedQuote, root: str, language: str) -> dict[str, Any]:
    """Return what the page prints beside `quote_values`."""
    article = quote.article
    permanent = f"{root}{quote.path}"
    address, query = permanent.split("?", 1)
    at = f"{root}read/{percent_encode(article.id, safe='')}"
    words = words_of(WORDS, language)
    name = words["card"].format(title=article.info.title or words["untitled"])
    now = f"{at}?start={quote.now[0]}&end={quote.now[1]}#quote" if quote.now else at
    return {
        **quote_values(quote, root),
        "speaker_link": speaker_address(quote.speaker or "", article.id, root=root),
        "before": article.text[slice(*quote.before)],
        "after": article.text[slice(*quote.after)],
        "cut_before": quote.before[0] > 0,
        "cut_after": quote.after[1] < len(article.text),
        "now_link": now,
        "changes_link": f"{at}/changes?v={article.text_hash[:STAMP]}",
        "frame": _frame(f"{address}/card?{query}&lang={language}", name),
        "json_file": f"{address}.json?{query}",
        "forms": [
            {
                "id": form.name,
                "name": _NAMES.get(form.name, ""),
                "text": form.write(quote, permanent).rstrip("\r\n"),
                "file": f"{address}.{form.suffix}?{query}",
            }
            for form in FORMATS
        ],
    }
