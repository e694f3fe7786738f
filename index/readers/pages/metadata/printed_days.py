"""Days that readers see in print around a headline, with what speaks for each. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from index.articles.dates import find_date
from index.readers.pages.metadata.bylines import LEAD, PART, names_in
from index.readers.pages.metadata.lines import Line

CHANGE_WORD = re.compile(
    r"\b(?:updated?|modified|last|corrected|edited|revised|changed|reviewed|aktualisiert|geändert"
    r"|mis à jour|modifié|actualizado|modificado|aggiornato|modificato|atualizado|bijgewerkt"
    r"|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|zaktualizowano|aktualizacja|aktualizováno"
    r"|обновлено|изменено|更新|修正)\W*(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_PUBLISHED_WORD = re.compile(
    r"\b(?:published|posted|released|issued|first published|created|dated?|veröffentlicht"
    r"|erschienen|publié|publicado|publicada|pubblicato|gepubliceerd|geplaatst|publicerad|publisert|julkaistu"
    r"|opublikowano|publikováno|опубликовано|發布|发布|公開)\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_MONTH_FIRST = frozenset(("en", "en-us", "en-ph", "fil", ""))
_WORD = re.compile(r"[^\W\d_]{3,}")  # no article, hour or preposition
_MOST_WORDS = 5
_MOST_WORDS_HINTED = 12
_MOST_DAYS = 3
_LONGEST_LABEL = 30
_NEXT, _NEAR = 3, 6  # lines from the headline


@dataclass(frozen=True, slots=True)
class Printed:
    """A day that readers see, and how much speaks for its being that of publication (0 to 1)."""

    iso: str
    place: int
    weight: float
    is_change: bool = False
    other_order: str | None = None

    @property
    def readings(self) -> tuple[str, ...]:
        """The day, and the one that its figures make in the other order."""
        return (self.iso, self.other_order) if self.other_order else (self.iso,)


def printed_days(lines: Iterable[Line], lang: str | None) -> Iterator[Printed]:
    """Yield the days in lines that are no sentences, with what speaks for each.

    A short line before a day may be its label: "Last updated" in a list of terms.
    """
    label = ""
    for line in lines:
        yield from _in_line(line, label, lang)
        label = line.text if len(line.text) <= _LONGEST_LABEL else ""


def _in_line(line: Line, label: str, lang: str | None) -> Iterator[Printed]:
    weight, text, at = _weight(line), line.text, 0
    for number in range(_MOST_DAYS):
        found = find_date(text[at:])
        if not found:
            return
        iso, (start, end) = found
        first, last = at + start, at + end
        head = text[at:first].replace(PART, " ") if text[at:first].strip(f" {PART}") else label
        if len(iso) == len("2012-04-18") and _is_no_sentence(line, text[:first], text[last:]):
            day, other = first_reading(text[first:last], iso, lang)
            is_published = _PUBLISHED_WORD.search(head) is not None
            is_change = CHANGE_WORD.search(head) is not None and not is_published
            # Of several days in a line, the first is likelier.
            sure = min(1.0, weight - 0.1 * number + (0.2 if is_published else 0.0))
            yield Printed(day, line.place, sure, is_change, other)
        at, label = last, ""


def _weight(line: Line) -> float:
    is_near = -_NEXT <= line.place <= _NEAR
    weight = 0.6 if 0 < line.place <= _NEXT else 0.45 if is_near else 0.25
    if "date" in line.hints or "byline" in line.hints:
        weight += 0.3
    elif "meta" in line.hints:
        weight += 0.15
    if LEAD.match(line.text) and names_in(line.text).people:
        weight += 0.25
    return min(1.0, weight)


def _is_no_sentence(line: Line, before: str, after: str) -> bool:
    rest = f"{before} {after}"
    for _ in range(_MOST_DAYS):
        found = find_date(rest)
        if found:
            rest = f"{rest[: found[1][0]]} {rest[found[1][1] :]}"
    most = _MOST_WORDS_HINTED if line.hints or LEAD.match(line.text) else _MOST_WORDS
    return len(_WORD.findall(rest)) <= most


def first_reading(text: str, iso: str, lang: str | None) -> tuple[str, str | None]:
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
