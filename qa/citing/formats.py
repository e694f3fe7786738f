"""The forms in which a quote is taken along: their names, files and media types."""

from collections.abc import Callable
from dataclasses import dataclass

from index.errors import UsageError
from qa.citing.cited import CitedQuote
from qa.citing.record import one_line, record_of
from qa.citing.reference_files import bibtex, csl_json, ris
from qa.citing.running_text import html_quote, markdown, plain
from qa.citing.styles import apa, chicago


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """A form of citation.

    Args:
        name: as the command line and links have it.
        suffix: of its file, without the dot.
        media_type: of its file.
        write: gives a quote in this form; the second argument is its permanent link.
    """

    name: str
    suffix: str
    media_type: str
    write: Callable[[CitedQuote, str], str]


def _page(quote: CitedQuote) -> str | None:
    return one_line(quote.page) if quote.page else None


def _apa(quote: CitedQuote, _link: str) -> str:
    return apa(record_of(quote.article.info), _page(quote)) + "\n"


def _chicago(quote: CitedQuote, _link: str) -> str:
    return chicago(record_of(quote.article.info), _page(quote)) + "\n"


FORMATS = (
    CitationFormat("text", "txt", "text/plain", plain),
    CitationFormat("md", "md", "text/plain", markdown),
    # As text: it is to be pasted, and is no page of this server.
    CitationFormat("html", "html", "text/plain", html_quote),
    CitationFormat("apa", "apa", "text/plain", _apa),
    CitationFormat("chicago", "chicago", "text/plain", _chicago),
    CitationFormat("bibtex", "bib", "application/x-bibtex", bibtex),
    CitationFormat("csl", "csl", "application/vnd.citationstyles.csl+json", csl_json),
    CitationFormat("ris", "ris", "application/x-research-info-systems", ris),
)


def format_named(name: str) -> CitationFormat:
    """Return a form by its name.

    Raises:
        UsageError: there is none of that name.
    """
    for one in FORMATS:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in FORMATS)
    raise UsageError(f"{name[:40]!r} is no form of citation; known are {known}.")
