"""Documents that are zips of XML: their parts, parsed without entities, and what relates them."""

import io
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree

from index.errors import ReadError
from index.readers.zips import OLE, SafeZip, ZipLimits

Element: TypeAlias = Any
"""Of lxml, which has no types."""

_LIMITS = ZipLimits(members=20_000, member=128 * 1024 * 1024, total=256 * 1024 * 1024)
_LOCKED = (
    "is locked with a password, or of an office program of before 2007; save it without a "
    "password in today's form"
)
_OFFICE_DOCUMENT = "officeDocument"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: `target` is a part's name, or an address where it is outside."""

    kind: str
    target: str
    is_outside: bool = False


class Package:
    """The parts of a document.

    Args:
        data: of its file.

    Raises:
        ReadError: locked, damaged, or no zip.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(OLE):
            raise ReadError(_LOCKED)
        self.zip = SafeZip(data, _LIMITS)

    def xml(self, part: str) -> Element | None:
        """Return the root element of a part, or None where the document has no such part.

        Raises:
            ReadError: the part is damaged, too large, or declares entities.
        """
        return parse(self.zip.read(part), part) if part in self.zip else None

    def elements(self, part: str, names: frozenset[str]) -> Iterator[Element]:
        """Yield the elements with these local names, each once it is whole; it is emptied after.

        For parts too large for a tree of them.

        Raises:
            ReadError: as for `xml`.
        """
        if part not in self.zip:
            return
        data = io.BytesIO(self.zip.read(part))
        try:
            for _, element in etree.iterparse(data, events=("end",), **_SAFE):
                if local(element) in names:
                    yield element
                    _forget(element)
        except etree.XMLSyntaxError as error:
            raise ReadError(f"{part!r} in it is damaged ({error}); save it again") from None

    def main(self) -> str:
        """Return the name of the part that is the document itself.

        Raises:
            ReadError: it has none.
        """
        relations = self.related("").values()
        found = (one.target for one in relations if one.kind == _OFFICE_DOCUMENT)
        main = next(found, None)
        if main is None or main not in self.zip:
            raise ReadError("holds no document; it is damaged, or of another kind")
        return main

    def related(self, part: str) -> Mapping[str, Relation]:
        """Return what a part (the whole package: "") refers to, by its identifiers."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {} if root is None else dict(_relations(root, folder))


def _relations(root: Element, folder: str) -> Iterator[tuple[str, Relation]]:
    for one in root:
        if local(one) != "Relationship":
            continue
        kind = posixpath.basename(one.get("Type", ""))
        target, is_outside = one.get("Target", ""), one.get("TargetMode") == "External"
        if not is_outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield one.get("Id", ""), Relation(kind, target, is_outside)


_SAFE: dict[str, bool] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse(data: bytes, name: str) -> Element:
    """Return the root element of XML.

    Args:
        data: of the XML.
        name: what messages call it.

    Raises:
        ReadError: it is damaged, nested too deeply, or declares entities.
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{name!r} in it is damaged ({error}); save it again") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise ReadError(f"{name!r} in it declares entities of its own, which are not read")
    return root


def local(element: Element) -> str:
    """Return an element's name without its namespace, which differs between versions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str, default: str = "") -> str:
    """Return an attribute by its local name."""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    ending = f"}}{name}"
    found = (value for key, value in element.attrib.items() if key.endswith(ending))
    return str(next(found, default))


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child of a name, its first child of the next name, and so on."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def inside(element: Element | None, *path: str) -> Sequence[Element]:
    """Return the children of what `child` finds; none where there is nothing."""
    found = child(element, *path) if path else element
    return () if found is None else list(found)


def value(element: Element | None, *path: str) -> str | None:
    """Return the attribute `val` of what `child` finds; None where there is none."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val") or None


def _forget(element: Element) -> None:
    """Free an element that was read, with those before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
