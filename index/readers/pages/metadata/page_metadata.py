"""What an HTML page says of its article, and where each part of that was found. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html as lxml_html

from index.articles.article import ArticleInfo
from index.articles.origins import Origin
from index.readers.pages.metadata.authors import author_of
from index.readers.pages.metadata.bylines import names_in
from index.readers.pages.metadata.json_ld import Linked, linked_article
from index.readers.pages.metadata.lines import lines_around
from index.readers.pages.metadata.page_parts import PageParts, page_parts, text_of
from index.readers.pages.metadata.publications import publication
from index.readers.pages.metadata.published import published
from index.readers.pages.metadata.sections import categories_of
from index.readers.pages.metadata.stated import Stated
from index.readers.pages.metadata.titles import headline_elements, title_of

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.ASCII)
_DECLARED = 0.7
"""How sure a language is that a page declares; templates often declare that of their maker."""


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says of its article; fields nobody states are `None` and have no origin."""

    info: ArticleInfo
    origins: tuple[Origin, ...]


def page_metadata(page: lxml_html.HtmlElement, url: str | None = None) -> PageMetadata:
    """Return what the page says of its article; `url` is where it was fetched from, if known.

    JSON-LD of an article comes first, then `meta` elements, then what is marked up or printed near
    the headline. The day that readers see wins over a point of time that is cut off in UTC.
    """
    parts = page_parts(page)
    heads = [text_of(head) or "" for head in parts.heads[:5]]
    linked = linked_article(parts.scripts, [parts.title or "", *heads])
    address = _address(parts, linked)
    where = url or (address.value if address else None)
    lang = _language(parts, linked)
    site = publication(parts, linked, where)
    names = _site_names(parts, linked)
    title = title_of(parts, linked, site.value if site else None, names)
    lines = lines_around(page, headline_elements(parts, title.value if title else None))
    bodies = [*names, site.value] if site else names
    found = {
        "title": title,
        "author": author_of(parts, linked, lines, bodies),
        "date": published(parts, linked, lines, where, lang.value if lang else None),
        "publication": site,
        "url": address,
        "lang": lang,
    }
    values = {name: stated.value for name, stated in found.items() if stated}
    origins = tuple(
        Origin(name, stated.source, round(stated.certainty, 2))
        for name, stated in found.items()
        if stated
    )
    categories, filed = categories_of(parts, linked)
    info = ArticleInfo(id="", **values, categories=categories)
    return PageMetadata(info, (*origins, filed) if filed else origins)


def clean_author(text: str | None) -> str | None:
    """Return the people whom a byline names, as one line, or None when it names nobody."""
    return names_in(text).text


def _site_names(parts: PageParts, linked: Linked) -> list[str]:
    names = [*parts.meta.get("og:site_name", ()), linked.publisher, linked.site]
    return [name for name in dict.fromkeys(names) if name]


def _address(parts: PageParts, linked: Linked) -> Stated | None:
    """Return the page's own address: of a page that is no front page, not that of the site."""
    found = list(_addresses(parts, linked))
    deep = [
        one for one in found if urlsplit(one.value).path.strip("/") or urlsplit(one.value).query
    ]
    return next(iter(deep or found), None)


def _addresses(parts: PageParts, linked: Linked) -> Iterator[Stated]:
    for value, source, certainty in (
        (parts.links.get("canonical"), "link canonical", 1.0),
        (next(iter(parts.meta.get("og:url", ())), None), "meta og:url", 0.95),
        (linked.url, f"{linked.source} url", 0.9),
    ):
        whole = parts.absolute(value) if value else None
        if whole:
            yield Stated(whole, source, certainty)


def _language(parts: PageParts, linked: Linked) -> Stated | None:
    declared = next(iter(parts.meta.get("content-language", ())), None)
    locale = next(iter(parts.meta.get("og:locale", ())), None)
    for value, source in (
        (parts.lang, "html lang"),
        (declared, "meta content-language"),
        (linked.lang, f"{linked.source} inLanguage"),
        (locale, "meta og:locale"),
    ):
        tag = (value or "").strip().lower().replace("_", "-")
        if _LANGUAGE.fullmatch(tag):
            return Stated(tag, source, _DECLARED)
    return None
