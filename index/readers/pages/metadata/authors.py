"""Who wrote a page's article: its head and its byline, weighed against each other. Pure."""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from index.readers.pages.metadata.bylines import LEAD, PART, Names, from_lead, is_person, names_in
from index.readers.pages.metadata.json_ld import Linked
from index.readers.pages.metadata.lines import Line
from index.readers.pages.metadata.page_parts import (
    HtmlElement,
    PageParts,
    around,
    is_outside,
    short_pieces,
)
from index.readers.pages.metadata.stated import Stated

_MANY = ("citation_author", "dc.creator", "dc:creator", "dcterms.creator", "dcterm:creator")
_META = (
    *_MANY, "parsely-author", "sailthru.author", "byl", "author", "article:author_name",
    "article:author", "og:article:author", "cxenseparse:author", "dc.contributor", "rnews:creator",
    "twitter:data1", "article.author", "authors", "creator",
)  # fmt: skip
_BYLINE_CLASS = re.compile(r"byline|author|dateline|writtenby|p-author|contributor", re.IGNORECASE)
_NO_BYLINE = re.compile(
    r"comment|avatar|bio\b|image|photo|social|share|related|count|icon", re.IGNORECASE
)
_OF_AUTHOR = re.compile(
    r"/(?:authors?|by|people|profile|staff|contributors?|reporters?|autor(?:es)?)/", re.I
)
_IN_ADDRESS = re.compile(r"^\s*https?:|^\s*www\.", re.IGNORECASE)
_LONGEST_BYLINE = 200
_MOST_AUTHORS = 50
_MOST_PARTS = 200
_MOST_OTHERS = 3
_OTHERS = 0.3
"""How sure an author is that is no person."""
_BLOGGER = 0.6
"""How sure an author is whose site has the same name."""
_NEAR = 5
_PLAIN = 0.75
"""How sure a byline must be to count for more than the head of the page."""


def author_of(
    parts: PageParts, linked: Linked, lines: Sequence[Line], bodies: Sequence[str]
) -> Stated | None:
    """Return the authors of the article, as one line.

    People come before whoever else is named; where the byline that readers see names more people
    than the head of the page, it counts. `bodies` are names of the publication.
    """
    stated = list(_stated(parts, linked, bodies))
    seen = list(_seen(parts, lines, bodies))
    people = [one for one in (*stated, *seen) if one[0].people]
    if people:
        is_stated = any(one[0].people for one in stated)
        return _best(people[0], seen if is_stated else [])
    for names, source, _ in (*stated, *seen):
        if names.others:
            return Stated(", ".join(names.others[:_MOST_OTHERS]), source, _OTHERS)
    for names, source, _ in _stated(parts, linked, ()):  # the publication itself
        if names.others or names.people:
            is_blogger = bool(names.people) and any(one.is_person for one in linked.authors)
            certainty = _BLOGGER if is_blogger else _OTHERS
            return Stated(", ".join((*names.people, *names.others)), source, certainty)
    return None


_Candidate = tuple[Names, str, float]


def _best(first: _Candidate, seen: Sequence[_Candidate]) -> Stated:
    """Return whom the head names, or the byline where it names them and others."""
    names, source, certainty = first
    for other, where, how_sure in seen:
        more = set(map(_plain, other.people)) > set(map(_plain, names.people))
        same = set(map(_plain, other.people)) == set(map(_plain, names.people))
        if more and how_sure >= _PLAIN:
            names, source, certainty = other, where, how_sure
            break
        if same:
            certainty = 1.0
            if other.printed and not names.printed:
                names = other
            break
    return Stated(names.text or "", source, certainty)


def _is_whole(name: str) -> bool:
    """Tell whether a name is of a given name and a surname, in letters that have cases."""
    return " " in name and name.lower() != name.upper()


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _stated(parts: PageParts, linked: Linked, bodies: Sequence[str]) -> Iterator[_Candidate]:
    if linked.authors:
        yield _linked(linked, bodies), f"{linked.source} author", 0.95 * linked.certainty
    for name in _META:
        values = [one for one in parts.meta.get(name, ()) if not _IN_ADDRESS.match(one)]
        if name == "twitter:data1" and "written by" not in map(
            str.lower, parts.meta.get("twitter:label1", ())
        ):
            continue
        found = [_whole(value, bodies) for value in values[: _MOST_AUTHORS if name in _MANY else 1]]
        if found:
            yield _together(found), f"meta {name}", 0.9 if name != "author" else 0.85


