"""The title of a page's article, without the name of its site. Pure."""

import re
from collections.abc import Iterator, Sequence

from index.readers.pages.metadata.byline_words import NO_SITE
from index.readers.pages.metadata.json_ld import Linked
from index.readers.pages.metadata.page_parts import HtmlElement, PageParts, text_of
from index.readers.pages.metadata.publications import SEPARATOR
from index.readers.pages.metadata.stated import Stated

_TITLE = (
    "dc:title", "dc.title", "dcterm:title", "dcterms.title", "citation_title", "og:title",
    "parsely-title", "sailthru.title", "twitter:title", "title", "headline",
)  # fmt: skip
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_JOINT = " |｜–—·•»«/-:_~"
_WHOLE_HEAD = 15
_LONGEST = 500


def title_of(
    parts: PageParts, linked: Linked, publication: str | None, sites: Sequence[str]
) -> Stated | None:
    """Return the title of the article.

    What JSON-LD and `meta` elements say comes first, then the page's own title and first headline.
    `sites` are all names that the page gives its site.
    """
    names = [name for name in dict.fromkeys((publication, *sites)) if name]
    for stated in _stated(parts, linked):
        whole = _uncut(stated.value, parts)
        title = _without_section(without_site(whole, names), parts)
        if title and title.casefold() not in NO_SITE | {name.casefold() for name in names}:
            return Stated(title, stated.source, stated.certainty)
    found = _page_title(parts, names)
    return found and Stated(found.value[:_LONGEST], found.source, found.certainty)


def headline_elements(parts: PageParts, title: str | None) -> list[HtmlElement]:
    """Return the headlines that show the title, the surest first; not the site's name."""
    wanted = _letters(title)
    every = [*parts.heads, *parts.subheads]
    heads = [(head, _letters(text_of(head))) for head in every]
    same = [head for head, text in heads if text and text == wanted]
    near = [
        head
        for head, text in heads
        if len(text) > 8 and (text in wanted or wanted in text) and wanted
    ]
    first = [head for head, text in heads if head.tag == "h1" and len(text) > _WHOLE_HEAD]
    return [*same, *near] or first[:1]


def _letters(text: str | None) -> str:
    return "".join(filter(str.isalnum, (text or "").casefold()))


def _without_section(title: str, parts: PageParts) -> str:
    """Return a title without the section after it, where a headline is just what stands before."""
    first = SEPARATOR.split(title)[0].strip()
    heads = {text_of(head) for head in parts.heads}
    return first if first != title and first in heads else title


def _stated(parts: PageParts, linked: Linked) -> Iterator[Stated]:
    shown = parts.title or ""
    titles = [title for title in linked.titles if title not in {linked.publisher, linked.site}]
    best = next((title for title in titles if title in shown), titles[0] if titles else None)
    if best:
        yield Stated(best, f"{linked.source} headline", 0.95 * linked.certainty)
    for stated in parts.stated(_TITLE):
        yield Stated(stated.value, stated.source, 0.95)


def _uncut(title: str, parts: PageParts) -> str:
    """Return a title in full where it is cut off and a headline goes on."""
    begun = _CUT.sub("", title)
    if begun == title and len(title) < 60:
        return title
    for head in parts.heads:
        whole = text_of(head) or ""
        if len(whole) > len(begun) > _WHOLE_HEAD and whole.startswith(begun) and begun != title:
            return whole
    return title


def _page_title(parts: PageParts, names: Sequence[str]) -> Stated | None:
    sites = {name.casefold() for name in names}
    heads = [text for head in parts.heads if (text := text_of(head))]
    heads = [head for head in heads if head.casefold() not in sites]
    if parts.title is None:
        return Stated(heads[0], "first headline", 0.85) if heads else None
    shorter = without_site(parts.title, names) or parts.title
    pieces = [piece for piece in SEPARATOR.split(shorter) if piece.strip()]
    for head in heads:
        if head in pieces or head == shorter or (len(head) > _WHOLE_HEAD and head in shorter):
            return Stated(head, "headline and page title", 0.95)
    begun = _after_colon(shorter, parts)
    if begun:
        return begun
    if shorter.casefold() in sites:
        return Stated(heads[0], "first headline", 0.7) if heads else None
    if len(pieces) > 1 and len(pieces[0].split()) >= 3 and len(pieces[-1].split()) <= 4:
        cut = shorter[: shorter.rindex(pieces[-1])].rstrip(_JOINT)
        return Stated(cut or shorter, "page title", 0.8)
    return Stated(shorter, "page title", 0.8)


def _after_colon(title: str, parts: PageParts) -> Stated | None:
    """Return the headline after the name of a blog: "Quay Notes: A second boat"."""
    name, colon, rest = title.partition(": ")
    subheads = (text_of(one) for one in parts.subheads)
    if colon and name and rest in subheads:
        return Stated(rest, "headline and page title", 0.9)
    return None


def without_site(title: str, names: Sequence[str]) -> str:
    """Drop the site's name, and what parts it from the title, from either end of a title."""
    before = None
    while before != title:
        before = title
        for name in names:
            title = _without(title, name)
    return title


def _without(title: str, name: str) -> str:
    plain, wanted = title.casefold(), name.casefold()
    if plain == wanted or len(plain) != len(title):
        return title
    if plain.endswith(wanted):
        rest = title[: len(title) - len(name)]
        if rest[-1:] in {" ", "|", "_", "｜"} and SEPARATOR.search(f"{rest[-3:]} "):
            return rest.rstrip(_JOINT) or title
        if rest.rstrip(_JOINT) and rest[-1:] == " " and rest.rstrip()[-1:] in _JOINT:
            return rest.rstrip(_JOINT)
    if plain.startswith(wanted):
        rest = title[len(name) :]
        if re.match(r"\s*[|｜]\s*\S|\s+[–—·•»-]\s+\S", rest):
            return rest.lstrip(_JOINT)
    return title
