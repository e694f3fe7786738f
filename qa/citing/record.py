"""An article as a record of a bibliography, in CSL-JSON (https://citationstyles.org/)."""

import re
from typing import Any, TypeAlias

from index.articles.article import ArticleInfo
from index.articles.characters.invisible import without_invisible
from qa.citing.cited import CitedQuote
from qa.citing.links import safe_url
from qa.people.authors import authors
from qa.people.names import Kind, kind_of

Record: TypeAlias = dict[str, Any]
"""One item of CSL-JSON."""

UNTITLED = "[Untitled]"

_DATE = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LONGEST = 1_000
_JOINERS = "\u200c\u200d"


def one_line(text: str) -> str:
    """Return a field of metadata as one line of printable characters, not without end."""
    joined = without_invisible(text[:_LONGEST])  # what is left of joiners, scripts and emoji need
    shown = "".join(one if one.isprintable() or one in _JOINERS else " " for one in joined)
    return " ".join(shown.split())


def record_of(info: ArticleInfo) -> Record:
    """Return the article's record; what is not known of it is left out."""
    publication = one_line(info.publication or "")
    url = safe_url(info.url)
    found: Record = {
        "id": info.id,
        "type": "article-newspaper" if publication else "webpage" if url else "document",
        "title": one_line(info.title or "") or UNTITLED,
        "author": [_name(one_line(name)) for name in authors(info)],
        "container-title": publication,
        "issued": _issued(info.date),
        "URL": url,
        "language": info.lang,
    }
    return {name: value for name, value in found.items() if value}


def record_of_quote(quote: CitedQuote, link: str) -> Record:
    """Return the record of a quote: its article's, with the page, the words and where they stand.

    Args:
        quote: what is cited.
        link: its permanent address.
    """
    page = {"page": one_line(quote.page)} if quote.page else {}
    custom = {
        "quote": quote.text,
        "speaker": quote.speaker,
        "start": quote.start,
        "end": quote.end,
        "sha256": quote.sha256,
        "version": quote.article.text_hash,
        "link": link,
    }
    identifier = f"{quote.article.id}-{quote.start}-{quote.end}"  # an article has many quotes
    return {**record_of(quote.article.info), "id": identifier, **page, "custom": custom}


def _issued(date: str | None) -> Record | None:
    match = _DATE.fullmatch(date or "")
    return {"date-parts": [[int(part) for part in match.groups() if part]]} if match else None


def _name(name: str) -> dict[str, str]:
    """Return a name in its parts; that of a body, or of one word, as a whole."""
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1].lower().rstrip(".") in _SUFFIXES else ""
    if len(words) < 2 or kind_of(name) is not Kind.PERSON:
        return {"literal": name}
    first = len(words) - 1
    while first > 1 and words[first - 1][:1].islower():  # Ludwig van Beethoven
        first -= 1
    parts = {"family": " ".join(words[first:]), "given": " ".join(words[:first]), "suffix": suffix}
    return {part: value for part, value in parts.items() if value}