def _linked(linked: Linked, bodies: Sequence[str]) -> Names:
    found: list[Names] = []
    for named in linked.authors[:_MOST_AUTHORS]:
        if _IN_ADDRESS.match(named.name):
            continue
        names = _whole(named.name, bodies)
        if named.is_person is False and names.people:  # a body that is called like somebody
            names = Names((), names.people)
        found.append(names)
    return _together(found)


def _whole(text: str, bodies: Sequence[str]) -> Names:
    """Return whom a value names that is meant to name people; a surname may stand first."""
    surname, comma, given = text.partition(", ")
    if comma and len(surname.split()) == 1 and is_person(surname) and len(given.split()) <= 2:
        turned = f"{given} {surname}"
        if is_person(turned) and is_person(given) and len(given.split()) == 1:
            return Names((text,))
    return names_in(text, bodies)


def _together(found: Sequence[Names]) -> Names:
    if len(found) == 1:
        return found[0]
    people = dict.fromkeys(name for one in found for name in one.people)
    others = dict.fromkeys(name for one in found for name in one.others)
    joint = "; " if any("," in name for name in people) else ", "
    return Names(tuple(people), tuple(others), joint.join(people) or None)


def _seen(parts: PageParts, lines: Sequence[Line], bodies: Sequence[str]) -> Iterator[_Candidate]:
    near = [line for line in lines if -3 <= line.place <= _NEAR]
    for at, line in enumerate(near):
        text = line.text
        if LEAD.fullmatch(f"{text} ") and at + 1 < len(near):  # "By" in a line of its own
            text = f"{text} {near[at + 1].text}"
        if len(text) <= _LONGEST_BYLINE and LEAD.match(from_lead(text)):
            yield names_in(text, bodies), "byline", 0.85
    marked = [element for element in parts.marked if not is_outside(element)]
    yield from _of_elements(marked, _means_author, "element of the author", 0.8, bodies)
    for line in near:
        if line.place > 0 and "byline" in line.hints and len(line.text) <= _LONGEST_BYLINE:
            names = names_in(line.text, bodies)
            if names.people and all(map(_is_whole, names.people)):
                yield names, "byline", _PLAIN
    yield from _of_elements(marked, _looks_like_byline, "byline", 0.7, bodies)


def _of_elements(
    marked: Sequence[HtmlElement],
    means: Callable[[HtmlElement], bool],
    source: str,
    certainty: float,
    bodies: Sequence[str],
) -> Iterator[_Candidate]:
    """Yield whom the first of the elements that mean the author names."""
    meant = [element for element in marked if means(element)]
    for element in meant:
        names = _in_block(element, meant, bodies)
        if len(names.people) > 1 and not all(map(_is_whole, names.people)):
            continue  # words beside a name
        if names.people or names.others:
            yield names, source, certainty
            return


def _means_author(element: HtmlElement) -> bool:
    prop = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower()
    return element.get("rel") == "author" or "author" in prop or "creator" in prop.split()


def _looks_like_byline(element: HtmlElement) -> bool:
    names = (
        f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    )
    if _BYLINE_CLASS.search(names) and not _NO_BYLINE.search(names):
        return True
    return element.tag == "a" and bool(_OF_AUTHOR.search(element.get("href") or ""))


def _in_block(element: HtmlElement, alike: Sequence[HtmlElement], bodies: Sequence[str]) -> Names:
    """Return whom an element names, with those that elements alike beside it name."""
    own = names_in(_parted(element), bodies)
    block = element
    for _ in range(3):
        parent = block.getparent()
        if parent is None or parent.tag in {"body", "article", "main"} or _parted(parent) is None:
            break
        block = parent
    if block is element or not own.people:
        return own
    beside = [one for one in alike if one is not element and block in around(one)]
    more = [own, *(names_in(_parted(one), bodies) for one in beside[:_MOST_AUTHORS])]
    together = _together([one for one in more if one.people])
    return own if set(together.people) <= set(own.people) else together


def _parted(element: HtmlElement) -> str | None:
    """Return an element's text with its parts told apart; None where it is far too long."""
    if element.get("itemprop"):
        parts = itertools.islice(element.iter(), _MOST_PARTS)
        named = (one for one in parts if "name" in (one.get("itemprop") or "").split())
        element = next(named, element)
    pieces = short_pieces(element, _LONGEST_BYLINE)
    return PART.join(piece if piece.strip() else "" for piece in pieces) or None if pieces else None
