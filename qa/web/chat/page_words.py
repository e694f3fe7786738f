"""What the chat says in one of its languages: the widget's words and some of its own."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from qa.web.pages.languages import LANGUAGES
from qa.web.pages.static_files import static_files
from qa.web.widget.files import strings

_FOLDER = Path(__file__).parents[1] / "static" / "chat" / "lang"

Words: TypeAlias = dict[str, Any]
"""Sentences by name, some with `{number}` and the like in them; `language` is whose they are."""

_IN_SCRIPTS = re.compile(rb"(?<![/.\w])words\.(\w+)")


@lru_cache(maxsize=len(LANGUAGES))
def page_words(language: str) -> Words:
    """Return what the chat says in one of LANGUAGES."""
    own: Words = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    shared = strings(language)
    reasons = {**_dictionary(shared["reasons"]), **_dictionary(own["ownReasons"])}
    return {**shared, **own, "reasons": reasons, "language": language}


def script_words(language: str) -> Words:
    """Return those that the page's scripts name."""
    scripts = (content for name, content in static_files().items() if name.startswith("chat/"))
    named = {name.decode() for script in scripts for name in _IN_SCRIPTS.findall(script)}
    words = page_words(language)
    return {name: words[name] for name in sorted(named)}


def _dictionary(value: object) -> Words:
    return value if isinstance(value, dict) else {}
