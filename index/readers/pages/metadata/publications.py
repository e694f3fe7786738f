"""Who published a page: the site, not the agency, its owner or what makes its pages. Pure."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from index.readers.pages.metadata.byline_words import AGENCIES, ENGINES, NO_SITE
from index.readers.pages.metadata.json_ld import Linked
from index.readers.pages.metadata.page_parts import PageParts
from index.readers.pages.metadata.stated import Stated

SEPARATOR = re.compile(r"\s+[|–—·•»«/~-]\s+|\s+::\s+|\s*[|｜]\s*|_")
"""What stands between a title and the name of its site."""

_BETWEEN_NAMES = re.compile(SEPARATOR.pattern.removesuffix("|_"))

_JOURNAL = ("citation_journal_title", "prism.publicationname")
_PUBLISHER = (
    "dc.publisher", "dc:publisher", "dcterms.publisher", "article:publisher_name", "publisher",
    "citation_publisher",
)  # fmt: skip
_APPLICATION = ("application-name", "apple-mobile-web-app-title", "al:iphone:app_name", "cre")
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})/?", re.IGNORECASE)
_SLOGAN = re.compile(
    r"^(?:latest |breaking |local |world |the latest )?(?:news|headlines|stories|home ?page|home"
    r"|official (?:web)?site|politics|sports?|business|weather|video|opinion)\b",
    re.IGNORECASE,
)
_LONGEST = 60
_SECOND_LEVEL = frozenset("co com org net ac gov edu ne or".split())


def publication(parts: PageParts, linked: Linked, address: str | None) -> Stated | None:
    """Return the publication of a page.

    The name that the site gives itself comes first; names that are an agency's, an engine's or
    only an address yield to others, unless the page lies on that very host.
    """
    host = _host(address)
    found = list(_candidates(parts, linked, host))
    good = [one for one in found if _is_site(one.value, host)]
    if good:
        best = good[0]
        if _DOMAIN.fullmatch(best.value):  # "herald.example" where others write "The Herald"
            named = [one for one in good if not _DOMAIN.fullmatch(one.value)]
            best = next((one for one in named if _same_letters(one.value, best.value)), best)
        return best
    ended = _ending(parts.title, host)
    if ended:
        return Stated(ended, "end of the page's title", 0.6)
    if found:
        return Stated(found[0].value, found[0].source, 0.4)
    return Stated(host, "host of the address", 0.4) if host else None


def _candidates(parts: PageParts, linked: Linked, host: str) -> Iterator[Stated]:
    for stated in parts.stated(("og:site_name",)):
        yield from _cleaned(stated, 0.95, host)
    for stated in parts.stated(_JOURNAL):
        yield from _cleaned(stated, 0.95, host)
    for name, what, certainty in (
        (linked.publisher, "publisher", 0.9),
        (linked.site, "site", 0.85),
    ):
        if name:
            yield from _cleaned(Stated(name, f"{linked.source} {what}", 1), certainty, host)
    for stated in parts.stated(_PUBLISHER):
        yield from _cleaned(stated, 0.8, host)
    for stated in parts.stated(_APPLICATION):
        yield from _cleaned(stated, 0.6, host)


def _cleaned(stated: Stated, certainty: float, host: str) -> Iterator[Stated]:
    """Yield a name without "Home", slogans and sections that some sites put beside it."""
    parts = [part.strip() for part in _BETWEEN_NAMES.split(stated.value) if part.strip()]
    kept = [part for part in parts if part.casefold() not in NO_SITE]
    if not kept:
        return
    name = stated.value if len(kept) == len(parts) == 1 else _name_among(kept, host)
    if len(name) <= _LONGEST or name == stated.value:
        yield Stated(name, stated.source, certainty)


def _name_among(parts: list[str], host: str) -> str:
    for part in parts:
        if host and _same_letters(part, host):
            return part
    named = [part for part in parts if not _SLOGAN.match(part)]
    return (named or parts)[0]


def _is_site(name: str, host: str) -> bool:
    plain = name.casefold()
    if plain in AGENCIES:
        return bool(host) and _same_letters(name, host)
    return plain not in NO_SITE and plain.removeprefix("the ") not in ENGINES


def _host(address: str | None) -> str:
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _same_letters(name: str, host: str) -> bool:
    """Tell whether a host spells a name: `valleyledger.example` the Valley Ledger."""
    labels = [one for one in re.split(r"[./]", host.casefold().removeprefix("www.")) if one]
    while len(labels) > 1 and (
        len(labels[-1]) <= 3 or labels[-1] in _SECOND_LEVEL or labels[-1] == "example"
    ):
        labels.pop()
    letters = "".join(filter(str.isalnum, name.casefold()))
    short = letters.removeprefix("the")
    initials = "".join(word[0] for word in name.casefold().split() if word[0].isalnum())
    for label in labels:
        plain = "".join(filter(str.isalnum, label))
        if len(plain) > 1 and (plain in {letters, short, f"the{letters}"} or plain == initials):
            return True
        if len(short) >= 4 and (short in plain or (len(plain) >= 5 and plain in letters)):
            return True
    return False


def _ending(title: str | None, host: str) -> str | None:
    """Return the name at either end of a page's title that the host spells, else the last part."""
    parts = [part.strip() for part in SEPARATOR.split(title or "") if part.strip()]
    parts = [part for part in parts if part.casefold() not in ENGINES]
    blog, colon, _ = (title or "").partition(": ")
    if colon and host and _same_letters(blog, host):
        return blog
    if len(parts) < 2:
        return None
    for part in (parts[-1], parts[0]):
        if host and _same_letters(part, host):
            return part
    last = parts[-1]
    is_name = len(last.split()) <= 4 and len(last) <= 40 and last.casefold() not in NO_SITE
    is_name = is_name and not last[:1].islower() and not any(map(str.isdigit, last))
    return last if is_name and len(parts[0].split()) >= 3 else None
