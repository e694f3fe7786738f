"""JSON-LD: which of the things that a page describes is its article, and what it says. Pure."""

import html
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from index.readers.blocks import one_line

Thing: TypeAlias = Mapping[str, Any]

_OPENINGS = ("//", "/*", "<![CDATA[", "<!--", "*/")
_CLOSINGS = ("//", "/*", "]]>", "-->", "*/", ";")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_ARTICLE = re.compile(r"(?:Article|BlogPosting|^Report|^Review|Posting|^LiveBlog.*|^NewsStory)$")
_PAGE = re.compile(r"(?:^WebPage|^ItemPage)$")
_ABOUT_OTHERS = re.compile(r"^(?:ClaimReview|Claim|Event|Product|Comment|Question|Answer|Offer)")
# A thing below one of these belongs to the article; below any other key it is another thing.
_LEADS_ON = frozenset(("@graph", "mainentity", "mainentityofpage"))
_MOST_THINGS = 2_000
_DEEPEST = 6
_LONGEST_SALVAGED = 50_000
_LONGEST = 2_000
_SALVAGED = {
    name: re.compile(rf'"{name}"\s*:\s*"((?:[^"\\]|\\.)*)"')
    for name in ("headline", "datePublished")
}
_SALVAGED_AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]*?"name"\s*:\s*"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something with a name; `is_person` is None where its type is not told."""

    name: str
    is_person: bool | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """What JSON-LD says of the page's article; `source` names the kind; `sections` are raw."""

    source: str = "JSON-LD"
    certainty: float = 1.0
    titles: tuple[str, ...] = ()
    authors: tuple[Named, ...] = ()
    published: str | None = None
    modified: str | None = None
    publisher: str | None = None
    site: str | None = None
    url: str | None = None
    lang: str | None = None
    sections: object = None


@dataclass(slots=True)
class _Found:
    articles: list[Thing] = field(default_factory=list)
    pages: list[Thing] = field(default_factory=list)
    claims: list[Thing] = field(default_factory=list)
    sites: list[Thing] = field(default_factory=list)
    by_id: dict[str, Thing] = field(default_factory=dict)


def linked_article(scripts: Sequence[str], shown: Sequence[str]) -> Linked:
    """Return what the scripts say of the article whose title is among `shown`, as pages show it.

    Scripts with errors are read as far as they go.
    """
    found = _Found()
    broken: list[str] = []
    for script in scripts:
        things = list(_parsed(script))
        if not things:
            broken.append(script)
        for thing in things:
            _collect(found, thing)
    article = _best(found.articles, shown) or _best(found.pages, shown)
    if article is not None:
        return _linked(article, found)
    salvaged = next(filter(None, map(_salvaged, broken)), None)
    if salvaged:
        return salvaged
    if found.claims:  # a check of a claim: its day may be the claim's
        claim = found.claims[0]
        return Linked(
            "JSON-LD ClaimReview", 0.4, authors=(), published=_plain(claim.get("datePublished"))
        )
    return Linked(site=_site(found))


def _parsed(script: str) -> Iterator[object]:
    text = _unwrapped(script)
    mended = _TRAILING_COMMA.sub("", text)
    for attempt in (text, mended, _BAD_ESCAPE.sub("", mended)):
        decoder, at = json.JSONDecoder(strict=False), 0
        values: list[object] = []
        try:
            while at < len(attempt):  # some pages put several objects into one script
                value, at = decoder.raw_decode(attempt, at)
                values.append(value)
                while at < len(attempt) and attempt[at] in " \t\r\n,;":
                    at += 1
        except (ValueError, RecursionError):
            if not values:
                continue
        yield from values
        return


def _unwrapped(script: str) -> str:
    """Return a script without the comments that some pages hide it in."""
    text, before = script.strip(), ""
    while text != before:
        before = text
        for mark in _OPENINGS:
            text = text.removeprefix(mark).lstrip()
        for mark in _CLOSINGS:
            text = text.removesuffix(mark).rstrip()
    return text


def _collect(found: _Found, given: object) -> None:
    """Sort the things of a script by kind, those first that stand first."""
    waiting: deque[tuple[object, int, bool]] = deque([(given, 0, True)])
    seen = 0
    while waiting and seen < _MOST_THINGS:
        value, depth, leads = waiting.popleft()
        if depth > _DEEPEST:
            continue
        if isinstance(value, list):
            some = value[:_MOST_THINGS]
            waiting.extendleft((one, depth, leads) for one in reversed(some))
        elif isinstance(value, dict):
            seen += 1
            identifier = value.get("@id")
            if isinstance(identifier, str) and len(value) > 2:
                found.by_id.setdefault(identifier, value)
            if leads:
                _sort_in(found, value)
            for key, below in value.items():
                if isinstance(below, dict | list):
                    on = leads and str(key).lower() in _LEADS_ON
                    waiting.append((below, depth + 1, on))


