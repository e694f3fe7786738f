"""The tables of a language, by its code; a language without tables is refused, not guessed at."""

from index.errors import LanguageError
from qa.language.en.english import ENGLISH
from qa.language.table_types import Tables

_ALL = {one.code: one for one in (ENGLISH,)}

LANGUAGES = tuple(_ALL)
"""Codes (ISO 639-1) of the languages with tables."""


def tables(code: str = "en") -> Tables:
    """Return the tables of a language.

    Raises:
        LanguageError: If there are none.
    """
    found = _ALL.get(code)
    if found is None:
        known = ", ".join(map(repr, LANGUAGES))
        raise LanguageError(
            f"There are no tables for {code!r} in qa/language; there are tables for {known}. "
            "Name one of these, or add a folder with the tables of the language."
        )
    return found
