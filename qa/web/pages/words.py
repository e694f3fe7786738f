"""What pages say in one of their languages, a folder of words for each kind of page."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from starlette.types import Scope

from qa.web.pages.languages import LANGUAGES, choices, direction, language_of

_STATIC = Path(__file__).parents[1] / "static"

PAGES = "pages"
"""The words that every page may need: of its list of languages, and of what went wrong."""

Words: TypeAlias = dict[str, Any]
"""Sentences by name, some with `{number}` and the like in them; `language` is whose they are."""


@lru_cache(maxsize=64)
def words_of(kind: str, language: str) -> Words:
    """Return the words of a kind of pages (a folder of `static/`) in one of LANGUAGES."""
    path = _STATIC / kind / "lang" / f"{language}.json"
    words: Words = json.loads(path.read_text("utf-8"))
    return {**words, "language": language}


def speaking(
    scope: Scope,
    words: Callable[[str], Words],
    kept: Sequence[tuple[str, str]] = (),
) -> dict[str, object]:
    """Return the values with which a template speaks the language of a request.

    These are `words`, `page_direction` of the text, and `page_languages`, what the list of
    languages shows.

    Args:
        scope: of the request.
        words: gives the words of a language.
        kept: fields of the query that the links of the list keep.
    """
    language = language_of(scope)
    return {
        "words": words(language),
        "page_direction": direction(language),
        "page_languages": {"called": called(language), "choices": choices(language, kept)},
    }


def called(language: str) -> str:
    """Return what a list of languages is called in one of them."""
    return str(words_of(PAGES, language)["languages"])


def with_number(number: int, language: str) -> str:
    """Return a number with its thousands set apart, as a language does it."""
    return f"{number:,}" if language == LANGUAGES[0] else f"{number:,}".replace(",", "\u202f")


def filled(sentence: str, values: Mapping[str, object], language: str) -> str:
    """Return a sentence with its blanks filled; numbers as a language writes them."""
    shown = {
        name: with_number(value, language) if isinstance(value, int) else value
        for name, value in values.items()
    }
    return sentence.format(**shown)
