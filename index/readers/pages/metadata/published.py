"""The day an article was published: what the head says, corrected by what readers see. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from index.articles.dates import find_date, parse_date
from index.readers.pages.metadata.json_ld import Linked
from index.readers.pages.metadata.lines import Line
from index.readers.pages.metadata.page_parts import (
    HtmlElement,
    PageParts,
    around,
    is_outside,
    short_pieces,
)
from index.readers.pages.metadata.printed_days import (
    CHANGE_WORD,
    Printed,
    first_reading,
    printed_days,
)
from index.readers.pages.metadata.stated import Stated

_STRONG = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "datepublished", "date_published", "rnews:datepublished", "citation_publication_date",
    "citation_date", "citation_online_date", "dc.date.issued", "dcterms.issued", "dc.date.created",
    "dcterms.created", "dcterms.available", "prism.publicationdate", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "originalpublicationdate", "bt:pubdate",
    "article.published", "article_date_original", "publish-date", "publish_date", "publishdate",
    "published-date", "published_date", "publication_date", "pubdate", "pub_date", "displaydate",
    "iso-8601-publish-date", "article-publication-date", "shareaholic:article_published_time",
    "mediator_published_time", "vr:published_time", "ptime", "dcterm:date",
    "weibo:article:create_at",
    "nextpublished", "datecreated", "created",
)  # fmt: skip
_WEAK = ("dcterms.date", "dc.date", "dc:date", "date", "citation_year", "docdate", "release_date")
_CHANGED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "dcterms.modified", "last-modified", "lastmod", "revised",
)  # fmt: skip
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s*(?P<zone>Z|UTC|GMT"
    r"|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_FOURTEEN = re.compile(r"(20\d\d|19\d\d)(\d\d)(\d\d)[T ]?\d{4,6}(?:Z|\s*[+-]\d{4})?")
_SECONDS = re.compile(r"\d{10}(?:\d{3})?")
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/_-]|$)|/((?:19|20)\d\d)(\d\d)(\d\d)(?=/|_|$)"
    r"|[/-]((?:19|20)\d\d)-(\d\d)-(\d\d)(?=[/._-]|$)",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_LONGEST = 200
_OF_TIMES = 0.65
_CHANGED_NAME = re.compile(r"modif|updat|edited|revis", re.IGNORECASE)
_WEAK_CERTAINTY = 0.6
_PLAIN = 0.8
"""How much must speak for a day in print that it counts for more than another one in the head."""
_SOME = 0.4
"""How much must speak for a day in print where the head has none."""
_CLOSE = 0.55
"""How much must speak for a day in print beside a point of time in UTC."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a page states.

    `is_instant`: it was cut off a point of time in UTC, or in no zone that is told, so that the
    publisher's day may be the one before or after.
    """

    iso: str
    source: str
    certainty: float
    is_instant: bool = False


def published(
    parts: PageParts, linked: Linked, lines: Sequence[Line], address: str | None, lang: str | None
) -> Stated | None:
    """Return the day the article was published, as its publisher's readers see it."""
    stated = [*_stated(parts, linked), *_in_markup(parts, lang)]
    seen = sorted(printed_days(lines, lang), key=lambda one: (-one.weight, abs(one.place)))
    by_address = _in_address(address or "")
    strong = next((one for one in stated if one.certainty > _WEAK_CERTAINTY), None)
    if strong is None:
        return _without_strong(stated, seen, by_address, linked)
    return _corrected(strong, stated, seen, by_address)


def _corrected(
    strong: Day, stated: Sequence[Day], seen: Sequence[Printed], by_address: Stated | None
) -> Stated:
    """Return a stated day, or the one beside it that readers see."""
    visible = [one for one in seen if not one.is_change]
    if any(strong.iso in one.readings for one in visible):
        return Stated(strong.iso, strong.source, 1.0)
    beside = _beside(strong, stated, visible, by_address) if strong.is_instant else None
    if beside:
        return beside
    # A head that is later than a day that is plainly printed says when the page was made or moved.
    for one in visible:
        if one.weight >= _PLAIN and len(one.iso) == len(strong.iso) and one.iso < strong.iso:
            return Stated(one.iso, "date in print", 0.6)
    return Stated(strong.iso, strong.source, strong.certainty)


def _beside(
    strong: Day, stated: Sequence[Day], visible: Sequence[Printed], by_address: Stated | None
) -> Stated | None:
    """Return the publisher's day where a point of time fell into the next or the last one."""
    near = [one for one in visible if one.weight >= _CLOSE]
    days = [Stated(iso, "date in print", 0.9) for one in near for iso in one.readings]
    days += [
        Stated(one.iso, one.source, 0.9)
        for one in stated
        if not one.is_instant and one.certainty > _WEAK_CERTAINTY
    ]
    days += [by_address] if by_address else []
    return next((one for one in days if _apart(one.value, strong.iso) == 1), None)


