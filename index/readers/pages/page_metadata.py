"""What an HTML page says about itself: JSON-LD, `meta` elements, marked-up bylines. Pure."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import html as lxml_html

from index.articles.article import ArticleInfo
from index.articles.dates import find_date, parse_date
from index.readers.blocks import one_line

_TITLE = (
    "dc:title", "dc.title", "dcterm:title", "dcterms.title", "citation_title", "og:title",
    "parsely-title", "sailthru.title", "twitter:title", "title", "headline",
)  # fmt: skip
_AUTHOR = (
    "dc:creator", "dc.creator", "dcterm:creator", "dcterms.creator", "citation_author", "author",
    "parsely-author", "sailthru.author", "article:author", "og:article:author", "byl",
    "article:author_name",
)  # fmt: skip
_DATE = (
    "article:published_time", "og:article:published_time", "citation_publication_date",
    "citation_date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "dc:date",
    "parsely-pub-date", "sailthru.date", "datepublished", "date_published", "publish-date",
    "publish_date", "pubdate", "date", "ptime", "dcterm:date",
)  # fmt: skip
_PUBLICATION = (
    "og:site_name", "citation_journal_title", "dc.publisher", "dc:publisher", "application-name",
)  # fmt: skip
_ARTICLE_TYPES = re.compile(r"Article$|BlogPosting$|^Report$|^Review$|Posting$|^WebPage$")
_BYLINE_CLASS = re.compile(r"byline|author|dateline|writtenby|p-author", re.IGNORECASE)
_BY = re.compile(
    r"^\W*(?:(?:written|posted|reported|words|story)\s+)?(?:by|von|par|por|di)\b[\s:]*", re.I
)
_SEPARATOR = re.compile(r"\s+[|–—·»/-]\s+|\s+::\s+|\s*\|\s*|_")
_NO_AUTHOR = re.compile(
    r"^(?:admin|administrator|author|authors|user\s?name|editor|staff|unknown|none|null|anonymous"
    r"|authority control|作者|comments?|sign in|log in|share|follow|published|updated|posted|date"
    r"|https?:.*|@.*)$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"\s*(?:[|•·]|\s[–—-]\s|\b(?:published|updated|posted|on|edited|last modified)\b|\().*$",
    re.IGNORECASE | re.DOTALL,
)
_WRAPPING = re.compile(r"\A\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*\Z|;\s*\Z")
_LONGEST_BYLINE = 100
_LONGEST_NAME = 120
_NO_BYLINE = frozenset(
    ("script", "style", "meta", "link", "svg", "img", "input", "form", "body", "html", "nav")
)


@dataclass(frozen=True, slots=True)
class _Found:
    """One candidate's worth of JSON-LD."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    publication: str | None = None


def page_metadata(page: lxml_html.HtmlElement) -> ArticleInfo:
    """Return what the page says of its article; fields nobody states stay `None`.

    JSON-LD of an article comes first, then `meta` elements, then the page's own title, then
    elements marked as byline. A title loses the site's name at its end.
    """
    shown = one_line(page.findtext(".//title")) or ""
    linked = next(_json_ld(page, shown), _Found())
    meta = _meta(page)
    publication = linked.publication or _first(meta, _PUBLICATION)
    titles = (linked.title, _first(meta, _TITLE))
    title = next((name for name in titles if name), None)
    authors = (linked.author, clean_author(_first(meta, _AUTHOR)), _byline(page))
    dates = (linked.date, *(_date(meta.get(name)) for name in _DATE))
    return ArticleInfo(
        id="",
        title=_without_site(title, publication) or _page_title(page, publication),
        author=next((author for author in authors if author), None),
        date=next((date for date in dates if date), None),
        publication=publication,
        url=_address(page, meta),
    )


def _meta(page: lxml_html.HtmlElement) -> dict[str, str]:
    """Return the first content of each name; one element may carry several names."""
    values: dict[str, str] = {}
    for element in page.iter("meta"):
        content = one_line(html.unescape(element.get("content") or ""))
        names = f"{element.get('property') or ''} {element.get('name') or ''} "
        names += element.get("itemprop") or ""
        for name in names.lower().split():
            if content:
                values.setdefault(name, content)
    return values


