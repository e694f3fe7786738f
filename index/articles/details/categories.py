"""The categories of an article: the sections and tags under which its publication files it. Pure.

Wherever they are one text (a cell, a field of a page), semicolons part them: no name has one in it.
"""

import re
from collections.abc import Iterable
from itertools import islice

from index.articles.article import normalise_text

MOST = 50
"""Categories of an article; further ones are left out."""

LONGEST = 100
"""Characters of a category; what is longer is a sentence, and left out."""

_GIVEN = 1_000
_LONGEST_GIVEN = 20_000
_NOTHING = frozenset(("uncategorized", "uncategorised", "none", "null", "nan", "n/a"))
"""What programs write where nobody chose a category."""
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24,}")
"""What programs know a thing by, and nobody reads."""


def clean_categories(given: Iterable[str]) -> tuple[str, ...]:
    """Return names as they are stored: in the order given, each once, whatever its case.

    Names without a letter or figure are none, nor are the keys of programs. Idempotent.
    """
    found: dict[str, str] = {}
    for one in islice(given, _GIVEN):
        for part in one[:_LONGEST_GIVEN].split(";"):
            name = " ".join(normalise_text(part).split())
            key = name.casefold()
            meant = key not in _NOTHING and not _KEY.fullmatch(key)
            if len(name) <= LONGEST and meant and any(map(str.isalnum, name)):
                found.setdefault(key, name)
    return tuple(found.values())[:MOST]


def as_text(categories: Iterable[str]) -> str | None:
    """Return categories as one text; None for none."""
    return "; ".join(categories) or None