def _without_strong(
    stated: Sequence[Day], seen: Sequence[Printed], by_address: Stated | None, linked: Linked
) -> Stated | None:
    weak = next(iter(stated), None)
    visible = next((one for one in seen if not one.is_change and one.weight >= _SOME), None)
    if visible and weak and visible.weight < _PLAIN and _apart(visible.iso, weak.iso) > 1:
        return Stated(weak.iso, weak.source, weak.certainty)
    if visible:
        agreed = by_address is not None and visible.iso == by_address.value
        return Stated(visible.iso, "date in print", 0.95 if agreed else 0.2 + 0.75 * visible.weight)
    if weak and weak.certainty >= _WEAK_CERTAINTY:
        return Stated(weak.iso, weak.source, weak.certainty)
    if by_address:
        return by_address
    if weak:
        return Stated(weak.iso, weak.source, weak.certainty)
    changed = next((one for one in seen if one.is_change and one.weight >= _SOME), None)
    if changed:
        return Stated(changed.iso, "date of a change in print", 0.4)
    day = _day(linked.modified, f"{linked.source} dateModified", 0.4)
    return Stated(day.iso, day.source, day.certainty) if day else None


def _apart(first: str, second: str) -> int:
    """Return how many days lie between two days; many where one is no whole day."""
    try:
        return abs((date.fromisoformat(first) - date.fromisoformat(second)).days)
    except ValueError:
        return 1_000_000


def _stated(parts: PageParts, linked: Linked) -> Iterator[Day]:
    certainty = 0.95 * linked.certainty
    days = [_day(linked.published, f"{linked.source} datePublished", certainty)]
    days += [_day(one.value, one.source, 0.95) for one in parts.stated(_STRONG)]
    days += [_day(one.value, one.source, _WEAK_CERTAINTY) for one in parts.stated(_WEAK)]
    days += [_day(one.value, one.source, 0.4) for one in parts.stated(_CHANGED)]
    found = [day for day in days if day]
    # A day in a zone of its own, or alone, is what the publisher means by an instant in UTC.
    yield from sorted(found, key=lambda day: -day.certainty)


def _day(value: str | None, source: str, certainty: float) -> Day | None:
    """Return the day of a value that a machine wrote; a bare year is too little."""
    if not value:
        return None
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return _of_seconds(int(value[:10]), source, certainty)
    fourteen = _FOURTEEN.fullmatch(value)
    iso = parse_date("-".join(fourteen.groups())) if fourteen else parse_date(value)
    if not iso or len(iso) <= len("2012"):
        return None
    instant = _INSTANT.match(value)
    return Day(iso, source, certainty, instant is not None and _is_unsure(instant))


def _of_seconds(seconds: int, source: str, certainty: float) -> Day | None:
    if not 0 < seconds < 4_000_000_000:
        return None
    return Day(datetime.fromtimestamp(seconds, UTC).date().isoformat(), source, certainty, True)


def _is_unsure(instant: re.Match[str]) -> bool:
    """Tell whether a point of time may lie in another day where it was published."""
    zone = (instant["zone"] or "").upper()
    return zone.strip("+-0:") in {"", "Z", "UTC", "GMT"}


def _in_markup(parts: PageParts, lang: str | None) -> Iterator[Day]:
    """Yield the days of elements that mean the day of publication, not those of other articles."""
    of_time = False
    for element in parts.marked:
        meant = _meant(element)
        if meant is None or is_outside(element):
            continue
        source, certainty = meant
        if certainty == _OF_TIMES:
            if of_time or _is_change(element) or _is_of_the_site(element):
                continue
            of_time = True
        told = element.get("content") or element.get("datetime") or element.get("title")
        day = _day(told, source, certainty) or _of_text(element, source, certainty, lang)
        if day:
            yield day


def _meant(element: HtmlElement) -> tuple[str, float] | None:
    """Return what an element that tells of a day is, and how surely it is that of publication."""
    prop = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower()
    names = (element.get("class") or "").lower().split()
    if any(name in prop for name in ("datepublished", "dc:date", "dc:issued")):
        return "itemprop datePublished", 0.9
    if element.tag == "time" and (element.get("pubdate") is not None or "entry-date" in names):
        return "time element", 0.9
    if element.tag in {"abbr", "span"} and "published" in names and element.get("title"):
        return "class published", 0.85
    if element.tag == "time" and element.get("datetime"):
        return "time element", _OF_TIMES
    return None


def _is_change(element: HtmlElement) -> bool:
    """Tell whether an element's class, its parent's or the words before it speak of a change."""
    parent, before = element.getparent(), element.getprevious()
    around = [element] if parent is None else [element, parent]
    names = " ".join(one.get(key) or "" for one in around for key in ("class", "itemprop", "id"))
    label = before.tail if before is not None else parent.text if parent is not None else None
    return bool(_CHANGED_NAME.search(names) or CHANGE_WORD.search((label or "")[-_LONGEST:]))


def _is_of_the_site(element: HtmlElement) -> bool:
    tags = [one.tag for one in around(element)]
    return "header" in tags and not {"article", "main"} & set(tags)


def _of_text(element: HtmlElement, source: str, certainty: float, lang: str | None) -> Day | None:
    text = " ".join(" ".join(short_pieces(element, _LONGEST) or ()).split())
    found = find_date(text)
    if not found or len(found[0]) < len("2012-04-18"):
        return None
    return Day(first_reading(text, found[0], lang)[0], source, certainty)


def _in_address(address: str) -> Stated | None:
    found = _IN_ADDRESS.search(address)
    if not found:
        return None
    year, month, day = (one for one in found.groups() if one)
    number = _MONTHS.get(month.lower()) or (int(month) if month.isdigit() else 0)
    iso = parse_date(f"{year}-{number:02}-{int(day):02}")
    return Stated(iso, "address of the page", 0.7) if iso else None
