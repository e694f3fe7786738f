"""What stands around an article in its page, told by elements and by the words of classes.

A word alone never takes the bulk of a page away: what holds much of the page's prose is the
article, whatever it is called.
"""

import re
from functools import lru_cache
from itertools import pairwise

from lxml import html as lxml_html

from index.readers.pages.around_words import (
    ELEMENTS,
    NAMES,
    NEGATIONS,
    OF_ARTICLES,
    ROLES,
    WORDS,
)

_OF_ARTICLES = re.compile(OF_ARTICLES, re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[\s_]+|--+")
_UNNAMED = frozenset(("html", "body", "article", "main", "a", "p", "span", "em", "b"))
_LONGEST_CLASS, _LONGEST_ID = 6, 3
_MOST_CLASSES = 20
_BULK, _BULK_OF_TAGS = 0.4, 0.8
"""Shares of a page's prose from which on an element is no surrounding, whatever its name or tag."""
_LEAST = 0.25
"""Share of a page's prose that is left at least; if less is, names say nothing there."""


def around_elements(
    root: lxml_html.HtmlElement, prose: dict[lxml_html.HtmlElement, int]
) -> set[lxml_html.HtmlElement]:
    """Return the elements of `root` that stand around its article.

    Args:
        root: of the page.
        prose: characters of prose in each element that holds some.
    """
    whole = prose.get(root, 0)
    found: set[lxml_html.HtmlElement] = set()
    for element in root.iter():
        if element is root or not isinstance(element.tag, str):
            continue
        most = _BULK_OF_TAGS if element.tag in ELEMENTS else _BULK
        if prose.get(element, 0) <= most * whole and is_around(element):
            found.add(element)
    outermost = (one for one in found if found.isdisjoint(one.iterancestors()))
    if whole - sum(prose.get(one, 0) for one in outermost) < _LEAST * whole:
        return {one for one in found if one.tag in ELEMENTS}
    return found


def is_around(element: lxml_html.HtmlElement) -> bool:
    """Tell whether an element's tag, role or class says that it stands around an article."""
    tag, attributes = element.tag, element.attrib
    if tag in ELEMENTS or tag == "form":
        return True
    if tag == "header":
        return next(element.iterancestors("article", "main"), None) is None
    if not attributes or tag in _UNNAMED:
        return False
    if (attributes.get("role") or "").lower() in ROLES:
        return True
    if attributes.get("itemprop") == "articleBody":
        return False
    return _names_surroundings(attributes.get("class"), _LONGEST_CLASS) or _names_surroundings(
        attributes.get("id"), _LONGEST_ID
    )


@lru_cache(maxsize=8192)
def _names_surroundings(names: str | None, longest: int) -> bool:
    """Tell whether one of `names` is or begins or ends with a word of what stands around.

    Names of more words than `longest` are made of headings, and say nothing.
    """
    if not names or _OF_ARTICLES.search(names):
        return False
    for name in names.split()[:_MOST_CLASSES]:
        if name.lower() in NAMES:
            return True
        parts = _PARTS.split(_CAMEL.sub("-", name).lower())
        if any(_is_named(part.strip("-").split("-"), longest) for part in parts):
            return True
    return False


def _is_named(words: list[str], longest: int) -> bool:
    if len(words) > longest or words[0] in NEGATIONS:
        return False
    return not WORDS.isdisjoint(
        (words[0], words[-1], "-".join(words), *map("-".join, pairwise(words)))
    )
