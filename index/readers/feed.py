"""Feeds: RSS, Atom and JSON Feed, one article an item that carries its text."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from index.articles.article import Article, ArticleInfo
from index.articles.dates import parse_date
from index.errors import ReadError
from index.readers.blocks import assemble, make_article, one_line
from index.readers.encoding import decode
from index.readers.fragments import fragment_blocks
from index.readers.sources import ReadOutcome, Source

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_FEWEST_CHARACTERS = 200  # fewer is a teaser of a page that says more
_TEXTS = ("encoded", "content", "description", "summary")
_DATES = ("pubdate", "published", "date", "issued", "updated", "modified")


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry as its feed gives it; `name` is what it is known by."""

    info: ArticleInfo
    html: str
    name: str


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read the items of a feed that carry their text; teasers are passed over.

    Raises:
        ReadError: damaged, no feed, or no item with enough text.
    """
    declared = _DECLARED.search(data[:300])
    text = decode(data, declared[1].decode("ascii") if declared else None).text
    items = _json_items(text) if text.lstrip()[:1] in {"{", "["} else _xml_items(text)
    articles: dict[str, Article] = {}
    for item in items:
        body, marks = assemble(fragment_blocks(item.html))
        if len(body) >= _FEWEST_CHARACTERS:
            article = make_article(source, item.info, body, marks, item.name)
            articles.setdefault(article.id, article)
    if not articles:
        raise ReadError("no item carries its text; index the pages it links to instead")
    return ReadOutcome(tuple(articles.values()))


def _xml_items(text: str) -> Iterator[_Item]:
    try:
        root = ElementTree.fromstring(_DECLARATION.sub("", text).strip())
    except ParseError as error:
        raise ReadError(f"damaged XML ({error}); check the feed") from None
    except DefusedXmlException:
        raise ReadError("declares entities of its own, which are not read; remove them") from None
    if _local(root) not in {"rss", "rdf", "feed"}:
        raise ReadError("XML, but no RSS or Atom feed; convert it to HTML or text")
    head = next((child for child in root.iter() if _local(child) == "channel"), root)
    publication = one_line(_text_of(_children(head), "title"))
    for element in root.iter():
        if _local(element) in {"item", "entry"}:
            yield _xml_item(_children(element), publication)


def _xml_item(children: Mapping[str, list[Element]], publication: str | None) -> _Item:
    url = _link(children.get("link", []))
    authors = [*children.get("creator", []), *children.get("author", [])]
    names = [_text_of(_children(author), "name") or author.text for author in authors]
    dates = (parse_date((_text_of(children, name) or "").strip()) for name in _DATES)
    info = ArticleInfo(
        id="",
        title=one_line(_text_of(children, "title")),
        author=one_line([name for name in names if name and name.strip()]),
        date=next((date for date in dates if date), None),
        publication=publication,
        url=url,
    )
    html = max((_text_of(children, name) or "" for name in _TEXTS), key=len)
    name = one_line(_text_of(children, "guid") or _text_of(children, "id"))
    return _Item(info, html, name or url or info.title or html[:80])


def _json_items(text: str) -> Iterator[_Item]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"not valid JSON ({error}); repair the file") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ReadError("JSON, but no JSON Feed; save rows as JSON Lines (.jsonl) instead")
    for item in items:
        if isinstance(item, dict):
            yield _json_item(item, one_line(feed.get("title")))


def _json_item(item: Mapping[str, object], publication: str | None) -> _Item:
    given = item.get("authors") or [item.get("author")]
    authors = given if isinstance(given, list) else [given]
    names = [author.get("name") for author in authors if isinstance(author, dict)]
    info = ArticleInfo(
        id="",
        title=one_line(item.get("title")),
        author=one_line(names),
        date=parse_date(one_line(item.get("date_published")) or ""),
        publication=publication,
        url=one_line(item.get("url")),
    )
    html = item.get("content_html")
    if not isinstance(html, str):
        plain = str(item.get("content_text") or "")
        html = plain.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return _Item(info, html, one_line(item.get("id")) or info.url or info.title or html[:80])


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _children(element: Element) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for child in element:
        found.setdefault(_local(child), []).append(child)
    return found


def _text_of(children: Mapping[str, list[Element]], name: str) -> str | None:
    """Return the first child's text, or its markup where it holds elements (Atom's XHTML)."""
    for child in children.get(name, []):
        if len(child):
            return str(ElementTree.tostring(child, encoding="unicode", method="html"))
        if child.text and child.text.strip():
            return child.text
    return None


def _link(links: list[Element]) -> str | None:
    for link in links:
        if link.get("rel", "alternate") == "alternate":
            return one_line(link.get("href") or link.text)
    return None
