"""The day an article was published: what the head says, corrected by what readers see. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from index.articles.dates import find_date, parse_date
from index.readers.pages.metadata.bylines import LEAD, PART, names_in
from index.readers.pages.metadata.json_ld import Linked
from index.readers.pages.metadata.lines import Line
from index.readers.pages.metadata.page_parts import HtmlElement, PageParts, is_outside
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
    "mediator_published_time", "vr:published_time", "ptime", "dcterm:date", "weibo:article:create_at",
    "nextpublished", "datecreated", "created",
)  # fmt: skip
_WEAK = ("dcterms.date", "dc.date", "dc:date", "date", "citation_year", "docdate", "release_date")
_CHANGED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "dcterms.modified", "last-modified", "lastmod", "revised",
)  # fmt: skip
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ](?P<h>\d\d):?(?P<m>\d\d)(?::?(?P<s>\d\d)(?:[.,]\d+)?)?\s*(?P<zone>Z|UTC|GMT"
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
_CHANGE_WORD = re.compile(
    r"\b(?:updated?|modified|last|corrected|edited|revised|changed|reviewed|aktualisiert|geändert"
    r"|mis à jour|modifié|actualizado|modificado|aggiornato|modificato|atualizado|bijgewerkt"
    r"|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|zaktualizowano|aktualizacja|aktualizováno"
    r"|обновлено|изменено|更新|修正)\W*(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_PUBLISHED_WORD = re.compile(
    r"\b(?:published|posted|released|issued|first published|created|dated?|veröffentlicht|erschienen"
    r"|publié|publicado|publicada|pubblicato|gepubliceerd|geplaatst|publicerad|publisert|julkaistu"
    r"|opublikowano|publikováno|опубликовано|發布|发布|公開)\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_MONTH_FIRST = frozenset(("en", "en-us", "en-ph", "fil", ""))
_WORD = re.compile(r"\w+")
_MOST_WORDS = 6
_MOST_WORDS_HINTED = 16
_NEXT, _NEAR = 3, 6  # lines from the headline
_WEAK_CERTAINTY = 0.6
_PLAIN = 0.8
"""How much must speak for a day in print that it counts for more than another one in the head."""
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


@dataclass(frozen=True, slots=True)
class Printed:
    """A day that readers see, and how much speaks for its being that of publication (0 to 1)."""

    iso: str
    place: int
    weight: float
    is_change: bool = False
    other_order: str | None = None


def published(
    parts: PageParts, linked: Linked, lines: Sequence[Line], address: str | None, lang: str | None
) -> Stated | None:
    """Return the day the article was published, as its publisher's readers see it."""
    stated = [*_stated(parts, linked), *_in_markup(parts, lang)]
    seen = sorted(_printed(lines, lang), key=lambda one: (-one.weight, abs(one.place)))
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
    for one in visible:
        for iso in filter(None, (one.iso, one.other_order)):
            if iso == strong.iso:
                return Stated(iso, strong.source, 1.0)
    if strong.is_instant:
        for one in (one for one in visible if one.weight >= _CLOSE):
            for iso in filter(None, (one.iso, one.other_order)):
                if _apart(iso, strong.iso) == 1:
                    return Stated(iso, "date in print", 0.9)
        others = [one for one in stated if not one.is_instant and one.certainty > _WEAK_CERTAINTY]
        for other in others:
            if _apart(other.iso, strong.iso) == 1:
                return Stated(other.iso, other.source, 0.9)
        if by_address and _apart(by_address.value, strong.iso) == 1:
            return Stated(by_address.value, by_address.source, 0.8)
    # A head that is later than a day that is plainly printed says when the page was made or moved.
    for one in visible:
        if one.weight >= _PLAIN and len(one.iso) == len(strong.iso) and one.iso < strong.iso:
            return Stated(one.iso, "date in print", 0.6)
    return Stated(strong.iso, strong.source, strong.certainty)


