"""What trafilatura infers of a page that states too little of itself; all of it is doubtful."""

from dataclasses import replace
from typing import Any

import trafilatura
from lxml import html as lxml_html

from index.articles.dates import parse_date
from index.articles.origins import FIELDS, Origin
from index.readers.blocks import one_line
from index.readers.pages.metadata.page_metadata import PageMetadata, clean_author

_SOURCE = "words of the page"
_CERTAINTY = 0.4


def completed(told: PageMetadata, page: lxml_html.HtmlElement, url: str | None) -> PageMetadata:
    """Return what a page says, and where it does not name title, author or date what is inferred.

    The extensive search for dates is off: it makes a date of any year on the page.
    """
    info = told.info
    if info.title and info.author and info.date:
        return told
    inferred = trafilatura.extract_metadata(page, default_url=url, extensive=False)
    if inferred is None:
        return told
    date = parse_date(inferred.date or "")
    found = {
        "title": one_line(inferred.title),
        "author": clean_author(one_line(inferred.author)),
        "date": date if date and len(date) > len("2012") else None,
        "publication": one_line(inferred.sitename),
    }
    new: dict[str, Any] = {
        name: value for name, value in found.items() if value and not getattr(info, name)
    }
    origins = {origin.field: origin for origin in told.origins}
    origins.update((name, Origin(name, _SOURCE, _CERTAINTY)) for name in new)
    ordered = tuple(origins[name] for name in FIELDS if name in origins)
    return PageMetadata(replace(info, **new), ordered)
