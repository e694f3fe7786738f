"""WXR, the export of WordPress: what is published of its posts and pages, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from index.articles.article import ArticleInfo
from index.articles.details.categories import clean_categories
from index.articles.origins import Origin
from index.readers.blocks import one_line
from index.readers.feeds.days import day
from index.readers.feeds.entries import language, web_address
from index.readers.feeds.items import Body, Gathered, Item, plain
from index.readers.feeds.shortcodes import post_html
from index.readers.feeds.xml import Children, content, name_of

_POSTS = frozenset(("post", "page"))
_ON_THEIR_WAY = frozenset(("draft", "pending", "future", "auto-draft"))
"""Statuses of what its author means to publish; others mean that nobody may read it."""


_DOMAINS = (frozenset(("category",)), frozenset(("post_tag", "tag")))
"""Of categories and of tags."""


@dataclass(frozen=True, slots=True)
class _Site:
    title: str | None
    lang: str | None
    url: str | None
    names: Mapping[str, str]


def is_export(root: etree._Element) -> bool:
    """Tell whether this is an export: a feed says nothing of statuses."""
    return any(
        name_of(child) in {"wp:status", "wp:post_type", "wp:wxr_version"}
        for element in root.iter()
        if name_of(element) in {"item", "channel"}
        for child in element
    )


def gather(root: etree._Element, gathered: Gathered) -> None:
    """Add the posts and pages of an export; those that are not published are drafts or left out."""
    site = _site(root)
    for element in root.iter():
        if name_of(element) == "item":
            _gather_item(Children(element), site, gathered)


def _gather_item(children: Children, site: _Site, gathered: Gathered) -> None:
    status = children.text("wp:status").lower() or "publish"
    kind = children.text("wp:post_type").lower() or "post"
    name = one_line(children.text("guid") or children.text("wp:post_id")) or ""
    name = name or one_line(children.text("link", "title")) or ""
    if kind not in _POSTS:
        gathered.leave_out(f"no post or page but {kind}")
    elif children.text("wp:post_password"):
        gathered.withdraw(name, f"{kind}s with a password")
    elif status == "publish" or status in _ON_THEIR_WAY:
        gathered.add(_item(children, site, name, is_draft=status != "publish"))
    else:
        gathered.withdraw(name, f"{kind}s of status {status}")


def _site(root: etree._Element) -> _Site:
    channel = next((one for one in root.iter() if name_of(one) == "channel"), root)
    children = Children(channel)
    names: dict[str, str] = {}
    for element in children.all("wp:author"):
        author = Children(element)
        whole = f"{author.text('wp:author_first_name')} {author.text('wp:author_last_name')}"
        name = plain(author.text("wp:author_display_name")) or one_line(whole)
        login = author.text("wp:author_login")
        if login and name:
            names[login] = name
    return _Site(
        title=plain(children.text("title")),
        lang=language(children.text("language")),
        url=web_address(children.text("link", "wp:base_blog_url"), None),
        names=names,
    )


def _item(children: Children, site: _Site, name: str, *, is_draft: bool) -> Item:
    url = web_address(children.text("link"), site.url)
    dates = (
        ("post date", _day_of(children, "wp:post_date")),
        ("pubDate", children.text("pubdate")),
    )
    date, dated = day((*dates, ("post date GMT", _day_of(children, "wp:post_date_gmt"))), url)
    author, signed = _author(children, site)
    info = ArticleInfo(
        id="",
        title=plain(children.text("title")),
        author=author,
        date=date,
        publication=site.title,
        url=url,
        lang=site.lang,
        categories=clean_categories(_filed_under(children)),
    )
    origins = (
        Origin("title", "title of the post", 1.0),
        Origin("publication", "title of the site", 0.9),
        Origin("url", "link of the post", 1.0),
        Origin("lang", "language of the site", 0.9),
        Origin("categories", "categories of the post", 1.0),
        *(one for one in (dated, signed) if one),
    )
    markup = children.text("encoded") or children.text("description")
    return Item(
        info=info,
        bodies=(Body(post_html(markup), is_whole=True),),
        name=name,
        origins=origins,
        site=site.url,
        is_draft=is_draft,
    )


def _day_of(children: Children, name: str) -> str:
    written = children.text(name)
    return "" if written.startswith("0000") else written


def _filed_under(children: Children) -> Iterator[str]:
    """Yield the names of a post's categories, then those of its tags, each in their order.

    What other domains hold (authors, formats, whatever a theme adds) are none; exports before 2010
    name each category once more without a domain.
    """
    for domains in _DOMAINS:
        for element in children.all("category"):
            if (element.get("domain") or "category").lower() in domains:
                yield plain(content(element)) or ""


def _author(children: Children, site: _Site) -> tuple[str | None, Origin | None]:
    """Return the names under which a post is signed: several where a plugin allows it."""
    several = [
        plain(content(one)) for one in children.all("category") if one.get("domain") == "author"
    ]
    names = [name for name in several if name and name not in site.names]
    if names:
        return ", ".join(dict.fromkeys(names)), Origin("author", "authors of the post", 0.9)
    login = children.text("dc:creator")
    if login in site.names:
        return site.names[login], Origin("author", "display name of the author", 0.9)
    name = plain(login)
    return name, Origin("author", "login of the author", 0.4) if name else None