def _sort_in(found: _Found, thing: Thing) -> None:
    kinds = _kinds(thing)
    if any(_ABOUT_OTHERS.search(kind) for kind in kinds):
        if "ClaimReview" in kinds:
            found.claims.append(thing)
    elif any(_ARTICLE.search(kind) for kind in kinds):
        found.articles.append(thing)
    elif any(_PAGE.search(kind) for kind in kinds):
        found.pages.append(thing)
    elif "WebSite" in kinds:
        found.sites.append(thing)


def _kinds(thing: Thing) -> list[str]:
    kinds = thing.get("@type", thing.get("type"))
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2].rpartition(":")[2] for kind in kinds if isinstance(kind, str)]


def _best(things: Sequence[Thing], shown: Sequence[str]) -> Thing | None:
    """Return the thing whose headline the page shows, else the first."""
    words = [_letters(one) for one in shown if one]
    for thing in things:
        titles = [_letters(one) for one in _titles(thing)]
        if any(
            len(one) > 5 and (one in text or text in one)
            for one in titles
            for text in words
            if text
        ):
            return thing
    return things[0] if things else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _titles(thing: Thing) -> list[str]:
    keys = ("headline", "name", "alternativeHeadline")
    return [title for key in keys if (title := _plain(thing.get(key)))]


def _linked(thing: Thing, found: _Found) -> Linked:
    kind = next(iter(_kinds(thing)), "")
    names = [named for key in ("author", "creator") for named in _names(thing.get(key), found)]
    publisher = _names(thing.get("publisher"), found) or _names(
        thing.get("sourceOrganization"), found
    )
    part_of = thing.get("isPartOf")
    site = _names(part_of, found) if not _is_collection(part_of) else []
    return Linked(
        source=f"JSON-LD {kind}".strip(),
        titles=tuple(_titles(thing)),
        authors=tuple(dict.fromkeys(names)),
        published=_plain(thing.get("datePublished")) or _plain(thing.get("dateCreated")),
        modified=_plain(thing.get("dateModified")),
        publisher=publisher[0].name if publisher else None,
        site=(site[0].name if site else None) or _site(found),
        url=_address(thing),
        lang=_language(thing.get("inLanguage")),
        sections=thing.get("articleSection"),
    )


def _is_collection(value: object) -> bool:
    return isinstance(value, dict) and not {"WebSite", "Newspaper", "Periodical"} & set(
        _kinds(value)
    )


def _site(found: _Found) -> str | None:
    return next((name for one in found.sites if (name := _plain(one.get("name")))), None)


def _names(value: object, found: _Found, depth: int = 0) -> list[Named]:
    if depth > _DEEPEST:
        return []
    if isinstance(value, list):
        return [named for one in value for named in _names(one, found, depth + 1)]
    if isinstance(value, str):
        if value in found.by_id:
            return _names(found.by_id[value], found, depth + 1)
        name = _plain(value)
        return [Named(name)] if name else []
    if not isinstance(value, dict):
        return []
    name = _plain(value.get("name")) or _plain(value.get("legalName")) or _in_parts(value)
    if not name and isinstance(value.get("name"), list | dict):
        return _names(value["name"], found, depth + 1)
    if not name:
        known = found.by_id.get(str(value.get("@id")))
        return _names(known, found, depth + 1) if known is not None and known is not value else []
    kinds = _kinds(value)
    is_person = None if not kinds else any(kind == "Person" for kind in kinds)
    return [Named(name, is_person)]


def _in_parts(value: Thing) -> str | None:
    parts = (_plain(value.get("givenName")), _plain(value.get("familyName")))
    return " ".join(filter(None, parts)) or None


def _address(thing: Thing) -> str | None:
    of_page = thing.get("mainEntityOfPage")
    if isinstance(of_page, dict):
        of_page = of_page.get("@id") or of_page.get("url")
    return next((one for one in map(_plain, (thing.get("url"), of_page)) if one), None)


def _language(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return _plain(value[0] if isinstance(value, list) and value else value)


def _plain(value: object) -> str | None:
    if isinstance(value, list) and value and isinstance(value[0], str):
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    return one_line(html.unescape(value[:_LONGEST])) if isinstance(value, str) else None


def _salvaged(script: str) -> Linked | None:
    """Read what can be read of an article's JSON-LD that no parser takes."""
    if not re.search(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|BlogPosting)"', script):
        return None
    script = script[:_LONGEST_SALVAGED]
    values = {name: found[1] for name, of in _SALVAGED.items() if (found := of.search(script))}
    author = _SALVAGED_AUTHOR.search(script)
    title = _unquoted(values.get("headline"))
    name = _unquoted(author[1]) if author else None
    return Linked(
        source="JSON-LD with errors",
        certainty=0.8,
        titles=(title,) if title else (),
        authors=(Named(name),) if name else (),
        published=_unquoted(values.get("datePublished")),
    )


def _unquoted(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return _plain(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return _plain(text.replace("\\", ""))
