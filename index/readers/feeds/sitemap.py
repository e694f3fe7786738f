"""Sitemaps: lists of pages, and lists of such lists. Nothing of them is text."""

from lxml import etree

from index.articles.dates import find_date
from index.readers.feeds.entries import web_address
from index.readers.feeds.xml import Children, name_of
from index.readers.sources import Failure, Link, ReadOutcome, Skip, Source

MOST_LINKS = 50_000
"""As the protocol of sitemaps allows in one file."""


def outcome(root: etree._Element, source: Source, damage: str = "") -> ReadOutcome:
    """Return the links of a sitemap; `damage` is what is wrong with it, if anything."""
    is_index = name_of(root) == "sitemapindex"
    links: dict[str, Link] = {}
    for element in root.iter():
        if name_of(element) not in {"url", "sitemap"}:
            continue
        children = Children(element)
        url = web_address(children.text("loc"), None)
        if url and len(links) < MOST_LINKS:
            links.setdefault(url, Link(url, _changed(children), "list" if is_index else "page"))
    name = str(source.path) if source.path else source.key
    if damage:
        failure = Failure(name, f"{name}: {damage}; {len(links)} links in it were read")
        return ReadOutcome(failures=(failure,), links=tuple(links.values()))
    skipped = () if links else (Skip(name, "lists no pages"),)
    return ReadOutcome(skipped=skipped, links=tuple(links.values()))


def _changed(children: Children) -> str | None:
    """Return when a page changed, as it is written there: it is compared, not shown."""
    written = children.text("lastmod")
    if written and find_date(written):
        return written[:40]
    return None
