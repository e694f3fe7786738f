"""Dates as people print them become ISO 8601. No locale, no guessing, no today's date."""

import re
from datetime import date

from index.articles.article import Span

_MONTHS = (
    "january jan januar janvier enero gennaio janeiro januari января",
    "february feb februar février fevrier febrero febbraio fevereiro februari февраля",
    "march mar märz maerz mars marzo março maart марта",
    "april apr avril abril aprile апреля",
    "may mai mayo maggio maio mei мая",
    "june jun juni juin junio giugno junho июня",
    "july jul juli juillet julio luglio julho июля",
    "august aug août aout agosto augustus августа",
    "september sep sept septembre septiembre settembre setembro сентября",
    "october oct oktober octobre octubre ottobre outubro okt октября",
    "november nov novembre noviembre novembro ноября",
    "december dec dezember décembre decembre diciembre dicembre dezembro dez декабря",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
# Months of further languages, which count only between a day and a year: `mart` is a shop, too.
_MORE_MONTHS = (
    "stycznia ledna januára tammikuuta ocak ianuarie január ιανουαρίου січня gener يناير"
    " ינואר जनवरी",
    "lutego února februára helmikuuta şubat februarie február φεβρουαρίου лютого febrer فبراير"
    " פברואר फरवरी फ़रवरी",
    "marca března maaliskuuta mart martie marts március μαρτίου березня maret març مارس מרץ मार्च",
    "kwietnia dubna apríla huhtikuuta nisan aprilie április απριλίου квітня أبريل ابريل אפריל अप्रैल",
    "maja května mája maj toukokuuta mayıs május μαΐου травня maig مايو מאי मई",
    "czerwca června júna kesäkuuta haziran iunie június ιουνίου червня juny يونيو يونيه יוני जून",
    "lipca července júla heinäkuuta temmuz iulie július ιουλίου липня juliol يوليو يوليه יולי जुलाई",
    "sierpnia srpna augusta elokuuta ağustos augusti augusztus αυγούστου серпня agost أغسطس اغسطس"
    " אוגוסט अगस्त",
    "września září septembra syyskuuta eylül septembrie szeptember σεπτεμβρίου вересня setembre"
    " سبتمبر ספטמבר सितंबर सितम्बर",
    "października října októbra lokakuuta ekim octombrie október οκτωβρίου жовтня أكتوبر اكتوبر"
    " אוקטובר अक्टूबर अक्तूबर",
    "listopada listopadu novembra marraskuuta kasım noiembrie νοεμβρίου листопада نوفمبر נובמבר"
    " नवंबर नवम्बर",
    "grudnia prosince decembra joulukuuta aralık decembrie δεκεμβρίου грудня desember desembre"
    " ديسمبر דצמבר दिसंबर दिसम्बर",
)
_MORE_MONTH = {
    name: number for number, names in enumerate(_MORE_MONTHS, 1) for name in names.split()
}
_EVERY_MONTH = {**_MORE_MONTH, **_MONTH}
_MORE_NAMES = "|".join(sorted(_EVERY_MONTH, key=len, reverse=True))
_FIGURES = {base + figure: 48 + figure for base in (0x0660, 0x06F0, 0x0966) for figure in range(10)}
_YEAR = r"(?P<y>(?:1[5-9]|20)\d\d)"
_DAY = r"(?P<d>0?[1-9]|[12]\d|3[01])"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
        rf"(?<!\d){_YEAR}[/.](?P<m>\d\d?)[/.](?P<d>\d\d?)(?!\d)",
        rf"(?<!\d){_YEAR}년\s?(?P<m>\d\d?)월\s?(?P<d>\d\d?)일",
        rf"(?<!\w)ngày\s+(?P<d>\d\d?)\s+tháng\s+(?P<m>\d\d?),?\s+(?:năm\s+)?{_YEAR}(?!\d)",
        rf"(?<![\w.]){_DAY}\.?\s+(?:de\s+|d['’]|ב)?(?P<more>{_MORE_NAMES})\.?,?\s+(?:de\s+)?{_YEAR}"
        r"(?!\d)",
        rf"(?<!\d){_YEAR}\.\s+(?P<more>{_MORE_NAMES})\s+{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}年(?P<m>\d\d?)月(?P<d>\d\d?)日",
        rf"(?<!\d){_YEAR}(?P<m>0\d|1[0-2])(?P<d>[0-2]\d|3[01])(?=T\d|$)",
        rf"(?<!\w)(?P<name>{_NAMES})\.?\s+{_DAY}(?:st|nd|rd|th)?\s*,?\s+{_YEAR}(?!\d)",
        rf"(?<![\w.]){_DAY}(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:of\s+|de\s+)?(?P<name>{_NAMES})\.?,?"
        rf"(?:\s+de)?[\s-]+{_YEAR}(?!\d)",
        rf"(?<![\d./])(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.\s?{_YEAR}(?!\d)",
        rf"(?<![\d./-])(?P<a>\d\d?)[/-](?P<b>\d\d?)[/-]{_YEAR}(?!\d)",
        r"(?<![\d./-])(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<yy>\d\d)(?![\d/])",
        rf"(?<!\w)(?P<name>{_NAMES})\.?,?\s+(?:de\s+)?{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}-(?P<m>0[1-9]|1[0-2])(?![\d-])",
        rf"^\s*{_YEAR}\s*$",
    )
)
_CENTURY_TURN = 69  # as POSIX strptime reads two digits of a year

