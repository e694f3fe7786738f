"""What an EPUB says of itself: its metadata, the order of its files, its table of contents."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from index.articles.article import ArticleInfo
from index.articles.details.categories import clean_categories
from index.articles.origins import Origin
from index.errors import ReadError
from index.readers.blocks import one_line
from index.readers.fields.categories import category_names
from index.readers.office.package import Element, Package, attribute, child, inside, local
from index.readers.office.properties import properties

_PAGES = frozenset(("application/xhtml+xml", "text/html", "text/x-oeb1-document"))
_AROUND = frozenset(
    """cover toc title-page titlepage copyright-page halftitlepage landmarks loi lot""".split()
)
_OF_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents: the file, the place in it, and what it says."""

    file: str
    place: str
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class Contents:
    """A book without its text; `files` are those to be read one after another."""

    info: ArticleInfo
    origins: Sequence[Origin]
    files: Sequence[str]
    entries: Sequence[Entry]


def contents(package: Package) -> Contents:
    """Return what a book says of itself.

    Raises:
        ReadError: it is no book, or protected against reading.
    """
    path = _root_file(package)
    root = package.xml(path)
    if root is None:
        raise ReadError("holds no book; it is damaged, or of another kind")
    folder = posixpath.dirname(path)
    items = {attribute(one, "id"): one for one in inside(root, "manifest") if local(one) == "item"}
    around = {_path(folder, attribute(one, "href")) for one in inside(root, "guide")
              if attribute(one, "type").lower() in _AROUND}  # fmt: skip
    nav = {_path(folder, attribute(one, "href")) for one in items.values()
           if "nav" in attribute(one, "properties").split()}  # fmt: skip
    entries = [one for file in sorted(nav) for one in _nav_entries(package, file)]
    entries = entries or _ncx_entries(package, root, items, folder)
    listed = {one.file for one in entries}
    files = [
        file
        for file, is_linear in _spine(root, items, folder)
        if file not in around | nav and (is_linear or file in listed)
    ]
    _check_protection(package, files)
    info, origins = _metadata(child(root, "metadata"))
    return Contents(info, origins, files, entries)


def _root_file(package: Package) -> str:
    container = package.xml("META-INF/container.xml")
    found = [] if container is None else [one for one in container.iter() if _is_root(one)]
    if found:
        return attribute(found[0], "full-path")
    return next((name for name in package.zip.names() if name.endswith(".opf")), "")


def _is_root(element: Element) -> bool:
    return local(element) == "rootfile" and attribute(element, "full-path") != ""


def _path(folder: str, address: str) -> str:
    """Return the name of the file that an address in a book leads to."""
    path = unquote(address.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def _spine(root: Element, items: Mapping[str, Element], folder: str) -> Iterator[tuple[str, bool]]:
    told: set[str] = set()
    for one in inside(root, "spine"):
        item = items.get(attribute(one, "idref"))
        if item is None or attribute(item, "media-type") not in _PAGES:
            continue
        file = _path(folder, attribute(item, "href"))
        if file not in told:
            told.add(file)
            yield file, attribute(one, "linear", "yes") != "no"


def _nav_entries(package: Package, file: str) -> Iterator[Entry]:
    if file not in package.zip:
        return
    try:
        page = lxml_html.document_fromstring(package.zip.read(file))
    except (etree.ParserError, ValueError):
        return
    navs = [one for one in page.iter("nav") if "toc" in one.get("epub:type", "").split()]
    for nav in navs[:1]:
        for link in nav.iter("a"):
            depth = sum(1 for above in link.iterancestors("ol"))
            yield from _entry(
                posixpath.dirname(file), link.get("href", ""), link.text_content(), depth
            )


def _ncx_entries(
    package: Package, root: Element, items: Mapping[str, Element], folder: str
) -> list[Entry]:
    spine = child(root, "spine")
    item = items.get("" if spine is None else attribute(spine, "toc"))
    if item is None:
        kind = "application/x-dtbncx+xml"
        item = next((one for one in items.values() if attribute(one, "media-type") == kind), None)
    file = "" if item is None else _path(folder, attribute(item, "href"))
    ncx = package.xml(file) if file else None
    found: list[Entry] = []
    for point in ncx.iter() if ncx is not None else ():
        if local(point) == "navPoint":
            label, target = child(point, "navLabel", "text"), child(point, "content")
            depth = sum(1 for above in point.iterancestors() if local(above) == "navPoint") + 1
            text = "" if label is None else label.text or ""
            address = "" if target is None else attribute(target, "src")
            found += _entry(posixpath.dirname(file), address, text, depth)
    return found


def _entry(folder: str, address: str, text: str, depth: int) -> Iterator[Entry]:
    label = one_line(text)
    if label and address and "://" not in address:
        yield Entry(_path(folder, address), unquote(address.partition("#")[2]), label, depth)


def _check_protection(package: Package, files: Sequence[str]) -> None:
    root = package.xml("META-INF/encryption.xml")
    wanted = set(files)
    for one in inside(root):
        how = attribute(child(one, "EncryptionMethod"), "Algorithm") if len(one) else ""
        what = child(one, "CipherData", "CipherReference")
        name = "" if what is None else unquote(attribute(what, "URI"))
        if name in wanted and not how.startswith(_OF_FONTS):
            raise ReadError("is protected against copying (DRM); only a copy without it is read")


def _metadata(element: Element | None) -> tuple[ArticleInfo, list[Origin]]:
    found = properties(
        _text(element, "title"),
        "\n".join(_authors(element)),
        _date(element),
        _text(element, "publisher"),
    )
    language = (_text(element, "language") or "").lower().replace("_", "-")
    addresses = [*_texts(element, "source"), *_texts(element, "identifier")]
    info = ArticleInfo(
        id="",
        title=found.title,
        author=found.author,
        date=found.date,
        publication=found.publication,
        url=next((one for one in addresses if _ADDRESS.fullmatch(one)), None),
        lang=language if _LANGUAGE.fullmatch(language) else None,
        categories=clean_categories(_subjects(element)),
    )
    sure = {"title": 0.9, "author": 0.9, "date": 0.7, "publication": 0.9, "url": 0.7, "lang": 0.8}
    sure["categories"] = 0.9
    return info, [Origin(field, "EPUB metadata", how) for field, how in sure.items()]


def _subjects(element: Element | None) -> Iterator[str]:
    for one in _texts(element, "subject"):
        yield from category_names(one, parted=False)


def _authors(element: Element | None) -> list[str]:
    """Return the creators who are authors; translators and the like are none."""
    roles = {
        attribute(one, "refines").lstrip("#"): (one.text or "").strip()
        for one in inside(element)
        if local(one) == "meta" and attribute(one, "property") == "role"
    }
    names: list[str] = []
    for one in inside(element):
        role = attribute(one, "role") or roles.get(attribute(one, "id"), "")
        if local(one) == "creator" and role in {"", "aut"} and (name := one_line(one.text)):
            names.append(name)
    return names


def _date(element: Element | None) -> str | None:
    dates = [one for one in inside(element) if local(one) == "date" and one.text]
    dates.sort(key=lambda one: attribute(one, "event") != "publication")
    kept = [one for one in dates if attribute(one, "event") in {"", "publication", "creation"}]
    return kept[0].text if kept else None


def _text(element: Element | None, name: str) -> str | None:
    return next(_texts(element, name), None)


def _texts(element: Element | None, name: str) -> Iterator[str]:
    for one in inside(element):
        if local(one) == name and (text := one_line(one.text)):
            yield text
