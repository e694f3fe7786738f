"""Items of JSON Feed."""

import json
from collections.abc import Mapping

from index.articles.article import ArticleInfo
from index.articles.details.categories import clean_categories
from index.articles.origins import Origin
from index.errors import ReadError
from index.readers.blocks import one_line
from index.readers.feeds.days import day
from index.readers.feeds.entries import as_html, language, signed_by, web_address
from index.readers.feeds.items import Body, Gathered, Item
from index.readers.feeds.people import authors
from index.readers.fields.categories import category_names


def gather(text: str, gathered: Gathered) -> None:
    """Add every item of a feed.

    Raises:
        ReadError: no JSON, or no feed.
    """
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"not valid JSON ({error}); repair the file") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ReadError("JSON, but no JSON Feed; save rows as JSON Lines (.jsonl) instead")
    for item in items:
        if isinstance(item, dict):
            gathered.add(_item(item, feed))


def _item(item: Mapping[str, object], feed: Mapping[str, object]) -> Item:
    site = web_address(_said(feed, "home_page_url"), None)
    url = web_address(_said(item, "url") or _said(item, "external_url"), site)
    dates = (("date_published", _said(item, "date_published")),)
    date, dated = day((*dates, ("date_modified", _said(item, "date_modified"))), url)
    own, handed_down = authors(_people(item)), authors(_people(feed))
    info = ArticleInfo(
        id="",
        title=one_line(item.get("title")),
        author=own or handed_down,
        date=date,
        publication=one_line(feed.get("title")),
        url=url,
        lang=language(_said(item, "language") or _said(feed, "language")),
        categories=clean_categories(category_names(item.get("tags"), parted=True)),
    )
    origins = (
        Origin("title", "title of the item", 1.0),
        signed_by(own),
        Origin("publication", "title of the feed", 0.8),
        Origin("url", "url of the item", 1.0),
        Origin("lang", "language of the item", 0.9),
        Origin("categories", "tags of the item", 0.9),
        *((dated,) if dated else ()),
    )
    bodies = [Body(_said(item, "content_html"), is_whole=True)]
    bodies.append(Body(as_html(_said(item, "content_text")), is_whole=True))
    bodies.append(Body(as_html(_said(item, "summary"))))
    name = one_line(item.get("id")) or url or info.title
    return Item(
        info=info,
        bodies=tuple(body for body in bodies if body.html),
        name=name or next((body.html[:80] for body in bodies if body.html), ""),
        origins=origins,
        site=site,
    )


def _said(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _people(values: Mapping[str, object]) -> list[str]:
    given = values.get("authors") or [values.get("author")]
    listed = given if isinstance(given, list) else [given]
    named = (one.get("name") if isinstance(one, dict) else one for one in listed)
    return [name for name in named if isinstance(name, str)]
