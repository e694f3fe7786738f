"""The parts of a page that say something about it, collected in one walk. Pure."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from index.readers.blocks import one_line
from index.readers.pages.metadata.stated import Stated

HtmlElement: TypeAlias = lxml_html.HtmlElement

_MARKED = re.compile(
    r"byline|author|dateline|writtenby|writer|date|time|publish|posted|contributor|credit",
    re.IGNORECASE,
)
_NOTHING_SAID = frozenset(("style", "svg", "img", "input", "form", "body", "html", "nav", "button"))
_OUTSIDE = frozenset(("nav", "aside", "footer", "form"))
_OUTSIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|replies|related|recirc|recommended|sidebar|widget|footer"
    r"|nav|menu|breadcrumbs?|trending|popular|promo|teasers?|newsletter|most[_-]?read|read[_-]?next"
    r"|captions?|wp-caption|figure|more[_-]?(?:from|stories)|latest|advert(?:isement)?|ad|sponsor(?:ed)?|statement)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST = 2_000
_MOST_HEADS = 20
_MOST_PIECES = 400
_DEEPEST = 100
NEVER_OUTSIDE = frozenset(("body", "html", "main", "article"))


@dataclass(slots=True)
class PageParts:
    """What one walk over a page collects.

    `meta` has the contents by lower-case name; `marked` the elements that may hold a byline or a
    date, in order; `heads` the headlines of the first level and `subheads` those of the next two;
    `scripts` the JSON-LD; `links` the addresses by relation.
    """

    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    heads: list[HtmlElement] = field(default_factory=list)
    subheads: list[HtmlElement] = field(default_factory=list)
    marked: list[HtmlElement] = field(default_factory=list)
    title: str | None = None
    lang: str | None = None
    base: str | None = None

    def first(self, names: Sequence[str]) -> Stated | None:
        """Return the first content of the first of these names that has one."""
        for name in names:
            for value in self.meta.get(name, ()):
                return Stated(value, f"meta {name}", 1.0)
        return None

    def stated(self, names: Sequence[str]) -> Iterator[Stated]:
        """Yield every content of these names, in their order."""
        for name in names:
            for value in self.meta.get(name, ()):
                yield Stated(value, f"meta {name}", 1.0)

    def absolute(self, address: str | None) -> str | None:
        """Return an address of the page in full, or None for what is none."""
        base = (
            self.base or self.links.get("canonical") or next(iter(self.meta.get("og:url", ())), "")
        )
        try:
            whole = urljoin(base, (address or "").strip())
            parts = urlsplit(whole)
        except ValueError:
            return None
        fits = parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", whole)
        return whole if fits else None


def page_parts(page: HtmlElement) -> PageParts:
    """Walk over a page once and return what says something about it."""
    parts = PageParts(lang=one_line(page.get("lang") or page.get("{xml}lang")))
    for element in page.iter():
        tag = element.tag
        if tag in _TAKING:
            _TAKING[tag](parts, element)
        elif isinstance(tag, str) and tag not in _NOTHING_SAID and _is_marked(element):
            parts.marked.append(element)
    return parts


def _take_script(parts: PageParts, element: HtmlElement) -> None:
    if "ld+json" in (element.get("type") or "").lower():
        parts.scripts.append(element.text_content())


def _take_title(parts: PageParts, element: HtmlElement) -> None:
    if parts.title is None and not _in_picture(element):
        parts.title = one_line(element.text_content()[:_LONGEST])


def _take_base(parts: PageParts, element: HtmlElement) -> None:
    parts.base = parts.base or element.get("href")


def _take_head(parts: PageParts, element: HtmlElement) -> None:
    heads = parts.heads if element.tag == "h1" else parts.subheads
    if len(heads) < _MOST_HEADS:
        heads.append(element)


def _in_picture(element: HtmlElement) -> bool:
    return any(one.tag == "svg" for one in around(element))


def _take_meta(parts: PageParts, element: HtmlElement) -> None:
    given = (element.get("content") or element.get("value") or "")[:_LONGEST]
    content = one_line(html.unescape(given))
    if not content:
        return
    names = (element.get(name) or "" for name in ("property", "name", "itemprop", "http-equiv"))
    for name in " ".join(names).lower().split():
        values = parts.meta.setdefault(name, [])
        if content not in values:
            values.append(content)


def _take_link(parts: PageParts, element: HtmlElement) -> None:
    address = (element.get("href") or "").strip()
    for relation in (element.get("rel") or "").lower().split():
        if address:
            parts.links.setdefault(relation, address)


_TAKING: dict[str, Callable[[PageParts, HtmlElement], None]] = {
    "meta": _take_meta,
    "link": _take_link,
    "script": _take_script,
    "title": _take_title,
    "base": _take_base,
    "h1": _take_head,
    "h2": _take_head,
    "h3": _take_head,
}


def _is_marked(element: HtmlElement) -> bool:
    if not element.attrib:
        return bool(element.tag in {"time", "address"})
    get = element.get
    if element.tag in {"time", "address"} or get("itemprop") or get("rel") == "author":
        return True
    if get("property"):
        return True
    return _names_marked(f"{get('class', '')} {get('id', '')} {get('data-testid', '')}"[:300])


def short_pieces(element: HtmlElement, longest: int) -> list[str] | None:
    """Return the pieces of an element's text, or None where it is longer, or of many elements."""
    pieces: list[str] = []
    size = 0
    walk = etree.iterwalk(element, events=("start", "end"))
    for number, (event, one) in enumerate(walk):
        if number > _MOST_PIECES or size > longest:
            return None
        piece = one.text if event == "start" else one.tail if one is not element else None
        if piece:
            pieces.append(piece)
            size += len(piece.strip())
    return pieces if size <= longest else None


def text_of(head: HtmlElement) -> str | None:
    """Return the words of a headline as one line; None where it has none, or far too many."""
    return one_line("".join(short_pieces(head, _LONGEST) or ()))


def is_outside(element: HtmlElement) -> bool:
    """Tell whether an element belongs to what stands around an article, not to the article."""
    for one in around(element):
        if one.tag in _OUTSIDE:
            return True
        if one.tag in NEVER_OUTSIDE:
            return False
        if is_outside_by_name(one):
            return True
    return False


def around(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield an element and what holds it, from the inside, as deep as people nest pages."""
    yield element
    yield from islice(element.iterancestors(), _DEEPEST)


def is_outside_by_name(element: HtmlElement) -> bool:
    """Tell by its own class and identifier whether an element stands beside an article."""
    if not element.attrib:
        return False
    return _names_outside(f"{element.get('class', '')} {element.get('id', '')}"[:300])


@lru_cache(4096)
def _names_outside(names: str) -> bool:
    return bool(_OUTSIDE_CLASS.search(names))


@lru_cache(4096)
def _names_marked(names: str) -> bool:
    return bool(_MARKED.search(names))
