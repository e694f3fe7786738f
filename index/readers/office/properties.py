"""What an office document says of itself beside its text, and how far that is believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from index.articles.dates import parse_date
from index.articles.details.categories import clean_categories
from index.readers.blocks import one_line
from index.readers.fields.categories import category_names
from index.readers.office.package import Element, Package, local

_NOT_PEOPLE = frozenset(
    """admin administrator adobe apache author benutzer calibre default docx4j editor guest hp
    lenovo libreoffice microsoft none office openpyxl owner pandoc pc poi python-docx python-pptx
    root staff system test unknown unnamed usager user username usuario utente utilisateur winword
    word writer xlsxwriter""".split()
)
_NO_PERSON = re.compile(
    r"(?:microsoft|apache|adobe|libreoffice|openoffice|windows|aspose|google|un-named|unknown"
    r"|office\s+user|.*\b(?:user|admin|account|pc)\d*$|.*@)",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel) - .*|(?:document|presentation|book|workbook|sheet"
    r"|dokument|slide|folie|mappe)\s*\d*|powerpoint[ -]pr.sentation|word document|untitled.*"
    r"|unbenannt.*|title|.*\.(?:docx?|odt|rtf|pptx?|xlsx?|indd|qxd|pages|pdf|txt|html?))",
    re.IGNORECASE,
)
_TEMPLATE_DATES = frozenset(("2013-12-23", "2013-01-27"))
"""On which the templates of python-docx and python-pptx were made."""

_ABOUT = frozenset(("category", "subject", "keywords", "keyword"))
_PARTED = frozenset(("keywords", "keyword"))
"""Where commas part names."""

_FIRST_YEAR = "1985"


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document's properties say, without what programs put there themselves."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    publication: str | None = None
    categories: tuple[str, ...] = ()


def office_properties(package: Package) -> Properties:
    """Return the core properties of a document of Word, Excel or PowerPoint."""
    relations = package.related("").values()
    parts = [one.target for one in relations if one.kind == "core-properties"]
    root = package.xml(parts[0]) if parts else None
    if root is None:
        return Properties()
    found = _checked(_texts(root), "creator", "created")
    return replace(found, categories=_categories(root))


def open_document_properties(package: Package) -> Properties:
    """Return the properties of an OpenDocument file."""
    root = package.xml("meta.xml")
    if root is None:
        return Properties()
    texts = {name: text for group in root for name, text in _texts(group).items()}
    who = "initial-creator" if texts.get("initial-creator") else "creator"
    found = _checked(texts, who, "creation-date")
    return replace(
        found, categories=clean_categories(one for group in root for one in _categories(group))
    )


def properties(
    title: str | None, author: str | None, date: str | None, publication: str | None = None
) -> Properties:
    """Return properties without what names no title, person or day."""
    return Properties(_title(title), _author(author), _date(date), one_line(publication))


def certainty_of_author(name: str) -> float:
    """Return how sure it is that whoever made the file wrote the text: not very."""
    return 0.6 if " " in name and not name.islower() else 0.3


def _categories(root: Element) -> tuple[str, ...]:
    """Return what an element's children say that a document is about, in their order."""
    names: list[str] = []
    for one in root:
        if local(one) in _ABOUT:
            is_parted = local(one) in _PARTED
            names += category_names("".join(one.itertext()), parted=is_parted)
    return clean_categories(names)


def _texts(root: Element) -> dict[str, str]:
    """Return the texts of an element's children by name; of one name the first."""
    found: dict[str, str] = {}
    for one in root:
        found.setdefault(local(one), "".join(one.itertext()))
    return found


def _checked(texts: Mapping[str, str], author: str, date: str) -> Properties:
    return properties(
        texts.get("title"), texts.get(author), texts.get(date), texts.get("publisher")
    )


def _title(given: str | None) -> str | None:
    title = one_line(given)
    return None if title is None or _NO_TITLE.fullmatch(title) else title


def _author(given: str | None) -> str | None:
    names = [one_line(name) for name in re.split(r"[;\n]", given or "")]
    people = [_given_first(name) for name in names if name and _is_person(name)]
    return ", ".join(people) or None


def _given_first(name: str) -> str:
    """Return "Doe, Jane" as Jane Doe; two full names stay two."""
    parts = name.split(", ")
    if len(parts) == 2 and min(len(part.split()) for part in parts) == 1:
        return f"{parts[1]} {parts[0]}"
    return name


def _is_person(name: str) -> bool:
    plain = name.casefold()
    return plain not in _NOT_PEOPLE and not _NO_PERSON.match(plain) and any(map(str.isalpha, plain))


def _date(given: str | None) -> str | None:
    date = parse_date((given or "").strip())
    if date is None or date in _TEMPLATE_DATES or date < _FIRST_YEAR:
        return None
    return date
