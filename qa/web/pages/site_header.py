"""One header for all pages: where one is, and where else one can go."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from qa.web.pages.languages import LANGUAGES

_PLACES = ("", "speakers", "sides", "check", "manage", "gaps", "evaluate", "embed/setup", "docs")
_FOR_EDITORS = frozenset({"manage", "gaps"})

_NAMES: Mapping[str, Sequence[str]] = {
    "en": "Ask|Speakers|Sides|Check|Articles|Gaps|Evaluate|Embed|API".split("|"),
    "de": "Fragen|Wer spricht|Positionen|Prüfen|Artikel|Lücken|Auswerten|Einbetten|API".split("|"),
    "fr": "Demander|Qui parle|Positions|Vérifier|Articles|Lacunes|Évaluer|Intégrer|API".split("|"),
    "es": "Preguntar|Quién habla|Posturas|Revisar|Artículos|Lagunas|Evaluar|Insertar|API".split(
        "|"
    ),
    "ru": "Спросить|Кто говорит|Позиции|Проверить|Статьи|Пробелы|Оценка|Встроить|API".split("|"),
    "ar": "اسأل|المتحدثون|المواقف|افحص|المقالات|الثغرات|التقييم|التضمين|API".split("|"),
}

_ABOUT: Mapping[str, str] = {
    "en": "Pages of this server",
    "de": "Seiten dieses Servers",
    "fr": "Pages de ce serveur",
    "es": "Páginas de este servidor",
    "ru": "Страницы этого сервера",
    "ar": "صفحات هذا الخادم",
}


class SiteLink(NamedTuple):
    """A page of this server: its address from the root, and what it is called in a language."""

    address: str
    name: str
    for_editors: bool


def site_links(language: str = LANGUAGES[0]) -> list[SiteLink]:
    """Return the pages that a header leads to, the chat first."""
    names = _NAMES[language]
    return [
        SiteLink(place, name, place in _FOR_EDITORS)
        for place, name in zip(_PLACES, names, strict=True)
    ]


def about_site_links(language: str = LANGUAGES[0]) -> str:
    """Return what the links of a header are called together."""
    return _ABOUT[language]
