"""The categories of a page: its sections, then the tags its publication gave it. Pure.

Keywords (`meta keywords`, `news_keywords`, JSON-LD) are not among them: they are written for search
engines, often the same on all pages of a site, with synonyms, misspellings and whole titles.
"""

from collections.abc import Iterator

from index.articles.details.categories import clean_categories
from index.articles.origins import Origin
from index.readers.fields.categories import category_names
from index.readers.pages.metadata.json_ld import Linked
from index.readers.pages.metadata.page_parts import PageParts

_SECTIONS = ("article:section", "og:article:section", "articlesection")
_TAGS = ("article:tag", "og:article:tag")
_OF_SECTIONS = 0.9
_OF_TAGS = 0.7


def categories_of(parts: PageParts, linked: Linked) -> tuple[tuple[str, ...], Origin | None]:
    """Return the categories that a page states, and where the first of them stands."""
    names: list[str] = []
    origin: Origin | None = None
    for value, source, certainty in _given(parts, linked):
        found = list(category_names(value, parted=certainty == _OF_TAGS))
        names += found
        if origin is None and clean_categories(found):
            origin = Origin("categories", source, certainty)
    return clean_categories(names), origin


def _given(parts: PageParts, linked: Linked) -> Iterator[tuple[object, str, float]]:
    for one in parts.stated(_SECTIONS):
        yield one.value, one.source, _OF_SECTIONS
    yield linked.sections, f"{linked.source} articleSection", _OF_SECTIONS
    for one in parts.stated(_TAGS):
        yield one.value, one.source, _OF_TAGS
