"""Which language a page speaks: the one chosen, else the first that the browser accepts.

A choice is made by `?lang=de` in the address of a page, which every page's list of languages leads
to, and is kept in a cookie that says nothing but that (`chosen_cookie`).
"""

from collections.abc import Collection, Sequence
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

LANGUAGES = ("en", "de", "fr", "es", "ru", "ar")
"""Languages that pages for readers speak; the first where none of a visitor's is among them."""

RIGHT_TO_LEFT = frozenset({"ar"})

NAMES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "ar": "العربية",
}
"""What each of LANGUAGES is called by those who speak it."""

LANGUAGE_COOKIE = "pullquote_lang"
"""Keeps a choice: one of LANGUAGES, and nothing else."""

VARY = "Accept-Language, Cookie"
"""What the words of a page depend on, for the header `Vary`."""

_KEPT_SECONDS = 365 * 24 * 3600
_FIELDS = 50  # of a query; a longer one asks for no language
_LONGEST_COOKIES = 10_000


class _Headers(Protocol):
    def get(self, key: str, /) -> str | None: ...


def choose_language(wanted: str | None, accepted: str | None) -> str:
    """Return one of LANGUAGES.

    Args:
        wanted: The choice of whoever made the page, or of its address.
        accepted: The header `Accept-Language` of the browser.
    """
    for tag in (wanted or "", *_accepted(accepted or "")):
        primary = tag.strip().lower().split("-")[0].split("_")[0]
        if primary in LANGUAGES:
            return primary
    return LANGUAGES[0]


def _accepted(header: str) -> list[str]:
    """Return the tags of the header, the most wanted first; those refused (`q=0`) left out."""
    weighed = [(part.partition(";")[0], _weight(part)) for part in header[:1000].split(",")]
    kept = [pair for pair in weighed if pair[1] > 0]
    return [tag for tag, _ in sorted(kept, key=lambda pair: -pair[1])]


def _weight(part: str) -> float:
    _, _, value = part.replace(" ", "").partition(";q=")
    try:
        return float(value) if value else 1.0
    except ValueError:
        return 1.0


def direction(language: str) -> str:
    """Return the direction of one of LANGUAGES, as the attribute `dir` has it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def language_of(scope: Scope) -> str:
    """Return the one of LANGUAGES that a request is answered in."""
    return language_in(Headers(scope=scope), language_asked(scope))


def language_in(headers: _Headers, asked: str | None = None) -> str:
    """Return the same of a request with these headers, whose address asks for `asked`."""
    return choose_language(asked or _kept(headers), headers.get("accept-language"))


def language_asked(scope: Scope) -> str | None:
    """Return the one of LANGUAGES that the address of a request asks for, or None."""
    found = [value for name, value in _query(scope) if name == "lang"]
    return found[-1] if found and found[-1] in LANGUAGES else None


def _query(scope: Scope) -> list[tuple[str, str]]:
    query: bytes = scope.get("query_string", b"")
    try:
        return parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        return []


def _kept(headers: _Headers) -> str | None:
    return cookie_parser((headers.get("cookie") or "")[:_LONGEST_COOKIES]).get(LANGUAGE_COOKIE)


def chosen_cookie(scope: Scope) -> str | None:
    """Return the header that keeps the language which the address asks for; None for none."""
    asked = language_asked(scope)
    if asked is None or _kept(Headers(scope=scope)) == asked:
        return None
    secure = "; Secure" if scope["scheme"] == "https" else ""
    path = scope.get("root_path", "") or "/"
    return (
        f"{LANGUAGE_COOKIE}={asked}; Path={path}; Max-Age={_KEPT_SECONDS}; HttpOnly; SameSite=Lax"
        f"{secure}"
    )


def fields_of(scope: Scope, names: Collection[str]) -> list[tuple[str, str]]:
    """Return the fields of these names that the query of a request has."""
    return [pair for pair in _query(scope) if pair[0] in names]


def choices(current: str, kept: Sequence[tuple[str, str]] = ()) -> list[dict[str, Any]]:
    """Return what the list of languages of a page shows: `code`, `name`, `dir`, `link`, `current`.

    Args:
        current: the language that the page is in.
        kept: what the address has besides, so that the links lead to the same page.
    """
    return [
        {
            "code": code,
            "name": name,
            "dir": direction(code),
            "link": f"?{urlencode([*kept, ('lang', code)])}",
            "current": code == current,
        }
        for code, name in NAMES.items()
    ]
