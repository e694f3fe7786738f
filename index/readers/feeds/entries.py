"""Items of RSS, RDF, CDF and Atom, and posts that Blogger exports as Atom."""

import base64
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from index.articles.article import ArticleInfo, normalise_text
from index.articles.details.categories import clean_categories
from index.articles.origins import Origin
from index.readers.blocks import one_line
from index.readers.feeds.days import day
from index.readers.feeds.items import Body, Gathered, Item, plain
from index.readers.feeds.people import authors
from index.readers.feeds.xml import Children, content, name_of

_WHOLE = ("encoded", "content", "body", "div", "fullitem")
_SHORT = (
    "description",
    "summary",
    "abstract",
    "dc:description",
    "itunes:summary",
    "media:description",
    "tagline",
)
_TITLES = ("title", "dc:title", "itunes:title", "media:title")
_DATES = (
    *("published", "pubdate", "issued", "dc:date", "dcterms:issued", "created", "dcterms:created"),
    *("updated", "modified", "dcterms:modified", "lastmod"),
)
_AUTHORS = ("dc:creator", "author", "dc:author", "itunes:author", "dc:contributor")
_CATEGORIES = ("category", "dc:subject")
_MOST_CATEGORIES = 200
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_ESCAPED = re.compile(r"<[A-Za-z/!]|&(?:#\d+|#x[0-9a-f]+|\w+);", re.I)
_KIND = re.compile(r"blogger/2008/kind#(\w+)")
_POSTS = frozenset(("post", "page"))


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of all its items: `authors` only where the format hands them down."""

    title: str | None
    site: str | None
    lang: str | None
    authors: str | None


def gather(root: etree._Element, gathered: Gathered) -> None:
    """Add every item of a feed."""
    head = _head(root)
    for element in root.iter():
        if name_of(element) in {"item", "entry"}:
            children = Children(element)
            kind = _kind(children)
            if kind is None:
                gathered.add(_item(element, children, head))
            else:
                gathered.leave_out(kind)


def _kind(children: Children) -> str | None:
    """Return what an entry is beside a post; None for a post."""
    if children.first("thr:in-reply-to") is not None:
        return "comments"
    said = children.text("blogger:type").lower()
    for category in children.all("category"):
        match = _KIND.search(category.get("term") or "")
        said = match[1].lower() if match else said
    if children.text("blogger:status").upper() == "SOFT_TRASHED":
        return "in the bin"
    return None if not said or said in _POSTS else f"{said}s"


def _head(root: etree._Element) -> Head:
    channel = next((one for one in root.iter() if name_of(one) == "channel"), root)
    children = Children(channel)
    lang = root.get(_LANG) or channel.get(_LANG) or children.text("language", "dc:language")
    return Head(
        title=plain(children.text("title", "dc:title")),
        site=_link(children.all("link"), channel.base, None),
        lang=language(lang),
        authors=authors(_people(children)) if name_of(root) == "feed" else None,
    )


def language(written: str | None) -> str | None:
    """Return a language as BCP 47, lower-case; None for what is none."""
    tag = (written or "").strip().replace("_", "-")
    return tag.lower() if _TAG.fullmatch(tag) else None


def _item(element: etree._Element, children: Children, head: Head) -> Item:
    url = _address(element, children, head)
    dates = [(name, children.text(name)) for name in _DATES]
    dates.append(("lastmod", element.get("lastmod") or element.get("LASTMOD") or ""))  # of CDF
    date, dated = day(dates, url)
    bodies, lang = _bodies(children)
    source = children.first("source")
    publication = _source_of(source)
    own = authors(_people(children)) or (
        authors(_people(Children(source))) if source is not None else None
    )
    title = _title(children)
    spoken = lang or language(element.get(_LANG)) or language(children.text("dc:language"))
    info = ArticleInfo(
        id="",
        title=title,
        author=own or head.authors,
        date=date,
        publication=publication or head.title,
        url=url,
        lang=spoken or head.lang,
        categories=clean_categories(_categories(children)),
    )
    origins = [
        Origin("title", "title of the item", 1.0),
        signed_by(own),
        Origin("publication", "source of the item" if publication else "title of the feed", 0.8),
        Origin("url", "link of the item", 1.0),
        Origin("lang", "language of the item" if spoken else "language of the feed", 0.9),
        Origin("categories", "categories of the item", 0.9),
        *((dated,) if dated else ()),
    ]
    name = one_line(children.text("guid", "id")) or url or title
    return Item(
        info=info,
        bodies=bodies,
        name=name or (bodies[0].html[:80] if bodies else ""),
        origins=tuple(origins),
        site=head.site,
        is_draft=_is_draft(children),
    )


def signed_by(own: str | None) -> Origin:
    """Return where an author comes from: of the item itself, or of all items of the feed."""
    if own:
        return Origin("author", "author of the item", 0.9)
    return Origin("author", "author of the feed", 0.6)


def _is_draft(children: Children) -> bool:
    control = children.first("app:control")
    draft = Children(control).text("app:draft") if control is not None else ""
    return draft.lower() == "yes" or children.text("blogger:status").upper() == "DRAFT"


def _title(children: Children) -> str | None:
    for name in _TITLES:
        for element in children.all(name):
            text = content(element) if element.get("type") == "text" else _markup(element)
            # Of Atom alone it is known whether a title is HTML; elsewhere it is where it looks so.
            is_html = element.get("type") != "text" and _ESCAPED.search(text)
            title = plain(text) if is_html else one_line(text)
            if title:
                return title
    return None


def _bodies(children: Children) -> tuple[tuple[Body, ...], str | None]:
    bodies: list[Body] = []
    lang = None
    for names, is_whole in ((_WHOLE, True), (_SHORT, False)):
        for name in names:
            for element in children.all(name):
                text = _markup(element)
                if text:
                    bodies.append(Body(text, is_whole))
                    lang = lang or language(element.get(_LANG))
    return tuple(bodies), lang


def _markup(element: etree._Element) -> str:
    """Return one text of an item as HTML, "" for what is none (pictures, links to it)."""
    kind = (element.get("type") or "").lower()
    text = content(element)
    is_text = kind in {"", "text", "html", "xhtml", "text/plain", "text/html"} or "xml" in kind
    if element.get("mode") == "base64":
        text = _decoded(text)
    elif not is_text:
        return ""
    if kind in {"text", "text/plain"} and not len(element) and element.get("mode") != "escaped":
        return as_html(text)
    return text if "<" in text else as_html(html.unescape(text))


def _decoded(text: str) -> str:
    try:
        return normalise_text(base64.b64decode(text, validate=False).decode())
    except ValueError:
        return ""


def as_html(text: str) -> str:
    """Return plain text as HTML with the same lines and paragraphs."""
    paragraphs = re.split(r"\n[ \t]*\n", html.escape(text, quote=False))
    return "".join(f"<p>{one.replace(chr(10), '<br>')}</p>" for one in paragraphs if one.strip())


def _people(children: Children) -> list[str]:
    found: list[str] = []
    for name in _AUTHORS:
        for element in children.all(name):
            inner = Children(element)
            found.append(inner.text("name") if len(element) else content(element))
        if any(found):
            break
    return found


def _categories(children: Children) -> Iterator[str]:
    """Yield the names of what an item is filed under; addresses of terms are no names."""
    for name in _CATEGORIES:
        for element in children.all(name)[:_MOST_CATEGORIES]:
            said = element.get("label") or content(element) or element.get("term") or ""
            if "://" not in said:
                yield plain(said) or ""


def _source_of(source: etree._Element | None) -> str | None:
    """Return the name of the feed that an item was taken from, where another one shows it."""
    if source is None:
        return None
    return plain(Children(source).text("title") if len(source) else content(source))


def _address(element: etree._Element, children: Children, head: Head) -> str | None:
    origin = children.text("feedburner:origlink")
    found = web_address(origin, None) if origin else None
    found = found or _link(children.all("link"), element.base, head.site)
    guid = children.first("guid")
    if found is None and guid is not None:
        is_permanent = (guid.get("isPermaLink") or "true").lower() != "false"
        found = web_address(content(guid), head.site) if is_permanent else None
    return found or web_address(element.get("href") or element.get("HREF") or "", head.site)


def _link(links: list[etree._Element], base: str | None, site: str | None) -> str | None:
    for link in links:
        if link.get("rel", "alternate") == "alternate":
            found = web_address(link.get("href") or content(link), link.base or base or site)
            if found:
                return found
    return None


def web_address(written: str, base: str | None) -> str | None:
    """Return an address as a whole one; None where it is none of the web."""
    address = one_line(written)
    if not address:
        return None
    try:
        whole = urljoin(base or "", address)
        parts = urlsplit(whole)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return whole if is_web else None
