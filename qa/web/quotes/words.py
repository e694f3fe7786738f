"""What pages of quotes say, in each of the languages."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from qa.web.pages.languages import LANGUAGES, direction

_FOLDER = Path(__file__).parents[1] / "static" / "quotes" / "lang"


@lru_cache(maxsize=len(LANGUAGES))
def quote_words(language: str) -> dict[str, Any]:
    """Return the sentences by name in one of LANGUAGES; `language` is whose they are."""
    words: dict[str, Any] = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return {**words, "language": language}


def spoken(language: str) -> dict[str, Any]:
    """Return the values with which a template speaks a language."""
    return {"words": quote_words(language), "page_direction": direction(language)}