def _first(meta: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _json_ld(page: lxml_html.HtmlElement, shown: str) -> Iterator[_Found]:
    for element in page.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        try:
            given = json.loads(_WRAPPING.sub("", element.text_content()), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(given):
            if _is_article(thing):
                yield _found_in(thing, shown)


def _things(given: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects at the top and one level of `@graph` or list below."""
    if isinstance(given, list):
        for item in given:
            yield from _things(item)
    elif isinstance(given, dict):
        yield given
        graph = given.get("@graph")
        if isinstance(graph, list):
            yield from (item for item in graph if isinstance(item, dict))


def _is_article(thing: Mapping[str, object]) -> bool:
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds)


def _found_in(thing: Mapping[str, object], shown: str) -> _Found:
    """Read an object of schema.org; of headline and name, the one in the page's title is meant."""
    publication = _names(thing.get("publisher"))
    names = [name for key in ("headline", "name") if (name := _plain(thing.get(key)))]
    names = [name for name in names if name != publication]
    return _Found(
        title=next((name for name in names if name in shown), names[0] if names else None),
        author=clean_author(_names(thing.get("author"))),
        date=_date(_plain(thing.get("datePublished"))),
        publication=publication,
    )


def _plain(value: object) -> str | None:
    return one_line(html.unescape(value)) if isinstance(value, str) else None


def _names(value: object) -> str | None:
    if isinstance(value, list):
        names = [name for item in value if (name := _names(item))]
        return ", ".join(dict.fromkeys(names)) or None
    return _plain(value.get("name")) if isinstance(value, dict) else _plain(value)


def _date(value: str | None) -> str | None:
    """Return a date stated by the page; a bare year is too little to be worth stating."""
    if not value:
        return None
    iso = parse_date(value)
    return iso if iso and len(iso) > len("2012") else None


def _byline(page: lxml_html.HtmlElement) -> str | None:
    """Return the first byline, those marked as such by meaning before those marked by class."""
    for marks in (_means_author, _looks_like_byline):
        for element in page.iter():
            if not isinstance(element.tag, str) or element.tag in _NO_BYLINE or not marks(element):
                continue
            text = _short_text(element)
            author = clean_author(text) if text and len(text) <= _LONGEST_BYLINE else None
            if author:
                return author
    return None


def _short_text(element: lxml_html.HtmlElement) -> str | None:
    """Return an element's text; of one far too long for a byline, only its beginning."""
    parts, size = [], 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > _LONGEST_BYLINE:
            break
    return one_line("".join(parts))


def _means_author(element: lxml_html.HtmlElement) -> bool:
    return element.get("rel") == "author" or "author" in (element.get("itemprop") or "")


def _looks_like_byline(element: lxml_html.HtmlElement) -> bool:
    return bool(_BYLINE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def clean_author(text: str | None) -> str | None:
    """Return the names in a byline, or `None` when it names nobody."""
    if not text:
        return None
    name = _BY.sub("", text)
    dated = find_date(name)
    if dated:
        name = name[: dated[1][0]]
    name = _AFTER_NAME.sub("", name).strip(" ,;:|–—-\u00a0")
    if not name or len(name) > _LONGEST_NAME or _NO_AUTHOR.match(name) or name[0].isdigit():
        return None
    return name


def _page_title(page: lxml_html.HtmlElement, publication: str | None) -> str | None:
    heads = [one_line(head.text_content()) for head in page.iter("h1")]
    element = next(page.iter("title"), None)
    title = one_line(element.text_content()) if element is not None else None
    if title is None:
        return next((head for head in heads if head), None)
    shorter = _without_site(title, publication) or title
    parts = [part for part in _SEPARATOR.split(shorter) if part.strip()]
    for head in heads:
        if head and (head in parts or head == shorter or (len(head) > 15 and head in shorter)):
            return head
    if len(parts) > 1 and len(parts[0].split()) >= 3 and len(parts[-1].split()) <= 4:
        return shorter[: shorter.rindex(parts[-1])].rstrip(" |–—·»/-:_") or shorter
    return shorter


def _without_site(title: str | None, publication: str | None) -> str | None:
    """Drop the site's name, and what parts it from the title, from a title's end."""
    if not title or not publication or title.casefold() == publication.casefold():
        return title
    if not title.casefold().endswith(publication.casefold()):
        return title
    rest = title[: -len(publication)]
    return rest.rstrip(" |–—·»/-:_") if rest[-1:] in " |_" and rest.rstrip() else title


def _address(page: lxml_html.HtmlElement, meta: Mapping[str, str]) -> str | None:
    for element in page.iter("link"):
        address = (element.get("href") or "").strip()
        if (element.get("rel") or "").lower() == "canonical" and address.startswith("http"):
            return address
    address = meta.get("og:url", "")
    return address if address.startswith("http") else None
