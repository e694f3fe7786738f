"""Gradio's page in another language: its description of the page says each component's words.

Gradio describes a page once, for everybody; so what it hands out is changed on its way.
"""

import html
import json
import re
from collections.abc import Mapping

from qa.web.chat.page_words import page_words
from qa.web.pages.languages import LANGUAGES, choices, direction
from qa.web.pages.templates import render
from qa.web.pages.words import called

_CONFIG = re.compile(r"(?<=window\.gradio_config = )\{.*?\}(?=;</script>)", re.DOTALL)
_ROOT = re.compile(r"<html\s+lang=\"[^\"]*\"")
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"})

BRAND, FRESH, QUESTION, PANEL = "brand", "fresh", "question", "panel-frame"
FILTERS, NOTICE = "filters", "notice"
"""The components whose words change, by `elem_id`."""


def spoken(language: str, leave: str = "") -> dict[str, dict[str, str]]:
    """Return the properties of components that a language changes, by `elem_id`.

    Args:
        language: One of LANGUAGES.
        leave: Which of the words the link to the page for signing out is; "" for no such page.
    """
    words = page_words(language)
    header = render(
        "chat/header.html",
        leave=words[leave] if leave else "",
        words=words,
        page_languages={"called": called(language), "choices": choices(language)},
    )
    return {
        BRAND: {"value": header},
        FRESH: {"value": words["fresh"]},
        QUESTION: {
            "label": words["label"],
            "placeholder": words["ask"],
            "submit_btn": words["send"],
        },
        PANEL: {"value": render("chat/panel.html", words=words)},
        FILTERS: {"value": render("chat/filters.html", words=words)},
        NOTICE: {"value": render("gaps/notice.html", words=words)},
    }


def in_language(page: str, language: str, changes: Mapping[str, Mapping[str, str]]) -> str:
    """Return Gradio's page with its language named and the properties of components changed."""
    lang = f'<html lang="{html.escape(language)}" dir="{direction(language)}"'
    page = _ROOT.sub(lang, page, count=1)
    found = _CONFIG.search(page)
    if language == LANGUAGES[0] or found is None:
        return page
    config = json.loads(found[0])
    for component in config.get("components", ()):
        properties = component.get("props", {})
        properties |= changes.get(properties.get("elem_id") or "", {})
    written = json.dumps(config, ensure_ascii=False).translate(_ESCAPED)
    return page[: found.start()] + written + page[found.end() :]