def _without_strong(
    stated: Sequence[Day], seen: Sequence[Printed], by_address: Stated | None, linked: Linked
) -> Stated | None:
    weak = next(iter(stated), None)
    visible = next((one for one in seen if not one.is_change), None)
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
    changed = next(iter(seen), None)
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
    for element in parts.marked:
        prop = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower()
        names = (element.get("class") or "").lower()
        if "datepublished" in prop or "dc:date" in prop or "dc:issued" in prop:
            source, certainty = "itemprop datePublished", 0.9
        elif element.tag == "time" and (element.get("pubdate") is not None or "entry-date" in names):
            source, certainty = "time element", 0.9
        elif element.tag in {"abbr", "span"} and "published" in names.split() and element.get("title"):
            source, certainty = "class published", 0.85
        else:
            continue
        if not is_outside(element):
            told = element.get("content") or element.get("datetime") or element.get("title")
            day = _day(told, source, certainty) or _of_text(element, source, certainty, lang)
            if day:
                yield day


def _of_text(element: HtmlElement, source: str, certainty: float, lang: str | None) -> Day | None:
    text = " ".join(element.text_content()[:200].split())
    found = find_date(text)
    if not found or len(found[0]) < len("2012-04-18"):
        return None
    return Day(_first_reading(text, found[0], lang)[0], source, certainty)


def _in_address(address: str) -> Stated | None:
    found = _IN_ADDRESS.search(address)
    if not found:
        return None
    year, month, day = (one for one in found.groups() if one)
    number = _MONTHS.get(month.lower()) or (int(month) if month.isdigit() else 0)
    iso = parse_date(f"{year}-{number:02}-{int(day):02}")
    return Stated(iso, "address of the page", 0.7) if iso else None


def _printed(lines: Iterable[Line], lang: str | None) -> Iterator[Printed]:
    """Yield the days in lines that are no sentences, with what speaks for each."""
    for line in lines:
        weight = _weight(line)
        text, at = line.text, 0
        for _ in range(3):
            found = find_date(text[at:])
            if not found:
                break
            iso, (start, end) = found
            head = text[at : at + start].rpartition(PART)[2] or text[at : at + start].replace(PART, " ")
            whole = text[at + start : at + end]
            if len(iso) == len("2012-04-18") and _is_no_sentence(line, text[:at + start], text[at + end :]):
                first, other = _first_reading(whole, iso, lang)
                label = 0.2 if _PUBLISHED_WORD.search(head) else 0.0
                change = bool(_CHANGE_WORD.search(head)) and not label
                yield Printed(first, line.place, min(1.0, weight + label), change, other)
            at += end
            weight -= 0.1  # of several days in a line, the first is likelier


def _weight(line: Line) -> float:
    if 0 < line.place <= _NEXT:
        weight = 0.6
    else:
        weight = 0.45 if -_NEXT <= line.place <= _NEAR else 0.25
    if "date" in line.hints:
        weight += 0.3
    elif "byline" in line.hints:
        weight += 0.3
    elif "meta" in line.hints:
        weight += 0.15
    if LEAD.match(line.text) and names_in(line.text).people:
        weight += 0.25
    return min(1.0, weight)


def _is_no_sentence(line: Line, before: str, after: str) -> bool:
    words = len(_WORD.findall(before)) + len(_WORD.findall(after))
    most = _MOST_WORDS_HINTED if line.hints or LEAD.match(line.text) else _MOST_WORDS
    return words <= most


def _first_reading(text: str, iso: str, lang: str | None) -> tuple[str, str | None]:
    """Return a day in figures as the page's language orders them, and in the other order."""
    found = _SLASHED.search(text)
    if not found:
        return iso, None
    first, second, year = (int(one) for one in found.groups())
    try:
        month_first = date(year, first, second).isoformat()
        day_first = date(year, second, first).isoformat()
    except ValueError:
        return iso, None
    if (lang or "").lower() in _MONTH_FIRST:
        return month_first, day_first
    return day_first, month_first


