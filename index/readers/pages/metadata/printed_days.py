"""Days that readers see in print around a headline, with what speaks for each. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from index.articles.dates import find_date
from index.readers.pages.metadata.bylines import LEAD, PART, names_in
from index.readers.pages.metadata.lines import Line

_CHANGE_WORD = re.compile(
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
_WORD = re.compile(r"\w+")
_MOST_WORDS = 6
_MOST_WORDS_HINTED = 16
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
    """Yield the days in lines that are no sentences, with what speaks for each."""
    for line in lines:
        weight = _weight(line)
        text, at = line.text, 0
        for _ in range(3):
            found = find_date(text[at:])
            if not found:
                break
            iso, (start, end) = found
            head = text[at : at + start].rpartition(PART)[2] or text[at : at + start].replace(
                PART, " "
            )
            whole = text[at + start : at + end]
            if len(iso) == len("2012-04-18") and _is_no_sentence(
                line, text[: at + start], text[at + end :]
            ):
                first, other = first_reading(whole, iso, lang)
                label = 0.2 if _PUBLISHED_WORD.search(head) else 0.0
                change = bool(_CHANGE_WORD.search(head)) and not label
                yield Printed(first, line.place, min(1.0, weight + label), change, other)
            at += end
            weight -= 0.1  # of several days in a line, the first is likelier


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
    words = len(_WORD.findall(before)) + len(_WORD.findall(after))
    most = _MOST_WORDS_HINTED if line.hints or LEAD.match(line.text) else _MOST_WORDS
    return words <= most


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