# What may stand beside a date on its line without making the line a sentence.
_WORDS_BESIDE = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?|(?:published|posted|updated)(?: on| at)?|last (?:updated|modified)"
    r"|modified|created|dated?|on|at|[ap]m|[ap]\.m\.|noon|midnight|uhr|um|am|den|le|el|kl|klo|à|h"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi"
    r"|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|maandag|dinsdag|woensdag"
    r"|donderdag|vrijdag|zaterdag|zondag|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    r"|utc|gmt|[ecmp][sd]?t|c?e[sd]t|bst|z|t|ist|jst|msk"
)
_TIME_BESIDE = (
    r"t?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?|z|h)?"
    r"|[+-]\d\d:?\d\d|\d{1,2}\s*[ap]\.?m\.?"
)
_BESIDE = re.compile(
    rf"\b(?:{_WORDS_BESIDE})(?=\W|$)|{_TIME_BESIDE}|[\s,;:|()\[\].•·–—-]+", re.IGNORECASE
)
_FIGURE = re.compile(r"\d\d|\d/")  # of a year, at least
_LONGEST = 120


def find_date(text: str) -> tuple[str, Span] | None:
    """Return the first date in `text` as ISO 8601, with where it stands; `None` without one.

    Numbers with slashes are read month first, as printed in the United States, unless only day
    first makes a date; numbers with dots day first, as in Europe. Where the day (or month) is not
    given, neither is it in the result: `2012-04`, `2012`.
    """
    if not _FIGURE.search(text):
        return None
    text = text.translate(_FIGURES)
    found: list[tuple[int, int, str]] = []
    for pattern in _PATTERNS:
        match = pattern.search(text)
        iso = _iso(match) if match else None
        if match and iso:
            found.append((match.start(), -len(match.group()), iso))
    if not found:
        return None
    start, minus_length, iso = min(found)
    return iso, (start, start - minus_length)


def parse_date(text: str) -> str | None:
    """Return the ISO 8601 date that `text` is, or `None` when it is none or says more than a date.

    A weekday, a time with its zone, and words such as "Published" may stand beside the date; the
    date is the one written, not converted to another zone.
    """
    if len(text) > _LONGEST:
        return None
    found = find_date(text)
    if found is None:
        return None
    iso, (start, end) = found
    beside = _BESIDE.sub("", text[:start]) + _BESIDE.sub("", text[end:])
    return iso if not beside else None


def is_month(word: str) -> bool:
    """Tell whether `word` names a month, in one of the languages read here."""
    return word.lower() in _MONTH


def _iso(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if "yy" in groups:
        short = int(groups["yy"])
        year = short + (1900 if short >= _CENTURY_TURN else 2000)
    else:
        year = int(groups["y"])
    if "a" in groups:
        first, second = int(groups["a"]), int(groups["b"])
        return _valid(year, first, second) or _valid(year, second, first)
    if "more" in groups:
        month = _EVERY_MONTH[groups["more"].lower()]
    else:
        month = _MONTH[groups["name"].lower()] if "name" in groups else int(groups.get("m") or 0)
    if "d" in groups:
        return _valid(year, month, int(groups["d"]))
    return f"{year:04}-{month:02}" if month else f"{year:04}"


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
