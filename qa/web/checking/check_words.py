"""What the page to check a draft says in one of its languages."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from qa.web.pages.languages import LANGUAGES

_FOLDER = Path(__file__).parents[1] / "static" / "check" / "lang"

Words: TypeAlias = dict[str, Any]


@lru_cache(maxsize=len(LANGUAGES))
def check_words(language: str) -> Words:
    """Return the sentences of the page by name; `language` is whose they are."""
    words: Words = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return {**words, "language": language}
