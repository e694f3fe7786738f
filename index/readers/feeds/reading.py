"""Feeds (RSS, Atom, JSON Feed), exports of WordPress, and sitemaps: the reader of all of them."""

import re

from index.errors import ReadError
from index.readers.encoding import decode
from index.readers.feeds import entries, json_feed, sitemap, wordpress
from index.readers.feeds.items import Gathered
from index.readers.feeds.xml import name_of, parse
from index.readers.sources import ReadOutcome, Source

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read the items that carry their text; teasers, and pages that are listed, become links.

    Raises:
        ReadError: nothing of it can be read, or it lists no articles.
    """
    declared = _DECLARED.search(data[:300])
    text = decode(data, declared[1].decode("ascii") if declared else None).text
    gathered = Gathered(source)
    if text.lstrip()[:1] in {"{", "["}:
        json_feed.gather(text, gathered)
        return gathered.outcome()
    parsed = parse(text)
    kind = name_of(parsed.root).rpartition(":")[2]
    if kind in {"urlset", "sitemapindex"}:
        return sitemap.outcome(parsed.root, source, parsed.damage)
    if kind not in {"rss", "rdf", "feed", "channel"}:
        raise ReadError("XML, but no feed, WordPress export or sitemap; convert it to HTML or text")
    if wordpress.is_export(parsed.root):
        wordpress.gather(parsed.root, gathered)
    else:
        entries.gather(parsed.root, gathered)
    return gathered.outcome(parsed.damage)
