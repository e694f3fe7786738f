"""XML of feeds, exports and sitemaps: read as far as it goes, without a document type of its own.

People's feeds are seldom quite XML: warnings of a server before it, `&nbsp;`, a bare ampersand.
What can only mean one thing is put right; the rest is read up to where it is damaged, and that is
said.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from index.articles.article import normalise_text
from index.errors import ReadError

_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|urlset|sitemapindex)[\s>/]", re.I)
_FIRST = re.compile(r"<[A-Za-z_]")
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]{1,80})\s+(?:\"([^\"]*)\"|'([^']*)')\s*>")
_REFERENCE = re.compile(r"&(?:(#[xX]?[0-9A-Fa-f]{1,8}|[A-Za-z_][\w.-]{0,79});)?")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_LONGEST_VALUE = 200
_WINDOWS = {code: html.unescape(f"&#{code};") for code in range(0x80, 0xA0) if code != 0x85}
"""Control characters as HTML reads them: letters of a Windows code page, put in unconverted."""

_GROWTH = 1024 * 1024
"""Characters that entities of a file's own may add to it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The root of a document, and what is wrong with it: "" where it is whole."""

    root: etree._Element
    damage: str = ""


def parse(text: str) -> Parsed:
    """Parse a document from its root on; what stands before it is left out.

    Raises:
        ReadError: there is no element in it, or it declares entities made of others.
    """
    start = _ROOT.search(text) or _FIRST.search(text)
    if start is None:
        raise ReadError("no XML in it; fix the suffix or the file")
    entities = _declared(text[: start.start()])
    body = _with_characters(text[start.start() :], entities)
    if body.rfind("<") > body.rfind(">"):  # a last tag that broke off
        body += ">"
    data = body.encode()
    try:
        return Parsed(etree.fromstring(data, _parser(recover=False)))
    except etree.XMLSyntaxError:
        return _recovered(data)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _recovered(data: bytes) -> Parsed:
    parser = _parser(recover=True)
    root = etree.fromstring(data, parser)
    errors = [one for one in parser.error_log if one.domain != etree.ErrorDomains.NAMESPACE]
    if root is None:
        what = errors[0].message if errors else "nothing can be read"
        raise ReadError(f"damaged XML ({what}); check the file")
    if not errors:
        return Parsed(root)
    return Parsed(root, f"damaged XML (line {errors[0].line}: {errors[0].message.strip()})")


def _declared(prolog: str) -> dict[str, str | None]:
    """Return the entities that a document type declares; None where one is made of others."""
    if "<!DOCTYPE" not in prolog and "<!ENTITY" not in prolog:
        return {}
    found: dict[str, str | None] = {}
    for match in _ENTITY.finditer(prolog):
        value = match[2] if match[2] is not None else match[3]
        is_plain = len(value) <= _LONGEST_VALUE and not any(sign in value for sign in "&%<")
        found.setdefault(match[1], value if is_plain else None)
    return found


def _with_characters(text: str, entities: dict[str, str | None]) -> str:
    """Return a document whose references XML knows, without characters that XML forbids."""
    room = _GROWTH

    def character(match: re.Match[str]) -> str:
        nonlocal room
        name = match[1]
        if name is None:
            return "&amp;"
        if name.startswith("#"):
            return _numbered(name)
        if name in _OF_XML:
            return match[0]
        if name in entities:
            value = entities[name]
            room -= len(value or "")
            if value is None or room < 0:
                raise ReadError("declares entities made of others, which are not read; remove them")
            return html.escape(value)
        return html.escape(html5[f"{name};"]) if f"{name};" in html5 else f"&amp;{name};"

    head, *others = normalise_text(text.translate(_WINDOWS)).split("<![CDATA[")
    pieces = [_REFERENCE.sub(character, head)]
    for other in others:
        inside, end, after = other.partition("]]>")
        pieces += ["<![CDATA[", inside, end, _REFERENCE.sub(character, after)]
    return "".join(pieces)


def _numbered(name: str) -> str:
    value = normalise_text(html.unescape(f"&{name};"))
    return html.escape(value).replace("\ufffe", "").replace("\uffff", "")


_PREFIXES = {
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/content": "",
    "http://www.w3.org/2005/atom": "",
    "http://www.w3.org/1999/xhtml": "",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://schemas.google.com/blogger/2018": "blogger",
    "http://schemas.google.com/blogger/2008": "blogger",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app#": "app",
    "http://purl.org/syndication/thread/1.0": "thr",
}
_CORE = re.compile(r"rss|netscape|/atom/ns|fullitem|sitemaps?|cdf", re.I)
_WORDPRESS = re.compile(r"wordpress\.org/export/(?:[\d.]+/)?(excerpt)?", re.I)


def name_of(element: etree._Element) -> str:
    """Return an element's name, lower-case, with the usual prefix of its namespace.

    Names of feeds themselves have no prefix, and those of namespaces that nobody knows have `x`.
    """
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, closing, local = tag.rpartition("}")
    local = local.lower()
    if not closing:
        prefix, colon, local = local.rpartition(":")  # a prefix that was never declared
        return f"{prefix}:{local}" if colon and prefix not in {"content", "atom"} else local
    return _prefixed(space[1:].rstrip("/").lower(), local)


def _prefixed(space: str, local: str) -> str:
    if space in _PREFIXES:
        prefix = _PREFIXES[space]
        return f"{prefix}:{local}" if prefix else local
    wordpress = _WORDPRESS.search(space)
    if wordpress:
        return f"{'excerpt' if wordpress[1] else 'wp'}:{local}"
    return local if _CORE.search(space) else f"x:{local}"


class Children:
    """The child elements of an element by `name_of`."""

    def __init__(self, element: etree._Element) -> None:
        self._found: dict[str, list[etree._Element]] = {}
        for child in element:
            self._found.setdefault(name_of(child), []).append(child)

    def all(self, name: str) -> list[etree._Element]:
        """Return the children of a name, in order."""
        return self._found.get(name, [])

    def text(self, *names: str) -> str:
        """Return the text of the first child of these names that has any, else ""."""
        return next(filter(None, (content(one) for one in self._of(names))), "")

    def first(self, *names: str) -> etree._Element | None:
        """Return the first child of these names."""
        return next(self._of(names), None)

    def _of(self, names: tuple[str, ...]) -> Iterator[etree._Element]:
        for name in names:
            yield from self._found.get(name, ())


def content(element: etree._Element) -> str:
    """Return an element's text, or its markup where it holds elements (XHTML)."""
    if len(element):
        for one in element.iter():
            if isinstance(one.tag, str):
                one.tag = one.tag.rpartition("}")[2].rpartition(":")[2] or "div"
        parts = [html.escape(element.text or "")]
        parts += [etree.tostring(one, encoding="unicode", method="html") for one in element]
        return "".join(parts).strip()
    return (element.text or "").strip()
